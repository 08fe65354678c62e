import { Button, Dialog, Heading, Modal, ModalOverlay, Switch } from 'react-aria-components';
import { useState } from 'react';
import { useT, type Key } from '../i18n';
import { destinations } from './nav';
import { may, useSession } from './session';
import { setSingleKeys, singleKeysOn } from './keys';

const general: [string, Key][] = [
  ['/', 'key_search'], ['?', 'key_help'], ['J', 'key_next'], ['K', 'key_previous'], ['Enter', 'key_open'], ['Esc', 'key_close'],
  ['Alt+H', 'key_hide'], ['W', 'key_why'],
];

const planner: [string, Key][] = [['S', 'key_swap'], ['C', 'key_compare'], ['L', 'key_lock'], ['O', 'key_open_why'], ['P', 'key_keep']];

export function Help({ isOpen, onOpenChange }: { isOpen: boolean; onOpenChange: (open: boolean) => void }) {
  const { t } = useT();
  const session = useSession();
  const [single, setSingle] = useState(singleKeysOn());
  return (
    <ModalOverlay isOpen={isOpen} onOpenChange={onOpenChange} isDismissable className="overlay"><Modal className="modal"><Dialog>
      <Heading slot="title">{t('help')}</Heading>
      <p>{t('help_text')}</p>
      <div className="halves">
        <table className="table"><caption>{t('keys')}</caption><tbody>
          {general.map(([key, text]) => <tr key={key}><th scope="row"><kbd>{key}</kbd></th><td>{t(text)}</td></tr>)}
        </tbody></table>
        <table className="table"><caption>{t('keys_go')}</caption><tbody>
          {destinations.filter(d => may(session, ...d.rights)).map(d =>
            <tr key={d.path}><th scope="row"><kbd>G</kbd> <kbd>{d.code.slice(3)}</kbd></th><td>{t(d.label)}</td></tr>)}
        </tbody></table>
        {may(session, 'PLAN') && <table className="table"><caption>{t('keys_plan')}</caption><tbody>
          {planner.map(([key, text]) => <tr key={key}><th scope="row"><kbd>{key}</kbd></th><td>{t(text)}</td></tr>)}
        </tbody></table>}
      </div>
      <Switch className="row" isSelected={single} onChange={on => { setSingle(on); setSingleKeys(on); }}>
        {({ isSelected }) => <><span aria-hidden="true">{isSelected ? '☑' : '☐'}</span>{t('single_keys')}</>}
      </Switch>
      <p className="muted">{t('help_hard')}</p>
      <Button slot="close" className="button">{t('close')}</Button>
    </Dialog></Modal></ModalOverlay>
  );
}
