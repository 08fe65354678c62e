// Rules of the house over the sources of the page.
import { expect, test } from 'vitest';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const files = (folder: string): string[] => readdirSync(folder, { withFileTypes: true }).flatMap(entry =>
  entry.isDirectory() ? files(join(folder, entry.name)) : /\.tsx?$/.test(entry.name) && !/\.test\.ts/.test(entry.name) ? [join(folder, entry.name)] : []);
const sources = files('src').map(name => ({ name, text: readFileSync(name, 'utf8') }));

test('no words for people stand in the code: they come from the dictionaries', () => {
  const found: string[] = [];
  for (const { name, text } of sources.filter(source => source.name.endsWith('.tsx'))) {
    const file = ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true, ts.ScriptKind.TSX);
    const visit = (node: ts.Node) => {
      if (ts.isJsxText(node) && /\p{L}{2,}/u.test(node.text) && node.parent.getText().slice(0, 4) !== '<kbd') found.push(`${name}: ${node.text.trim()}`);
      if (ts.isJsxAttribute(node) && /^(aria-label|title|placeholder|alt)$/.test(node.name.getText()) && node.initializer && ts.isStringLiteral(node.initializer)
        && !/^(UK Українська|EN English)$/.test(node.initializer.text)) found.push(`${name}: ${node.getText()}`);
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  expect(found.filter(line => !/: (UK|EN|Alt|Esc)$/.test(line))).toEqual([]);
});

test('nothing is kept on the laptop', () => {
  const found = sources.filter(source => /localStorage|sessionStorage|indexedDB|serviceWorker|document\.cookie|caches\./.test(source.text)).map(source => source.name);
  expect(found).toEqual([]);
});

test('no outside host, no code made of text, no HTML put in', () => {
  const found = sources.filter(source => /https?:\/\/|\beval\(|new Function|dangerouslySetInnerHTML|innerHTML/.test(source.text)).map(source => source.name);
  expect(found).toEqual([]);
});

test('the title of the page names nobody', () => {
  const found = sources.filter(source => /document\.title/.test(source.text)).map(source => source.name);
  expect(found).toEqual([join('src', 'app', 'Provenance.tsx')]);
});

test('files stay small', () => {
  expect(sources.filter(source => source.text.split('\n').length > 300).map(source => source.name)).toEqual([]);
});

test('every text of the dictionaries is used', () => {
  const all = sources.map(source => source.text).join('\n');
  const prefixes = [...all.matchAll(/`(\w+_)\$\{/g)].map(match => match[1]!);
  const keys = readdirSync('src/i18n').filter(name => /(^|\.)en\.json$/.test(name)).flatMap(name => Object.keys(JSON.parse(readFileSync(join('src/i18n', name), 'utf8')) as object));
  const unused = keys.filter(key => !all.includes(`'${key}'`) && !prefixes.some(prefix => key.startsWith(prefix)));
  expect(unused).toEqual([]);
});
