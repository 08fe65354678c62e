// Loading, empty and error are part of every screen.
import { useEffect, useState, type ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { Problem } from '../api/http';
import { useT } from '../i18n';

/** Nothing for 200 ms, a still place until 2 s, then words, after 5 s a way out. */
export function Loading({ cancel }: { cancel?: () => void }) {
  const { t } = useT();
  const [age, setAge] = useState(0);
  useEffect(() => {
    const timers = [200, 2000, 5000].map((ms, i) => setTimeout(() => setAge(i + 1), ms));
    return () => timers.forEach(clearTimeout);
  }, []);
  if (age === 0) return <div aria-hidden="true" />;
  return (
    <div className="skeleton" role="status">
      {age > 1 ? t('loading') : <span className="sr">{t('loading')}</span>}
      {age > 2 && cancel && <Button className="button" onPress={cancel}>{t('cancel')}</Button>}
    </div>
  );
}

export function Empty({ children, next }: { children: ReactNode; next?: ReactNode }) {
  return <div className="notice"><p>{children}</p>{next}</div>;
}

function explain(error: unknown, t: ReturnType<typeof useT>['t']): { head: string; text: string; remedy: string } {
  if (!(error instanceof Problem)) return { head: t('error_page'), text: '', remedy: '' };
  const { status, title, detail, remedy } = error.details;
  if (status === 0) return { head: t('error_link'), text: t('error_link_text'), remedy: '' };
  if (status === 403) return { head: t('error_rights'), text: detail ?? t('error_rights_text'), remedy: remedy ?? '' };
  if (status === 409) return { head: t('error_changed'), text: detail ?? t('error_changed_text'), remedy: remedy ?? '' };
  if (status === 404) return { head: t('error_none'), text: detail ?? '', remedy: remedy ?? '' };
  return { head: t('error_server'), text: detail ?? title, remedy: remedy ?? '' };
}

/** What happened, what was not saved, what one can do. */
export function ErrorBox({ error, retry, unsaved }: { error: unknown; retry?: () => void; unsaved?: boolean }) {
  const { t } = useT();
  const { head, text, remedy } = explain(error, t);
  return (
    <div className="notice wrong" role="alert">
      <p className="strong">{head}</p>
      {text && <p>{text}</p>}
      {unsaved && <p>{t('not_saved')}</p>}
      {remedy && <p>{remedy}</p>}
      {error instanceof Problem && error.details.errors?.length
        ? <ul>{error.details.errors.map(e => <li key={e.pointer}>{e.pointer}: {e.detail}</li>)}</ul> : null}
      {retry && <Button className="button" onPress={retry}>{t('retry')}</Button>}
    </div>
  );
}

interface Query<T> { data: T | undefined; error: unknown; isPending: boolean; refetch: () => unknown }
/** One query and what is drawn of it. */
export function Loaded<T>({ query, children, title }: { query: Query<T>; children: (data: T) => ReactNode; /** the head of the page while there is nothing else */ title?: string }) {
  if (query.data !== undefined) return <>{children(query.data)}</>;
  const head = title ? <h1>{title}</h1> : null;
  if (query.error) return <>{head}<ErrorBox error={query.error} retry={() => void query.refetch()} /></>;
  return <>{head}<Loading /></>;
}
