import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { I18nProvider } from 'react-aria-components';
import { Messages } from './i18n';
import { Problem, setApiLanguage } from './api/http';
import { App } from './App';
import './styles/index.css';

// Wherever the end of a session is met first, the page asks who is signed in.
const onError = (error: unknown) => { if (error instanceof Problem && error.status === 401 && error.kind === 'signed-out') void client.invalidateQueries({ queryKey: ['session'] }); };
const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({ onError }), mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    // A laptop on an isolated network says "offline" and is not.
    queries: {
      networkMode: 'always', refetchOnWindowFocus: false, staleTime: 60_000, gcTime: 5 * 60_000,
      retry: (count, error) => count < 1 && !(error instanceof Problem && error.status >= 400 && error.status < 500),
    },
    mutations: { networkMode: 'always' },
  },
});

let shown = '';
createRoot(document.getElementById('root')!).render(
  <StrictMode><QueryClientProvider client={client}>
    <Messages>{({ lang }) => {
      setApiLanguage(lang);
      // Texts of the server come in the language of the page.
      if (shown && shown !== lang) queueMicrotask(() => void client.cancelQueries().then(() => client.invalidateQueries())); // what is on its way is in the language of before
      shown = lang;
      return <I18nProvider locale={lang === 'uk' ? 'uk-UA' : 'en-US'}><App /></I18nProvider>;
    }}</Messages>
  </QueryClientProvider></StrictMode>,
);
