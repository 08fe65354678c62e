// Every paper says what it is, whose, when, as of when and for what; nothing is printed before a purpose is chosen.
import { useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useSession } from '../../app/session';
import { useT, type Key } from '../../i18n';
import { Choose } from '../../parts/fields';

const purposes = ['print_case', 'print_meeting', 'print_delivery', 'print_court', 'print_archive'] as const;
export type Closed = 'print_open' | 'print_inner' | 'print_closed';

export function Frame({ title, closed, back, children, outward, at }: { /** as of another day than the session's */ at?: string | undefined; title: string; closed: Closed; back: string; children: ReactNode; /** It leaves the bureau as it is: no notes of ours on it. */ outward?: boolean }) {
  const { t, w, day, lang } = useT();
  const session = useSession();
  const [purpose, setPurpose] = useState<string>('');
  const now = new Date().toLocaleString(lang === 'uk' ? 'uk-UA' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <>
      <div className="no-print row top print-bar"><a className="button" href={`#${back}`}>{t('step_back_print')}</a>
        <Choose label={t('print_purpose')} value={purpose} onChange={setPurpose} choices={purposes.map(id => ({ id, label: t(id) }))} />
        <Button className="button main-act" isDisabled={!purpose} onPress={() => print()}>{t('print')}</Button>
        {!purpose && <span className="muted">{t('print_purpose_first')}</span>}</div>
        <header className="print-head">
          <p className="strong">{t(closed)}{session.training && <> · {t('training')}</>}</p>
          <h1>{title}</h1>
          {!outward && <p>{t('print_by', { w: `${session.display ?? session.user ?? ''} (${session.roles.map(w).join(', ')})`, d: now })} · {t('as_of', { d: day(at || session.as_of) })}{purpose && <> · {t('print_purpose')}: {t(purpose as Key)}</>}</p>}
        </header>
        {children}
        {/* On every page of what stays in the bureau: whose copy it is. */}
        {(session.training || !outward) && <footer className="watermark">{session.training ? t('training') : `${session.user} · ${now}`}</footer>}
    </>
  );
}
