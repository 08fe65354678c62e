import { More, useT } from '../../i18n';
import { Loaded } from '../../parts/states';
import { useState } from 'react';
import { Batches } from './Batches';
import { Jobs } from './Jobs';
import { Wizard } from './Wizard';
import { useKinds } from './data';

function Screen() {
  const { t } = useT();
  const [shown, setShown] = useState<readonly string[]>([]);
  return (
    <>
      <div className="page-head"><h1>{t('import_head')}</h1><p className="muted">{t('import_text')}</p></div>
      <Loaded query={useKinds()}>{kinds => <Wizard kinds={kinds} begun={id => setShown(old => [...old, id])} />}</Loaded>
      <Jobs shown={shown} />
      <Batches />
    </>
  );
}

/** Files in, with a check that changes nothing before, and a way back after. */
export default function ImportScreen() {
  return <More parts={['intake']}><Screen /></More>;
}
