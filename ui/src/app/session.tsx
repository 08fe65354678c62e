import { createContext, useContext, type ReactNode } from 'react';
import { useQuery } from '@tanstack/react-query';
import { api, ask, setToken } from '../api/http';
import type { Session } from '../api/types';

const Context = createContext<Session | null>(null);
export const useSession = (): Session => {
  const session = useContext(Context);
  if (!session) throw new Error('useSession outside of a session');
  return session;
};

export function useSessionQuery() {
  return useQuery({
    queryKey: ['session'],
    staleTime: 30_000,
    refetchInterval: 60_000,
    queryFn: async ({ signal }) => {
      const session = await ask(api.GET('/session', { signal }));
      setToken(session.csrf);
      return session;
    },
  });
}

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <Context.Provider value={session}>{children}</Context.Provider>;
}

/** Rights come as the program names them; "SEE_PERSONS" and "see persons" are one. */
export const rightKey = (right: string) => right.toUpperCase().replace(/[^A-Z0-9]+/g, '_');

export function may(session: Session, ...anyOf: string[]): boolean {
  const held = new Set(session.rights.map(rightKey));
  return anyOf.some(right => held.has(right));
}
export const useMay = (...anyOf: string[]) => may(useSession(), ...anyOf);
