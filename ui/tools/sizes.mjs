// What the page weighs on the way to the browser (gzip 9; woff2 as it lies), against what was promised.
//   node tools/sizes.mjs [DIST]      prints "ok" and "not ok" lines; exit 1 when a budget is broken
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';

const dist = process.argv[2] ?? 'dist';
const sent = name => {
  const raw = readFileSync(join(dist, name));
  return name.endsWith('.woff2') ? raw.length : gzipSync(raw, { level: 9 }).length;
};
const assets = readdirSync(join(dist, 'assets')).map(name => `assets/${name}`);
const of = pattern => assets.filter(name => pattern.test(name));
// The first page: the entry with what it imports at once, the shell, the overview, one language, its words, two fonts.
const imports = (name, seen = new Set()) => {
  if (seen.has(name)) return seen;
  seen.add(name);
  for (const [, found] of readFileSync(join(dist, name), 'utf8').matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g))
    imports(`assets/${found}`, seen);
  return seen;
};
const entry = /assets\/[^"]+\.js/.exec(readFileSync(join(dist, 'index.html'), 'utf8'))[0];
const first = new Set([...imports(entry), ...of(/\/(uk|words\.uk)-.*\.js$/), ...of(/\/dashboard-.*\.js$/).flatMap(name => [...imports(name)])]);
const sum = names => [...names].reduce((total, name) => total + sent(name), 0);
const script = sum(first);
const styles = sum(of(/\.css$/));
const fonts = sum(of(/-(cyrillic|latin)-wght.*\.woff2$/));
const map = sum(of(/base-.*\.json$/));
const routes = assets.filter(name => name.endsWith('.js') && !first.has(name)).map(name => [name, sent(name)]).sort((a, b) => b[1] - a[1]);
const everything = sum([...assets, 'index.html']);
const rows = [
  ['scripts of the first page', script, 200],
  ['first page in all (scripts, styles, fonts, page)', script + styles + fonts + sent('index.html'), 350],
  ['styles', styles, 20],
  ['fonts of the first page', fonts, 90],
  ['base map', map, 60],
  [`largest later part (${routes[0]?.[0].split('/').pop() ?? 'none'})`, routes[0]?.[1] ?? 0, 40],
  ['everything', everything, 1229],
];
let wrong = 0;
for (const [name, bytes, most] of rows) {
  const good = bytes <= most * 1024;
  if (!good) wrong++;
  console.log(`${good ? 'ok' : 'not ok'} ui: ${name}: ${(bytes / 1024).toFixed(1)} KB, at most ${most}`);
}
process.exit(wrong ? 1 : 0);
