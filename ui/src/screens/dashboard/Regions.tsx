// Official status and the estimate are two columns and never one.
import type { Held } from '../../api/types';
import { useT } from '../../i18n';
import { Interval, IntervalBar } from '../../parts/Estimate';
import { Empty } from '../../parts/states';
import { boundSign, RegionWhy } from './RegionWhy';

export function Regions({ held, unreviewed }: { held: Held[]; unreviewed: number }) {
  const { t, n, w } = useT();
  const max = Math.max(1, ...held.map(h => h.upper95));
  return (
    <section className="panel" aria-labelledby="h-regions">
      <div className="panel-head"><h2 id="h-regions">{t('where_ours')}</h2></div>
      {held.length === 0 ? <Empty>{t('where_none')}</Empty> : (
        <div className="scroll" tabIndex={0} role="group" aria-labelledby="h-regions"><table className="table">
          <thead>
            <tr><th scope="col" rowSpan={2}>{t('region')}</th><th scope="colgroup" colSpan={2}>{t('official')}</th>
              <th scope="colgroup" colSpan={2}>{t('estimate')}</th><th scope="col" rowSpan={2}>{t('said_publicly')}</th></tr>
            <tr><th scope="col" className="num">{t('only_missing')}</th><th scope="col" className="num">{t('agency_confirmed')}</th>
              <th scope="col">{t('held_estimate')}</th><th scope="col">{t('why')}</th></tr>
          </thead>
          <tbody>{held.map(h => (
            <tr key={h.region}><th scope="row" className="strong">{h.label}</th>
              <td className="num">{n(h.only_missing ?? 0)}</td><td className="num">{n(h.agency_confirmed ?? 0)}</td>
              <td className="nowrap"><span className="figure"><Interval lower={h.lower95} upper={h.upper95} mid={h.mean} /></span><IntervalBar lower={h.lower95} upper={h.upper95} mid={h.mean} max={max} width={130} /></td>
              <td><RegionWhy held={h} unreviewed={unreviewed} /></td>
              <td>{h.claims.length === 0 ? <span className="muted">{t('nothing_said')}</span>
                : h.claims.map(c => <div key={c.id} className="nowrap">{boundSign(c.bound)} {n(c.quantity)}: {w(c.verdict)}</div>)}</td></tr>
          ))}</tbody></table></div>
      )}
      <ul className="key"><li>{t('key_interval')}</li></ul>
    </section>
  );
}
