// Never scrolled away: how old what one sees is, whose it is, and whether it is training.
import { useEffect } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { useT } from '../i18n';
import { ListCopy } from './privacy';
import { useSession } from './session';

function useLink(): boolean {
  const client = useQueryClient();
  return useSyncExternalStore(
    change => client.getQueryCache().subscribe(change),
    () => (client.getQueryState(['session'])?.status ?? 'success') !== 'error',
  );
}

export function Provenance() {
  const { t, w, day, maybe } = useT();
  const session = useSession();
  const linked = useLink();
  useEffect(() => {
    document.title = session.training ? `${t('title_training')} · ${t('product')}` : t('product');
  }, [session.training, t]);
  return (
    <section className="provenance" aria-label={t('provenance')}>
      {session.training && <strong className="training">{t('training')}</strong>}
      <p>{t('as_of', { d: day(session.as_of) })}</p>
      <p>{t('intervals_are')}</p>
      <p>{t('ledger_entries', { n: session.ledger?.entries ?? 0 })}</p>
      {session.last_import && <p>{t('last_import', { k: maybe(`import_${session.last_import.kind}`) ?? w(session.last_import.kind), d: day(session.last_import.received) })}</p>}
      <p>{t('version', { v: session.version })}</p>
      <p className="end">{session.roles.map(w).join(', ')}</p>
      <ListCopy />
      {!linked && <p className="stale" role="status">{t('link_lost')}</p>}
    </section>
  );
}
