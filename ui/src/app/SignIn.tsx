import { useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, ask, Problem, setToken } from '../api/http';
import type { Session } from '../api/types';
import { useT } from '../i18n';
import { LanguageChoice } from './LanguageChoice';
import { ErrorBox } from '../parts/states';
import { TextInput } from '../parts/fields';
import { useLeft } from './unsaved';

interface Entry { user: string; password?: string; code?: string; display?: string; key?: string }
function useEnter() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ key, ...body }: Entry) => (key ? ask(api.POST('/first', { body: { key, ...body } })) : ask(api.POST('/session', { body }))),
    // An older question, asked as a stranger, must not answer after this one.
    onMutate: () => client.cancelQueries({ queryKey: ['session'] }),
    onSuccess: async session => {
      await client.cancelQueries({ queryKey: ['session'] });
      setToken(session.csrf);
      client.setQueryData(['session'], session);
      if (location.hash.startsWith('#/first/')) location.hash = '#/';
    },
  });
}

/** In training everyone may try every role; nobody has a password. */
function TrainingEntry({ session, secret }: { session: Session; secret: string | undefined }) {
  const { t, w } = useT();
  const enter = useEnter();
  return (
    <div className="stack">
      <p className="training">{t('training')}</p>
      <p>{t('training_enter')}</p>
      {enter.error ? <ErrorBox error={enter.error} /> : null}
      <ul className="list">{(session.users ?? []).map(user => (
        <li key={user.id}><div className="item row"><span>{user.roles.map(w).join(', ') || user.name}</span>
          <Button className="button end" aria-label={`${t('enter_as')} ${user.roles.map(w).join(', ')}`} isDisabled={enter.isPending}
            onPress={() => enter.mutate({ user: user.id, ...(secret ? { key: secret } : {}) })}>{t('enter')}</Button></div></li>
      ))}</ul>
    </div>
  );
}

export function SignIn({ session, secret }: { session: Session; secret?: string | undefined }) {
  const { t } = useT();
  const enter = useEnter();
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const left = useLeft();
  const fields = enter.error instanceof Problem ? enter.error.fields : {};
  return (
    <main className="gate"><div className="row"><h1>{t('product')}</h1><span className="end"><LanguageChoice /></span></div><p className="muted">{t('product_is')}</p>
      {left > 0 && <p className="notice attention" role="status">{t('session_kept')}</p>}
      {session.training && (session.users?.length ?? 0) > 0 ? <TrainingEntry session={session} secret={secret} /> : (
        <Form className="form panel" onSubmit={event => { event.preventDefault(); enter.mutate({ user, password, ...(code ? { code } : {}) }); }}>
          <h2>{t('sign_in')}</h2>
          {enter.error ? <ErrorBox error={enter.error} /> : null}
          <TextInput name="user" label={t('user')} value={user} onChange={setUser} autoComplete="username" required error={fields.user} />
          <TextInput name="password" type="password" label={t('password')} value={password} onChange={setPassword} autoComplete="current-password" required error={fields.password} />
          <TextInput name="code" label={t('code')} help={t('code_help')} value={code} onChange={setCode} autoComplete="one-time-code" error={fields.code} />
          <Button type="submit" className="button main-act" isDisabled={enter.isPending}>{t('sign_in')}</Button>
          <p className="muted">{t('sign_in_help')}</p>
        </Form>
      )}
    </main>
  );
}

/** The link of the first start brings a secret behind "#"; it never reaches a log. */
export function FirstUser({ secret }: { secret: string }) {
  const { t } = useT();
  const enter = useEnter();
  const [user, setUser] = useState('');
  const [display, setDisplay] = useState('');
  const [password, setPassword] = useState('');
  const fields = enter.error instanceof Problem ? enter.error.fields : {};
  return (
    <main className="gate"><div className="row"><h1>{t('product')}</h1><span className="end"><LanguageChoice /></span></div>
      <Form className="form panel" onSubmit={event => { event.preventDefault(); enter.mutate({ key: secret, user, display, password }); }}>
        <h2>{t('first_user')}</h2><p>{t('first_user_text')}</p>
        {enter.error ? <ErrorBox error={enter.error} unsaved /> : null}
        <TextInput name="user" label={t('user')} help={t('user_help')} value={user} onChange={setUser} autoComplete="username" required error={fields.user} />
        <TextInput name="display" label={t('display_name')} value={display} onChange={setDisplay} autoComplete="name" error={fields.display} />
        <TextInput name="password" type="password" label={t('password')} help={t('password_help')} value={password} onChange={setPassword} autoComplete="new-password" required error={fields.password} />
        <Button type="submit" className="button main-act" isDisabled={enter.isPending}>{t('first_user_make')}</Button>
      </Form>
    </main>
  );
}
