import { Button, ProgressBar, Label } from 'react-aria-components';
import { useT } from '../../i18n';
import type { Run } from './data';

export function Running({ run }: { run: Run }) {
  const { t } = useT();
  const of = run.job?.of ?? 0;
  return (
    <div className="row">
      <ProgressBar className="row" isIndeterminate={of === 0} value={run.job?.done ?? 0} maxValue={of || 1}>
        {({ valueText }) => <><Label>{t('computing')}</Label><span className="muted">{of > 0 ? valueText : ''}</span></>}
      </ProgressBar>
      <Button className="button small" onPress={run.cancel}>{t('cancel')}</Button>
    </div>
  );
}
