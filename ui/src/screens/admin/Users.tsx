import { useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, ask, Problem } from '../../api/http';
import type { UserRow } from '../../api/types';
import { useMay, useSession } from '../../app/session';
import { useT } from '../../i18n';
import { ActForm } from '../../parts/Acts';
import { Check, TextInput } from '../../parts/fields';
import { SheetView } from '../../parts/Sheet';
import { Table } from '../../parts/Table';
import { Acts } from '../../parts/Acts';
import { ErrorBox, Loaded } from '../../parts/states';
import { useGrants, useUsers } from './data';

type UserAct = 'disable' | 'token' | 'end-sessions';
const grave: readonly UserAct[] = ['disable', 'token', 'end-sessions'];

function AddUser({ roles, done, close }: { roles: readonly { role: string; about: string }[]; done: (user: string, token: string | undefined) => void; close: () => void }) {
  const { t, w, maybe } = useT();
  const [user, setUser] = useState('');
  const [display, setDisplay] = useState('');
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const add = useMutation({ mutationFn: () => ask(api.POST('/users', { body: { act: 'add', user, display, roles: [...chosen] } })), onSuccess: answer => done(answer.user, answer.token) });
  const wrong = add.error instanceof Problem ? add.error.fields : {};
  const both = chosen.includes('administrator') && chosen.length > 1;
  return (
    <Form className="form panel" onSubmit={event => { event.preventDefault(); add.mutate(); }}>
      <h3>{t('user_add')}</h3>
      <TextInput name="user" label={t('user')} help={t('user_help')} value={user} onChange={setUser} required autoFocus error={wrong.user} />
      <TextInput name="display" label={t('display_name')} value={display} onChange={setDisplay} error={wrong.display} />
      <fieldset className="plain-set"><legend className="strong">{t('roles')}</legend>{roles.map(role => (
        <div key={role.role}><Check label={`${w(role.role)}: ${maybe(`role_about_${role.role.replace(/ /g, '_')}`) ?? role.about}`} value={chosen.includes(role.role)} onChange={on => setChosen(on ? [...chosen, role.role] : chosen.filter(one => one !== role.role))} /></div>))}</fieldset>
      {both && <p role="alert" className="brick strong">{t('admin_alone')}</p>}
      {add.error ? <ErrorBox error={add.error} unsaved /> : null}
      <div className="row"><Button type="submit" className="button main-act" isDisabled={!user || chosen.length === 0 || both || add.isPending}>{t('write_down')}</Button><Button className="button" onPress={close}>{t('cancel')}</Button></div>
    </Form>
  );
}

/** A token is seen once, by whoever made it, and is in no list. */
function Token({ user, token, close }: { user: string; token: string; close: () => void }) {
  const { t } = useT();
  return <div className="notice attention" role="alert"><p className="strong">{t('token_of', { u: user })}</p><p className="mono">{token}</p><p>{t('token_once')}</p><Button className="button" onPress={close}>{t('token_close')}</Button></div>;
}

function Grants() {
  const { t } = useT();
  const client = useQueryClient();
  const may = useMay('USERS');
  return (
    <section className="panel stack"><h2>{t('grants')}</h2><p className="muted">{t('grants_text')}</p>
      {may && <Acts label={t('grants')} acts={[
        { id: 'grant', label: t('grant_new'), fields: [{ key: 'user', label: t('user'), required: true }, { key: 'compartment', label: t('grant_compartment'), required: true }, { key: 'until', label: t('grant_until'), required: true }, { key: 'reason', label: t('reason'), required: true }],
          send: values => ask(api.POST('/grants', { body: { act: 'grant', ...values } })) },
        { id: 'revoke', label: t('grant_revoke'), fields: [{ key: 'id', label: t('number'), required: true }], send: values => ask(api.POST('/grants', { body: { act: 'revoke', ...values } })) },
      ]} done={() => void client.invalidateQueries({ queryKey: ['grants'] })} />}
      <Loaded query={useGrants(true)}>{sheet => <SheetView sheet={sheet} />}</Loaded></section>
  );
}

export function Users() {
  const { t, w, n } = useT();
  const session = useSession();
  const client = useQueryClient();
  const may = useMay('USERS');
  const [adding, setAdding] = useState(false);
  const [token, setToken] = useState<{ user: string; token: string } | null>(null);
  const [chosen, choose] = useState<{ act: UserAct; user: UserRow } | null>(null);
  const [said, say] = useState('');
  const again = () => void client.invalidateQueries({ queryKey: ['users'] });
  return (
    <Loaded query={useUsers()}>{({ users, roles }) => <>
      <section className="panel stack">
        <div className="panel-head"><h2>{t('users_n', { n: users.length })}</h2>{may && !adding && <Button className="button main-act" onPress={() => { say(''); setAdding(true); }}>{t('user_add')}</Button>}</div>
        <p role="status" className={said ? 'notice good' : 'sr'}>{said}</p>
        {token && <Token {...token} close={() => setToken(null)} />}
        {adding && <AddUser roles={roles} close={() => setAdding(false)} done={(user, made) => { setAdding(false); if (made) setToken({ user, token: made }); else say(t('user_added', { u: user })); again(); }} />}
        {chosen && <div className="panel"><ActForm key={`${chosen.act}${chosen.user.id}`} close={() => choose(null)} done={() => { choose(null); again(); }} act={{
          id: chosen.act, label: t(`user_${chosen.act}`, { u: chosen.user.id }), note: t(`user_${chosen.act}_text`), fields: [],
          send: async () => { const answer = await ask(api.POST('/users', { body: { act: chosen.act, user: chosen.user.id } })); if (answer.token) setToken({ user: answer.user, token: answer.token }); },
        }} /></div>}
        <Table tall label={t('users')} rows={users} id={row => row.id} columns={[
          { key: 'id', head: t('user'), rowHead: true, cell: row => <span className="mono">{row.id}</span> },
          { key: 'name', head: t('display_name'), cell: row => row.name },
          { key: 'roles', head: t('roles'), cell: row => row.roles.map(w).join(', ') },
          { key: 'totp', head: t('second_factor'), cell: row => (row.totp === undefined ? '–' : t(row.totp ? 'yes' : 'no')) },
          { key: 'sessions', head: t('open_sessions'), num: true, cell: row => (row.sessions === undefined ? '–' : n(row.sessions)) },
          { key: 'state', head: t('state'), cell: row => (row.disabled ? <span className="ochre">{t('user_disabled')}</span> : t('user_open')) },
          ...(may ? [{ key: 'acts', head: t('acts'), cell: (row: UserRow) => (row.disabled || row.id === session.user ? null : <span className="row">{grave.map(act => (
            <Button key={act} className="button small" aria-label={t(`user_${act}`, { u: row.id })} onPress={() => { choose({ act, user: row }); scrollTo(0, 0); }}>{t(`do_${act}`)}</Button>))}</span>) }] : []),
        ]} />
      </section>
      <Grants />
    </>}</Loaded>
  );
}
