import { useT } from '../../i18n';

/** Always open: nobody has to guess what a sign means. */
export function Legend({ km }: { km: number }) {
  const { t, n } = useT();
  return (
    <section aria-label={t('legend')}><ul className="key">
      <li><svg width="22" height="22" className="map-key" aria-hidden="true"><g className="spot" transform="translate(11,11)"><circle r="9" className="upper" /><circle r="4" className="lower" /></g></svg>{t('legend_people')}</li>
      <li><svg width="22" height="22" className="map-key" aria-hidden="true"><g className="spot unofficial" transform="translate(11,11)"><circle r="8" className="upper" /><circle r="2.5" className="lower" /></g></svg>{t('legend_unofficial')}</li>
      <li><svg width="22" height="22" className="map-key" aria-hidden="true"><g className="spot" transform="translate(11,11)"><circle r="9" className="upper" /><circle r="9" fill="url(#no-access)" /></g></svg>{t('legend_access')}</li>
      <li><svg width="20" height="20" className="map-key" aria-hidden="true"><g className="spot" transform="translate(10,12)"><path d="M0,-8 L7,5 L-7,5 Z" className="flag known" /></g></svg>{t('legend_flag')}</li>
      <li><svg width="20" height="20" className="map-key" aria-hidden="true"><g className="spot" transform="translate(10,12)"><path d="M0,-8 L7,5 L-7,5 Z" className="flag" /></g></svg>{t('legend_flag_hollow')}</li>
      <li><svg width="14" height="14" className="map-key" aria-hidden="true"><g className="spot"><rect x="3" y="3" width="8" height="8" className="beside" /></g></svg>{t('legend_beside')}</li>
      <li>{t('legend_coarse', { n: n(km) })}</li>
    </ul></section>
  );
}
