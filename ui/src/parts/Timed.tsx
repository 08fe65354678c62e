// What is covered by default, shown for a while and then covered again by itself; and the note before hard words.
import { useEffect, useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { useT } from '../i18n';

export function Timed({ seconds, hide, children }: { seconds: number; hide: () => void; children: ReactNode }) {
  const { t } = useT();
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const timer = setInterval(() => setLeft(now => now - 1), 1000);
    return () => clearInterval(timer);
  }, []);
  useEffect(() => { if (left <= 0) hide(); }, [left <= 0]);
  return (
    <div className="notice attention">
      {children}
      <p className="muted">{t('reveal_left', { n: Math.max(0, left) })} <Button className="button small" onPress={hide}>{t('cover_now')}</Button></p>
    </div>
  );
}

/** Nobody reads of death or violence unprepared. */
export function ContentNote({ note, children, title }: { note: string; children: ReactNode; title?: string }) {
  const { t } = useT();
  const [open, setOpen] = useState(false);
  if (open) return <>{children}</>;
  return <>{title && <h1>{title}</h1>}<div className="notice attention"><p>{note}</p><Button className="button" onPress={() => setOpen(true)}>{t('show_it')}</Button></div></>;
}
