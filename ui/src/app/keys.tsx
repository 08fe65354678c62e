// Single keys follow the place on the keyboard, so that they work in the Ukrainian layout, and act outside of fields only.
import { useEffect, useRef } from 'react';

export const inField = (event: KeyboardEvent) =>
  event.target instanceof HTMLElement && (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable ||
    event.target.closest('[role=listbox], [aria-haspopup=listbox]') !== null);

const settings = { singleKeys: true };
export const setSingleKeys = (on: boolean) => { settings.singleKeys = on; };
export const singleKeysOn = () => settings.singleKeys;

type Handler = (event: KeyboardEvent) => void;
/** Keys by event.code ("KeyJ"), or by character for "/" and "?". */
export function useKeys(keys: Record<string, Handler>, on = true) {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    if (!on) return;
    const listen = (event: KeyboardEvent) => {
      if (!settings.singleKeys || event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || inField(event)) return;
      if (document.querySelector('.overlay, .lock') || waitsForLetter()) return;
      const handler = current.current[event.key] ?? current.current[event.code];
      if (handler) { event.preventDefault(); handler(event); }
    };
    addEventListener('keydown', listen);
    return () => removeEventListener('keydown', listen);
  }, [on]);
}

const leader = { at: 0 };
const waitsForLetter = () => Date.now() - leader.at < 1500;
/** "g" and then a letter. */
export function useLeader(go: (code: string) => boolean) {
  const current = useRef(go);
  current.current = go;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (!settings.singleKeys || event.ctrlKey || event.metaKey || event.altKey || inField(event) || document.querySelector('.lock')) return;
      if (waitsForLetter()) {
        leader.at = 0;
        if (current.current(event.code)) { event.preventDefault(); event.stopImmediatePropagation(); }
      } else if (event.code === 'KeyG') leader.at = Date.now();
    };
    addEventListener('keydown', listen, true);
    return () => removeEventListener('keydown', listen, true);
  }, []);
}
