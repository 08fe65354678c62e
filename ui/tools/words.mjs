// The fixed words of the program in Ukrainian, out of its own tables (src/bureau/words*.c), so that the page and the
// program say the same.  Only those that the page may meet as a value: short ones without places to fill.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
const folder = '../src/bureau/';
const out = {};
for (const file of readdirSync(folder).filter(name => /^words.*\.c$/.test(name)).sort()) {
  const text = readFileSync(folder + file, 'utf8');
  for (const [, english, ukrainian] of text.matchAll(/\{"((?:[^"\\]|\\.)+)",\s*"((?:[^"\\]|\\.)+)"\}/g))
    if (english.length <= 26 && !/^[A-Z]{2}|^ | $/.test(english) && !/%|\\/.test(english + ukrainian)) out[english] ??= ukrainian;
}
writeFileSync('src/i18n/words.uk.json', `${JSON.stringify(out, null, 1)}\n`);
console.log(`${Object.keys(out).length} words`);
