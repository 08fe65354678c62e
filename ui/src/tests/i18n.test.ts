import { expect, test } from 'vitest';
import { IntlMessageFormat } from 'intl-messageformat';
import { readdirSync, readFileSync } from 'node:fs';
import uk from '../i18n/uk.json';
import { chanceSteps } from '../i18n';

// The texts of the first page (uk.json) and those that come with screens (law.uk.json ...).
const files = readdirSync('src/i18n').filter(name => /^(?!words)(\w+\.)?(uk|en)\.json$/.test(name));
const read = (name: string) => JSON.parse(readFileSync(`src/i18n/${name}`, 'utf8')) as Record<string, string>;
const all = (lang: string) => Object.assign({}, ...files.filter(name => name.endsWith(`${lang}.json`)).map(read)) as Record<string, string>;
const dictionaries = { uk: all('uk'), en: all('en') };

test('the same keys in both languages', () => {
  for (const name of files.filter(file => file.endsWith('uk.json')))
    expect(Object.keys(read(name)).sort(), name).toEqual(Object.keys(read(name.replace('uk.json', 'en.json'))).sort());
});

test('no text stands in two files', () => {
  const keys = files.filter(name => name.endsWith('en.json')).flatMap(name => Object.keys(read(name)));
  expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([]);
});

test('every text can be read as a message', () => {
  for (const [lang, texts] of Object.entries(dictionaries))
    for (const [key, text] of Object.entries(texts)) expect(() => new IntlMessageFormat(text, lang), `${lang} ${key}`).not.toThrow();
});

test('the places to fill are the same in both languages', () => {
  const places = (text: string) => [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map(m => m[1]))].sort();
  for (const key of Object.keys(dictionaries.uk)) expect(places(dictionaries.uk[key]!), key).toEqual(places(dictionaries.en[key]!));
});

test('every Ukrainian plural has its four forms', () => {
  for (const [key, text] of Object.entries(dictionaries.uk)) {
    const begins = [...text.matchAll(/\{\w+, plural,/g)];
    for (const begin of begins) {
      let depth = 0;
      let end = begin.index;
      for (; end < text.length; end++) {
        if (text[end] === '{') depth++;
        if (text[end] === '}' && --depth === 0) break;
      }
      const body = text.slice(begin.index, end);
      for (const form of ['one', 'few', 'many', 'other']) expect(body, `${key}: ${form}`).toContain(`${form} {`);
    }
  }
});

test('Ukrainian numbers take their forms', () => {
  const message = new IntlMessageFormat(uk.found, 'uk-UA');
  expect([1, 2, 5, 11, 21, 1.5].map(n => message.format({ n }))).toEqual([
    'Знайдено 1 людину', 'Знайдено 2 людини', 'Знайдено 5 людей', 'Знайдено 11 людей', 'Знайдено 21 людину', 'Знайдено 1,5 людини',
  ]);
});

test('chances go in steps of five with open ends', () => {
  expect([0, 0.049, 0.06, 0.5, 0.949, 0.96, 1].map(chanceSteps)).toEqual(['<5', '<5', '5', '50', '95', '>95', '>95']);
});

test('no text calls anything the best or a success, and none states a verdict', () => {
  const banned = { en: /\b(best|success\w*|guilty|proven crime|war criminal)\b/i, uk: /найкращ|успіх|успішн|винн(ий|а|і)\b/i };
  for (const lang of ['uk', 'en'] as const)
    for (const [key, text] of Object.entries(dictionaries[lang])) expect(text, `${lang} ${key}`).not.toMatch(banned[lang]);
});
