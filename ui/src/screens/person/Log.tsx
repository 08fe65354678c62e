import { useT } from '../../i18n';
import { SheetView } from '../../parts/Sheet';
import { ObjectRows } from '../../parts/ObjectRows';
import { Loaded } from '../../parts/states';
import { useLog } from './data';

/** Who saw, changed or took out the data of this person. */
export function Log({ id }: { id: string }) {
  const { t } = useT();
  return (
    <Loaded query={useLog(id)}>{answer => (
      <section className="panel stack"><h2>{t('tab_log')}</h2><p className="muted">{t('log_note')}</p>
        {answer.sheet ? <SheetView sheet={answer.sheet} /> : <ObjectRows of={answer} empty={t('log_none')} />}</section>
    )}</Loaded>
  );
}
