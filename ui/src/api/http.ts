// One door to the server, typed by openapi.yaml: same origin, the language of the page, the token against forged requests;
// problems come as errors.
import createClient, { type Middleware } from 'openapi-fetch';
import type { components, paths } from '../../generated/api';

export type ProblemDetails = Partial<components['schemas']['Problem']> & { title: string; status: number };

export class Problem extends Error {
  readonly details: ProblemDetails;
  constructor(details: ProblemDetails) {
    super(details.title);
    this.details = details;
  }
  get status() { return this.details.status; }
  /** The last word of urn:homeward:WORD. */
  get kind() { return (this.details.type ?? '').split(':').pop() ?? ''; }
  /** Messages by field name, for forms. */
  get fields(): Record<string, string> {
    const out: Record<string, string> = {};
    for (const error of this.details.errors ?? []) out[error.pointer.replace(/^#?\//, '')] = error.detail;
    return out;
  }
}

const state = { csrf: '', language: 'uk' };
export const setToken = (token: string | undefined) => { state.csrf = token ?? ''; };
export const setApiLanguage = (language: string) => { state.language = language; };

const door: Middleware = {
  onRequest({ request }) {
    // A letter is asked for in the language in which it was drafted.
    if (!request.headers.has('accept-language')) request.headers.set('accept-language', state.language);
    if (request.method !== 'GET' && state.csrf) request.headers.set('x-csrf-token', state.csrf);
    return request;
  },
  onError({ error }) {
    if (error instanceof DOMException && error.name === 'AbortError') return undefined;
    return new Problem({ title: 'no connection', status: 0 });
  },
};

export const api = createClient<paths>({ baseUrl: new URL('api', document.baseURI).pathname, credentials: 'same-origin' });
api.use(door);

interface Answer<T> { data?: T; error?: unknown; response: Response }
/** The answer, or a Problem thrown. */
export async function ask<T>(answer: Promise<Answer<T>>): Promise<T> {
  const { data, error, response } = await answer;
  if (response.ok) return data as T;
  const known = error && typeof error === 'object' && 'title' in error;
  throw new Problem(known ? (error as ProblemDetails) : { title: response.statusText || String(response.status), status: response.status });
}
