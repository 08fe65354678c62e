import { Link } from 'wouter';
import type { Brief, CategoryCount, Indication, Interest, PlaceCount, Presence, RoundRow, StatementRow } from '../../api/types';
import { useMay } from '../../app/session';
import { useT } from '../../i18n';
import { Chance } from '../../parts/Estimate';
import { Table } from '../../parts/Table';
import { IndicationWhy } from '../findings/IndicationWhy';

function Panel({ id, title, children, note }: { id: string; title: string; children: React.ReactNode; note?: string }) {
  return <section className="panel" aria-labelledby={id}><div className="panel-head"><h2 id={id}>{title}</h2></div>{note && <p className="muted">{note}</p>}{children}</section>;
}

export function Indications({ theirs, ours }: { theirs: Indication[]; ours: Indication[] }) {
  const { t, n } = useT();
  if (theirs.length + ours.length === 0) return null;
  const rows = [...theirs.slice(0, 8), ...ours];
  return (
    <Panel id="h-ind" title={t('indications')} note={t('indications_note')}>
      <Table label={t('indications')} rows={rows} id={(r, i) => `${r.rule}-${i}`} columns={[
        { key: 'article', head: t('article'), cell: r => <span className="nowrap">{r.article}</span> },
        { key: 'title', head: t('indication_of'), cell: r => r.title },
        { key: 'own', head: t('whose'), cell: r => (r.own ? t('our_own') : t('theirs')) },
        { key: 'subjects', head: t('places_or_people'), num: true, cell: r => n(r.subjects) },
        { key: 'why', head: t('why'), cell: r => <IndicationWhy of={r} /> },
      ]} />
    </Panel>
  );
}

export function Presences({ rows }: { rows: Presence[] }) {
  const { t, w, day } = useT();
  if (rows.length === 0) return null;
  return (
    <Panel id="h-pres" title={t('presence')} note={t('presence_note')}>
      <Table label={t('presence')} rows={rows} id={(r, i) => `${r.object}-${i}`} columns={[
        { key: 'object', head: t('object'), cell: r => r.object },
        { key: 'area', head: t('region'), cell: r => r.area },
        { key: 'word', head: t('estimate'), cell: r => w(r.word) },
        { key: 'p', head: t('range'), cell: r => <><Chance p={r.low} word={false} /> … <Chance p={r.high} word={false} /></> },
        { key: 'last', head: t('last_observed'), cell: r => day(r.last_observed) },
      ]} />
    </Panel>
  );
}

export function StatementsSaid({ rows }: { rows: StatementRow[] }) {
  const { t, w } = useT();
  if (rows.length === 0) return null;
  const order = ['contradicted', 'unsupported', 'consistent', 'not verifiable'];
  const sorted = [...rows].sort((a, b) => order.indexOf(a.verdict) - order.indexOf(b.verdict)).slice(0, 6);
  return (
    <Panel id="h-st" title={t('statements')} note={t('statements_note')}>
      <Table label={t('statements')} rows={sorted} id={r => r.id} columns={[
        { key: 'words', head: t('words_said'), cell: r => <Link href={`/statements/${r.id}`}>{r.words}</Link> },
        { key: 'speaker', head: t('speaker'), cell: r => r.speaker },
        { key: 'verdict', head: t('against_evidence'), cell: r => w(r.verdict) },
      ]} />
    </Panel>
  );
}

export function RoundsDone({ rows }: { rows: RoundRow[] }) {
  const { t, n, day } = useT();
  const open = useMay('SEE_ROUNDS');
  if (rows.length === 0) return null;
  return (
    <Panel id="h-ro" title={t('rounds_done')} note={t('rounds_note')}>
      <Table label={t('rounds_done')} rows={rows} id={r => r.id} columns={[
        { key: 'when', head: t('when'), cell: r => (open ? <Link href={`/rounds/${r.id}`}>{day(r.when)}</Link> : day(r.when)) },
        { key: 'venue', head: t('venue'), cell: r => r.venue },
        { key: 'agreed', head: t('agreed'), num: true, cell: r => n(r.agreed) },
        { key: 'delivered', head: t('delivered'), num: true, cell: r => n(r.delivered) },
        { key: 'absent', head: t('absent'), num: true, cell: r => n(r.absent) },
        { key: 'substituted', head: t('substituted'), num: true, cell: r => n(r.substituted) },
      ]} />
    </Panel>
  );
}

export function Interests({ rows }: { rows: Interest[] }) {
  const { t, w } = useT();
  if (rows.length === 0) return null;
  return (
    <Panel id="h-int" title={t('interests')} note={t('interests_note')}>
      <Table label={t('interests')} rows={rows} id={(r, i) => `${r.party}${r.category}${i}`} columns={[
        { key: 'party', head: t('party'), cell: r => r.party },
        { key: 'label', head: t('category'), cell: r => r.label },
        { key: 'word', head: t('attitude'), cell: r => w(r.word) },
        { key: 'reason', head: t('stated_reason'), cell: r => w(r.reason) },
      ]} />
    </Panel>
  );
}

export function Persuasion({ rows }: { rows: NonNullable<Brief['persuasion']> }) {
  const { t, n } = useT();
  if (rows.length === 0) return null;
  return (
    <Panel id="h-per" title={t('persuasion')} note={t('persuasion_note')}>
      <Table label={t('persuasion')} rows={rows} id={r => r.category} columns={[
        { key: 'label', head: t('category'), cell: r => r.label },
        { key: 'count', head: t('people_n'), num: true, cell: r => n(r.count) },
        { key: 'ground', head: t('ground'), cell: r => r.ground },
        { key: 'answer', head: t('last_answer'), cell: r => r.answer },
      ]} />
    </Panel>
  );
}

export function PlacesByKind({ rows }: { rows: PlaceCount[] }) {
  const { t, n, w } = useT();
  if (rows.length === 0) return null;
  return (
    <Panel id="h-pl" title={t('places_by_kind')}>
      <Table label={t('places_by_kind')} rows={rows} id={(r, i) => `${r.kind}${r.region}${i}`} columns={[
        { key: 'kind', head: t('kind'), cell: r => w(r.kind) },
        { key: 'region', head: t('region'), cell: r => w(r.region) },
        { key: 'count', head: t('places_n'), num: true, cell: r => n(r.count) },
        { key: 'notified', head: t('notified'), num: true, cell: r => n(r.notified) },
        { key: 'grade', head: t('grade'), cell: r => r.grade },
      ]} />
    </Panel>
  );
}

export function HeldByUs({ rows }: { rows: CategoryCount[] }) {
  const { t, n } = useT();
  if (rows.length === 0) return null;
  return (
    <Panel id="h-hbu" title={t('held_by_us')} note={t('held_by_us_note')}>
      <Table label={t('held_by_us')} rows={rows} id={r => r.category} columns={[
        { key: 'label', head: t('category'), cell: r => r.label },
        { key: 'count', head: t('people_n'), num: true, cell: r => n(r.count) },
        { key: 'disowned', head: t('disowned'), num: true, cell: r => n(r.disowned) },
        { key: 'sources', head: t('sources'), num: true, cell: r => n(r.sources) },
      ]} />
    </Panel>
  );
}
