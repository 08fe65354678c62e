import { useEffect, useRef, useState, type ReactNode } from 'react';
import { Link, useLocation } from 'wouter';
import { Button, ToggleButton } from 'react-aria-components';
import { useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../api/http';
import { useT } from '../i18n';
import { LanguageChoice } from './LanguageChoice';
import { destinations } from './nav';
import { usePrivacy } from './privacy';
import { may, useSession } from './session';
import { useKeys, useLeader } from './keys';
import { Help } from './Help';
import { forgetBack, signedOut, unsaved, useBack } from './unsaved';
import { Provenance } from './Provenance';

function Rail() {
  const { t } = useT();
  const session = useSession();
  const [location] = useLocation();
  return (
    <nav className="rail" aria-label={t('nav_label')}><ul>
      {destinations.filter(d => may(session, ...d.rights)).map(d => {
        const here = d.path === '/' ? location === '/' : location.startsWith(d.path);
        return <li key={d.path}><Link href={d.path} aria-current={here ? 'page' : undefined}>
          <svg viewBox="0 0 20 20" aria-hidden="true"><path d={d.icon} /></svg>{t(d.label)}</Link></li>;
      })}
    </ul></nav>
  );
}

function TopBar({ help }: { help: () => void }) {
  const { t } = useT();
  const { hidden, setHidden, cover } = usePrivacy();
  const session = useSession();
  const client = useQueryClient();
  const leave = async () => {
    const left = unsaved();
    if (left > 0 && !confirm(t('leave_unsent', { n: left }))) return;
    signedOut();
    await ask(api.DELETE('/session')).catch(() => undefined); client.clear();
    location.hash = '#/';
  };
  return (
    <header className="topbar">
      <Link href="/" className="product">{t('product')}</Link>
      <span className="grow" />
      <Link href="/account" className="muted">{session.display ?? session.user}</Link>
      <ToggleButton className="button small" isSelected={hidden} onChange={setHidden}>{t('hide_names')}</ToggleButton>
      <Button className="button small" onPress={cover}>{t('cover')}</Button>
      <Button className="button small" onPress={leave}>{t('sign_out')}</Button>
      <Button className="button small" onPress={help}>{t('help')}</Button>
      <LanguageChoice />
    </header>
  );
}

/** Said once, until the user takes it away. */
function GivenBack() {
  const { t } = useT();
  return useBack() > 0 ? <div className="notice good row" role="status"><p>{t('text_back')}</p><Button className="button small end" onPress={forgetBack}>{t('close')}</Button></div> : null;
}

export function Shell({ children }: { children: ReactNode }) {
  const { t } = useT();
  const session = useSession();
  const [location, navigate] = useLocation();
  const [help, setHelp] = useState(false);
  const main = useRef<HTMLElement>(null);
  const first = useRef(true);
  useLeader(code => {
    const found = destinations.find(d => d.code === code && may(session, ...d.rights));
    if (found) navigate(found.path);
    return found !== undefined;
  });
  useKeys({
    '?': () => setHelp(true),
    '/': () => {
      const field = document.querySelector<HTMLInputElement>('[data-search]');
      if (field) field.focus();
      else if (may(session, 'SEE_PERSONS')) navigate('/people');
    },
  });
  // After a change of page the reader of a screen reader and the keyboard stand at its beginning.
  useEffect(() => {
    if (first.current) { first.current = false; return; }
    main.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
  }, [location.split('/')[1]]);
  return (
    <div className="shell">
      <a className="skip" href="#main" onClick={event => { event.preventDefault(); main.current?.focus(); }}>{t('skip')}</a>
      <TopBar help={() => setHelp(true)} />
      <Provenance />
      <Rail />
      <main className="main" id="main" ref={main} tabIndex={-1}><GivenBack />{children}</main>
      <Help isOpen={help} onOpenChange={setHelp} />
    </div>
  );
}
