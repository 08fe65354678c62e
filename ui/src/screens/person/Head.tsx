// Who this is, and the two fields that are never merged: what is official, and what we estimate.
import type { LaidOut } from '../../api/types';
import { Name } from '../../app/privacy';
import { useT } from '../../i18n';
import { Chance, ChanceBar } from '../../parts/Estimate';
import { listOf, rowsOf, wordsOf } from '../../parts/Sheet';
import { isHeldByUs } from './side';
import { useWhere } from './data';

function Official({ sheet }: { sheet: LaidOut }) {
  const { t, day } = useT();
  const register = rowsOf(listOf(sheet, 'status'))[0];
  return (
    <div><h2 className="small-head">{t('official')}</h2>
      <p className="strong">{register?.value ?? t('unknown')}</p>
      <p className="muted">{register?.since ? t('since_day', { d: day(register.since) }) : ''} {register?.source ?? ''}</p>
    </div>
  );
}

function Estimate({ id }: { id: string }) {
  const { t, chance } = useT();
  const query = useWhere(id);
  const where = query.data?.where;
  if (!where) return <div><h2 className="small-head">{t('estimate')}</h2><p className="muted">{query.isPending ? t('loading') : t('estimate_none')}</p></div>;
  const [place, p] = Object.entries(where.sets).sort((a, b) => b[1] - a[1])[0] ?? ['', 0];
  return (
    <div><h2 className="small-head">{t('estimate')}</h2>
      <p className="strong">{t('estimate_held')}: <Chance p={where.captive} /> <ChanceBar p={where.captive} /></p>
      {place && <p className="muted">{query.data?.labels[place] ?? place}: {chance(p)} · <a href={`#/person/${encodeURIComponent(id)}/where`}>{t('why')}</a></p>}
    </div>
  );
}

export function Head({ sheet, id }: { sheet: LaidOut; id: string }) {
  const { t, day } = useT();
  const ours = !isHeldByUs(sheet);
  return (
    <section className="panel">
      <div className="panel-head"><h1><Name>{wordsOf(sheet, 'name')}</Name> <span className="mono muted">{wordsOf(sheet, 'registry_id') ?? id}</span></h1>
        <span className="row"><span className="chip">{ours ? t('held_by_others_chip') : t('held_by_us_chip')}</span>
          <a className="button small no-print" href={`#/print/person/${encodeURIComponent(id)}`}>{t('print')}</a></span></div>
      <p className="muted">{t('born')}: {day(wordsOf(sheet, 'born')) || t('unknown')}</p>
      <div className="pair"><Official sheet={sheet} />{ours ? <Estimate id={id} />
        : <div><h2 className="small-head">{t('held_at')}</h2><p className="strong">{wordsOf(sheet, 'place') ?? wordsOf(sheet, 'holder') ?? t('unknown')}</p></div>}</div>
    </section>
  );
}
