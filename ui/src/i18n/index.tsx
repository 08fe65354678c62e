// Texts of the page in Ukrainian and English.  English gives the type of the keys, so that tsc fails where Ukrainian lacks
// one; a test holds the reverse.  Only the language that is shown is fetched.
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { IntlMessageFormat } from 'intl-messageformat';
import type english from './en.json';
import type law from './law.en.json';
import type intake from './intake.en.json';
import type families from './families.en.json';
import type office from './office.en.json';
import type plan from './plan.en.json';
import type rounds from './rounds.en.json';
import type places from './places.en.json';
import type evidence from './evidence.en.json';

/** Texts of some screens come with the screens (More): the first page does not carry them. */
type Parts = {
  law: typeof law; intake: typeof intake; families: typeof families; office: typeof office; plan: typeof plan; rounds: typeof rounds; places: typeof places; evidence: typeof evidence;
};
export type Part = keyof Parts;
export type Key = keyof typeof english | { [P in Part]: keyof Parts[P] }[Part];
export type Lang = 'uk' | 'en';
type Texts = Record<keyof typeof english, string>;
type Words = Record<string, string>;
export type Values = Record<string, string | number>;

const load: Record<Lang, () => Promise<[Texts, Words]>> = {
  uk: async () => {
    const [texts, words] = await Promise.all([import('./uk.json'), import('./words.uk.json')]);
    return [texts.default, words.default];
  },
  en: async () => {
    const texts = await import('./en.json');
    return [texts.default, {}];
  },
};

const loadPart: Record<Part, Record<Lang, () => Promise<{ default: Words }>>> = {
  law: { uk: () => import('./law.uk.json'), en: () => import('./law.en.json') },
  intake: { uk: () => import('./intake.uk.json'), en: () => import('./intake.en.json') },
  families: { uk: () => import('./families.uk.json'), en: () => import('./families.en.json') },
  office: { uk: () => import('./office.uk.json'), en: () => import('./office.en.json') },
  plan: { uk: () => import('./plan.uk.json'), en: () => import('./plan.en.json') },
  rounds: { uk: () => import('./rounds.uk.json'), en: () => import('./rounds.en.json') },
  places: { uk: () => import('./places.uk.json'), en: () => import('./places.en.json') },
  evidence: { uk: () => import('./evidence.uk.json'), en: () => import('./evidence.en.json') },
};
const loadedParts: Record<Lang, { parts: Set<Part>; texts: Words }> = { uk: { parts: new Set(), texts: {} }, en: { parts: new Set(), texts: {} } };

export interface Language {
  lang: Lang;
  setLang: (lang: Lang) => void;
  /** A text of the page. */
  t: (key: Key, values?: Values) => string;
  /** A text by a key made at run time; undefined when there is none. */
  maybe: (key: string) => string | undefined;
  /** A fixed word of the program ("contradicted") in the language of the page; what is not a known word stays. */
  w: (word: string | null | undefined) => string;
  /** Whole numbers and decimals; a dash for what is not known, never 0. */
  n: (value: number | null | undefined, digits?: number) => string;
  /** A day written as the bureau writes it (2025-02-28, 2025-02, 2025). */
  day: (iso: string | null | undefined) => string;
  /** The same for a narrow column: 25.06.1987. */
  shortDay: (iso: string | null | undefined) => string;
  /** A probability in steps of 5 %, with open ends: "<5 %", ">95 %". */
  chance: (p: number) => string;
  /** The word of the one fixed table for a probability. */
  chanceWord: (p: number) => string;
}

const Context = createContext<Language | null>(null);

export function useT(): Language {
  const value = useContext(Context);
  if (!value) throw new Error('useT outside of Messages');
  return value;
}

function dayFormats(locale: string) {
  const zone = { timeZone: 'UTC' } as const;
  return {
    full: new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', ...zone }),
    month: new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric', ...zone }),
  };
}

export function chanceSteps(p: number): string {
  const step = Math.round(p * 20) * 5;
  return p < 0.05 ? '<5' : p > 0.95 ? '>95' : String(step);
}

export function makeLanguage(lang: Lang, setLang: (l: Lang) => void, texts: Texts, words: Words): Language {
  const locale = lang === 'uk' ? 'uk-UA' : 'en-GB';
  const cache = new Map<string, IntlMessageFormat>();
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const formats = dayFormats(locale);
  const text = (key: string) => (texts as Words)[key] ?? loadedParts[lang].texts[key];
  const t = (key: Key, values?: Values) => {
    if (!values) return text(key) ?? key;
    let message = cache.get(key);
    if (!message) cache.set(key, (message = new IntlMessageFormat(text(key) ?? key, locale)));
    return message.format(values) as string;
  };
  return {
    lang, setLang, t,
    maybe: text,
    w: word => (word ? words[word] ?? word : ''),
    n: (value, digits = 0) =>
      value === null || value === undefined ? '–' : digits ? new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value) : whole.format(value),
    day: iso => {
      if (!iso) return '';
      const date = new Date(/^\d{4}-\d{2}(-\d{2})?/.test(iso) ? iso : NaN);
      if (Number.isNaN(date.getTime())) return iso;
      return iso.length === 7 ? formats.month.format(date) : formats.full.format(date);
    },
    shortDay: iso => (lang === 'uk' && iso ? iso.replace(/^(\d{4})-(\d{2})-(\d{2})$/, '$3.$2.$1').replace(/^(\d{4})-(\d{2})$/, '$2.$1') : iso ?? ''),
    chance: p => `${chanceSteps(p)} %`,
    chanceWord: p =>
      t(p < 0.05 ? 'p_very_unlikely' : p < 0.25 ? 'p_unlikely' : p < 0.75 ? 'p_uncertain' : p < 0.9 ? 'p_likely' : 'p_very_likely'),
  };
}

export function Messages({ children }: { children: (language: Language) => ReactNode }) {
  const [lang, setLang] = useState<Lang>('uk');
  const [loaded, setLoaded] = useState<{ lang: Lang; texts: Texts; words: Words } | null>(null);
  useEffect(() => {
    let wanted = true;
    void load[lang]().then(([texts, words]) => wanted && setLoaded({ lang, texts, words }));
    return () => { wanted = false; };
  }, [lang]);
  const value = useMemo(() => (loaded ? makeLanguage(loaded.lang, setLang, loaded.texts, loaded.words) : null), [loaded]);
  useEffect(() => { if (loaded) document.documentElement.lang = loaded.lang; }, [loaded]);
  return value ? <Context.Provider value={value}>{children(value)}</Context.Provider> : null;
}

/** What is below it has the texts of these parts in the language of the page. */
export function More({ parts, children }: { parts: readonly Part[]; children: ReactNode }) {
  const { lang } = useT();
  const there = parts.every(part => loadedParts[lang].parts.has(part));
  const [, again] = useState(0);
  useEffect(() => {
    if (there) return;
    let wanted = true;
    void Promise.all(parts.map(async part => {
      const texts = await loadPart[part][lang]();
      Object.assign(loadedParts[lang].texts, texts.default);
      loadedParts[lang].parts.add(part);
    })).then(() => wanted && again(n => n + 1));
    return () => { wanted = false; };
  }, [lang, there]);
  return there ? <>{children}</> : null;
}
