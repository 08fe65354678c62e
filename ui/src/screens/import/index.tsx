import { More, useT } from '../../i18n';
import { Loaded } from '../../parts/states';
import { Batches } from './Batches';
import { Wizard } from './Wizard';
import { useKinds } from './data';

function Screen() {
  const { t } = useT();
  return (
    <>
      <div className="page-head"><h1>{t('import_head')}</h1><p className="muted">{t('import_text')}</p></div>
      <Loaded query={useKinds()}>{kinds => <Wizard kinds={kinds} />}</Loaded>
      <Batches />
    </>
  );
}

/** Files in, with a check that changes nothing before, and a way back after. */
export default function ImportScreen() {
  return <More parts={['intake']}><Screen /></More>;
}
