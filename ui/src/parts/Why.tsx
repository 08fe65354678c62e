// Every estimate opens its why.
import type { ReactNode } from 'react';
import { Button, Dialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components';
import { useT } from '../i18n';

export function Why({ title, children, label }: { title: string; children: ReactNode; label?: string }) {
  const { t } = useT();
  return (
    <DialogTrigger>
      <Button className="button plain no-print" data-why aria-label={`${label ?? t('why')}: ${title}`}>{label ?? t('why')}</Button>
      <ModalOverlay isDismissable className="overlay"><Modal className="modal"><Dialog>
        <Heading slot="title">{title}</Heading>
        {children}
        <Button slot="close" className="button">{t('close')}</Button>
      </Dialog></Modal></ModalOverlay>
    </DialogTrigger>
  );
}
