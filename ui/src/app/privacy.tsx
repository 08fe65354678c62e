// Someone may stand behind the officer: names can be masked (Alt+H, and of themselves after three minutes without an act),
// and after ten minutes the page is covered until the user shows it again.
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useT } from '../i18n';

const MASK_AFTER = 3 * 60_000;
const COVER_AFTER = 10 * 60_000;

interface Privacy { hidden: boolean; setHidden: (hidden: boolean) => void; cover: () => void }
const Context = createContext<Privacy>({ hidden: false, setHidden: () => {}, cover: () => {} });
export const usePrivacy = () => useContext(Context);

export function PrivacyProvider({ children }: { children: ReactNode }) {
  const [hidden, setHidden] = useState(false);
  const [covered, setCovered] = useState(false);
  useEffect(() => {
    let last = Date.now();
    const act = () => { last = Date.now(); };
    const keys = (event: KeyboardEvent) => {
      if (event.altKey && event.code === 'KeyH') { event.preventDefault(); setHidden(was => !was); }
    };
    const timer = setInterval(() => {
      const idle = Date.now() - last;
      if (idle > MASK_AFTER) setHidden(true);
      if (idle > COVER_AFTER) setCovered(true);
    }, 5000);
    for (const name of ['pointerdown', 'keydown', 'wheel'] as const) addEventListener(name, act, { passive: true });
    addEventListener('keydown', keys);
    return () => {
      clearInterval(timer);
      for (const name of ['pointerdown', 'keydown', 'wheel'] as const) removeEventListener(name, act);
      removeEventListener('keydown', keys);
    };
  }, []);
  const value = useMemo(() => ({ hidden, setHidden, cover: () => setCovered(true) }), [hidden]);
  return <Context.Provider value={value}>
    {covered && <Cover show={() => setCovered(false)} />}
    {/* What was begun stays in its form: it is hidden, never taken away. */}
    <div hidden={covered} inert={covered}>{children}</div>
  </Context.Provider>;
}

function Cover({ show }: { show: () => void }) {
  const { t } = useT();
  return (
    <main className="lock"><div className="stack"><h1>{t('covered')}</h1><p>{t('covered_why')}</p>
      <Button className="button main-act" autoFocus onPress={show}>{t('covered_show')}</Button></div></main>
  );
}

/** A cell may be copied; a list leaves by Export only, where it is asked what for. */
function useNoListCopy(): boolean {
  const [refused, setRefused] = useState(0);
  useEffect(() => {
    const copy = (event: ClipboardEvent) => {
      const selection = getSelection();
      if (!selection || selection.rangeCount === 0 || inFormField(event.target)) return;
      const taken = selection.getRangeAt(0).cloneContents();
      if (taken.querySelectorAll('td, [role="gridcell"], dd').length < 2) return;
      event.preventDefault();
      setRefused(count => count + 1);
    };
    addEventListener('copy', copy);
    addEventListener('cut', copy);
    return () => { removeEventListener('copy', copy); removeEventListener('cut', copy); };
  }, []);
  useEffect(() => {
    if (refused === 0) return;
    const timer = setTimeout(() => setRefused(0), 8000);
    return () => clearTimeout(timer);
  }, [refused]);
  return refused > 0;
}
const inFormField = (target: EventTarget | null) => target instanceof HTMLElement && /^(INPUT|TEXTAREA)$/.test(target.tagName);

/** What may hold names among other words: away while names are hidden. */
export function Hideable({ children }: { children: ReactNode }) {
  const { hidden } = usePrivacy();
  const { t } = useT();
  return hidden ? <span className="covered">{t('names_hidden')}</span> : <>{children}</>;
}

/** Says why nothing was copied. */
export function ListCopy() {
  const { t } = useT();
  return useNoListCopy() ? <p className="stale" role="status">{t('copy_refused')}</p> : null;
}

/** "Матюшенко Богдан Антонович" as "М. Б. А." */
export const initials = (name: string) => name.split(/\s+/).filter(Boolean).map(part => `${[...part][0] ?? ''}.`).join(' ');

/** A person's name; in a language of its own, masked where names are hidden. */
export function Name({ children }: { children: string | null | undefined }) {
  const { hidden } = usePrivacy();
  const { t } = useT();
  if (!children) return <span className="muted">{t('no_name')}</span>;
  return <span translate="no" lang={/[А-яҐґЄєІіЇї]/.test(children) ? 'uk' : 'und-Latn'}>{hidden ? initials(children) : children}</span>;
}
