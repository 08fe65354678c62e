import type { Indication } from '../../api/types';
import { useT } from '../../i18n';
import { Why } from '../../parts/Why';

/** Facts for, what would rebut it, the justification that the holder offers and the reply; never a verdict. */
export function IndicationWhy({ of: it }: { of: Indication }) {
  const { t, n } = useT();
  return (
    <Why title={`${it.article}: ${it.title}`}>
      <p className="muted">{t('indication_is')}</p>
      <div className="halves">
        <section><h3>{t('facts')}</h3><ul>{it.facts.map(f => <li key={f}>{f}</li>)}</ul></section>
        <section><h3>{t('rebut')}</h3><ul>{it.rebut.map(f => <li key={f}>{f}</li>)}</ul></section>
      </div>
      {it.affected_lower95 != null && it.affected_upper95 != null &&
        <p>{t('affected', { lo: n(it.affected_lower95), hi: n(it.affected_upper95) })}</p>}
      {it.justification && <><h3>{t('justification')}</h3><blockquote className="quote">{it.justification}</blockquote></>}
      {it.reply && <><h3>{t('reply')}</h3><p>{it.reply}</p></>}
      {it.clock && <p>{t('clock')}: {it.clock}</p>}
      <p className="muted">{t('sources_list')}: {it.sources.join(', ')}</p>
    </Why>
  );
}
