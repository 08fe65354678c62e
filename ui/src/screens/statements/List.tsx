import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';
import { useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import { useKeys } from '../../app/keys';
import { useMay, useSession } from '../../app/session';
import { useT, type Key } from '../../i18n';
import { Acts, type Act } from '../../parts/Acts';
import { Table } from '../../parts/Table';
import { Empty, Loaded } from '../../parts/states';
import { markOf, useStatements, verdicts } from './data';

const kinds = ['claim', 'promise', 'threat', 'demand', 'justification'] as const;
type Kind = (typeof kinds)[number];

export function Verdict({ of: verdict }: { of: string }) {
  const { w } = useT();
  return <span className="nowrap"><span aria-hidden="true" className="mono">{markOf[verdict] ?? '·'}</span> {w(verdict)}</span>;
}

function useAdd(): Act {
  const { t } = useT();
  const session = useSession();
  return {
    id: 'add', label: t('statement_add'), note: t('statement_add_text'),
    fields: [
      { key: 'id', label: t('number'), required: true, help: t('statement_id_help') },
      { key: 'kind', label: t('kind'), required: true, initial: 'claim', choices: kinds.map(kind => ({ id: kind, label: t(`said_${kind}` as Key) })) },
      { key: 'speaker', label: t('statement_speaker'), required: true, help: t('statement_speaker_help') },
      { key: 'happened', label: t('when'), initial: session.as_of, help: t('day_help') },
      { key: 'channel', label: t('statement_channel') },
      { key: 'words', label: t('statement_words'), required: true, long: true },
      { key: 'language', label: t('statement_language'), help: t('language_help') },
      { key: 'translation', label: t('statement_translation'), long: true },
      { key: 'party', label: t('party') }, { key: 'source', label: t('source_id'), help: t('source_help') },
      { key: 'evidence_for', label: t('evidence_for_ids') }, { key: 'evidence_against', label: t('evidence_against_ids') },
      { key: 'threatens', label: t('statement_threatens'), check: true },
    ],
    send: ({ id = '', speaker = '', kind, words = '', threatens, ...rest }) =>
      ask(api.POST('/statements', { body: { id, speaker, words, kind: kind as Kind, ...rest, ...(threatens ? { threatens: true } : {}) } })),
  };
}

export function Statements() {
  const { t, n, w, day, maybe } = useT();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const may = useMay('CHECK');
  const add = useAdd();
  const query = useStatements();
  const [only, setOnly] = useState('');
  const go = (step: number) => {
    const links = [...document.querySelectorAll<HTMLAnchorElement>('a[data-statement]')];
    links[Math.min(links.length - 1, Math.max(0, links.indexOf(document.activeElement as HTMLAnchorElement) + step))]?.focus();
  };
  useKeys({ KeyJ: () => go(1), KeyK: () => go(-1) });
  return (
    <>
      <div className="page-head"><h1>{t('statements')}</h1><p className="muted">{t('statements_note')}</p></div>
      {may && <Acts label={t('statement_add')} acts={[add]} done={answer => { void client.invalidateQueries({ queryKey: ['statements'] }); if (answer.id) navigate(`/statements/${answer.id}`); }} />}
      <Loaded query={query}>{all => (all.length === 0 ? <Empty>{t('statements_none')}</Empty> : (
        <section className="panel stack">
          <ToggleButtonGroup aria-label={t('verdict')} className="toggles" selectionMode="single" selectedKeys={[only]} disallowEmptySelection onSelectionChange={keys => setOnly(String([...keys][0] ?? ''))}>
            <ToggleButton id="" className="button small">{t('verdict_all', { n: all.length })}</ToggleButton>
            {verdicts.map(verdict => <ToggleButton key={verdict} id={verdict} className="button small">{w(verdict)} ({n(all.filter(row => row.verdict === verdict).length)})</ToggleButton>)}
          </ToggleButtonGroup>
          {all.filter(row => !only || row.verdict === only).length === 0 ? <Empty>{t('statements_filter_none')}</Empty> : (
          <Table tall label={t('statements')} rows={all.filter(row => !only || row.verdict === only)} id={row => row.id} columns={[
            { key: 'words', head: t('words_said'), rowHead: true, cell: row => <Link data-statement href={`/statements/${row.id}`}>{row.words}</Link> },
            { key: 'speaker', head: t('speaker'), cell: row => row.speaker },
            { key: 'when', head: t('when'), cell: row => <span className="nowrap">{day(row.when)}</span> },
            { key: 'kind', head: t('kind'), cell: row => maybe(`said_${row.kind}`) ?? row.kind },
            { key: 'verdict', head: t('against_evidence'), cell: row => <Verdict of={row.verdict} /> },
            { key: 'for', head: t('evidence_for_n'), num: true, cell: row => n(row.for) },
            { key: 'against', head: t('evidence_against_n'), num: true, cell: row => n(row.against) },
          ]} />)}
        </section>
      ))}</Loaded>
    </>
  );
}
