// What may be done with a case beside reading it: ask for a status (two people), and what the person agreed to.
import { Link } from 'wouter';
import { useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import { useMay, useSession } from '../../app/session';
import { More, useT } from '../../i18n';
import { Acts, type Act, type Values } from '../../parts/Acts';

function Panel({ id }: { id: string }) {
  const { t } = useT();
  const session = useSession();
  const client = useQueryClient();
  const confirm = useMay('CONFIRM'), consent = useMay('CONSENT', 'DISCLOSE');
  const fields = [{ key: 'reason', label: t('reason'), required: true, long: true }, { key: 'source', label: t('status_source') }, { key: 'date', label: t('status_since'), initial: session.as_of }];
  const send = (status: 'captive' | 'dead') => ({ reason = '', ...rest }: Values) => ask(api.POST('/person/{id}/status', { params: { path: { id } }, body: { status, reason, ...rest } }));
  const acts: Act[] = confirm ? [
    { id: 'captive', label: t('pending_confirm_captive'), two: true, fields, send: send('captive') },
    { id: 'dead', label: t('pending_confirm_dead'), note: t('status_dead_text'), two: true, fields, send: send('dead') },
  ] : [];
  if (!confirm && !consent) return null;
  return (
    <section className="panel stack no-print" aria-labelledby="h-status"><h2 id="h-status">{t('status_acts')}</h2>
      {confirm && <Acts label={t('status_acts')} acts={acts} done={() => void client.invalidateQueries({ queryKey: ['pending'] })} />}
      {consent && <p><Link href={`/inquiries/rights/${encodeURIComponent(id)}`}>{t('status_consent')}</Link></p>}
    </section>
  );
}

export function StatusActs({ id }: { id: string }) {
  return <More parts={['office']}><Panel id={id} /></More>;
}
