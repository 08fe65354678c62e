import type { LaidOut } from '../../api/types';
import { useMay } from '../../app/session';
import { useT } from '../../i18n';
import { Facts, wordsOf } from '../../parts/Sheet';
import { Empty } from '../../parts/states';

/** What the family asks and may be told.  Contacts are covered; nothing here goes out by itself. */
export function Relatives({ sheet }: { sheet: LaidOut }) {
  const { t } = useT();
  const may = useMay('INQUIRE');
  const count = Number(wordsOf(sheet, 'inquiries') ?? 0) || 0;
  return (
    <section className="panel stack"><h2>{t('tab_relatives')}</h2>
      <p>{t('inquiries_n', { n: count })}</p>
      {may && count > 0 && <p><a href="#/inquiries">{t('nav_inquiries')}</a></p>}
      <Facts sheet={sheet} keys={['group', 'last_letter', 'notice']} />
      <div className="notice law"><p className="strong">{t('family_told')}</p><p>{t('family_told_text')}</p></div>
      {count === 0 && <Empty>{t('relatives_none')}</Empty>}
    </section>
  );
}
