// One's own password and second factor.
import { useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, ask, Problem } from '../../api/http';
import { useSession } from '../../app/session';
import { More, useT } from '../../i18n';
import { TextInput } from '../../parts/fields';
import { ErrorBox } from '../../parts/states';

function Password() {
  const { t } = useT();
  const [old, setOld] = useState('');
  const [fresh, setFresh] = useState('');
  const change = useMutation({ mutationFn: () => ask(api.POST('/session/password', { body: { old, new: fresh } })), gcTime: 0, onSuccess: () => { setOld(''); setFresh(''); } });
  const wrong = change.error instanceof Problem ? change.error.fields : {};
  return (
    <Form className="panel form" onSubmit={event => { event.preventDefault(); change.mutate(); }}><h2>{t('password_change')}</h2>
      <TextInput name="old" type="password" label={t('password_old')} value={old} onChange={setOld} autoComplete="current-password" required error={wrong.old} />
      <TextInput name="new" type="password" label={t('password_new')} help={t('password_help')} value={fresh} onChange={setFresh} autoComplete="new-password" required error={wrong.new} />
      {change.error ? <ErrorBox error={change.error} unsaved /> : null}
      <p role="status" className={change.isSuccess ? 'notice good' : 'sr'}>{change.isSuccess ? t('password_changed') : ''}</p>
      <div className="row"><Button type="submit" className="button main-act" isDisabled={!old || fresh.length < 12 || change.isPending}>{t('password_change')}</Button></div></Form>
  );
}

function SecondFactor() {
  const { t } = useT();
  const session = useSession();
  const client = useQueryClient();
  const [code, setCode] = useState('');
  const act = useMutation({
    mutationFn: (body: { act: 'begin' | 'confirm' | 'remove'; code?: string }) => ask(api.POST('/session/totp', { body })), gcTime: 0,
    onSuccess: (_, body) => { setCode(''); if (body.act !== 'begin') { act.reset(); void client.invalidateQueries({ queryKey: ['session'] }); } },
  });
  const begun = act.data?.secret;
  const wants = session.totp || begun;
  return (
    <Form className="panel form" onSubmit={event => { event.preventDefault(); act.mutate({ act: session.totp ? 'remove' : 'confirm', code }); }}><h2>{t('second_factor')}</h2>
      <p>{t(session.totp ? 'totp_on' : 'totp_off')}</p>
      {!wants && <div className="row"><Button className="button" onPress={() => act.mutate({ act: 'begin' })}>{t('totp_begin')}</Button></div>}
      {begun && <><p>{t('totp_secret')}</p><p className="mono">{begun}</p></>}
      {wants && <TextInput name="code" label={t('code')} value={code} onChange={setCode} autoComplete="one-time-code" required />}
      {act.error ? <ErrorBox error={act.error} unsaved /> : null}
      {wants && <div className="row"><Button type="submit" className="button main-act" isDisabled={!/^\d{6}$/.test(code) || act.isPending}>{t(session.totp ? 'totp_remove' : 'totp_confirm')}</Button></div>}
    </Form>
  );
}

function Screen() {
  const { t, w } = useT();
  const session = useSession();
  return <>
    <div className="page-head"><h1>{t('account')}</h1><p className="muted">{session.user} · {session.roles.map(w).join(', ')}</p></div>
    {session.training ? <p className="notice">{t('account_training')}</p> : <div className="halves"><Password /><SecondFactor /></div>}
  </>;
}

export default function Account() {
  return <More parts={['office']}><Screen /></More>;
}
