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
// Words that only the page says in Ukrainian: roles, where a setting comes from, who a relative is.
const ofThePage = {
  "case officer": "ведучий справи", "tracing analyst": "аналітик розшуку", "negotiator": "переговорник", "legal officer": "юрист", "family liaison": "зв’язок із родинами",
  "intelligence liaison": "зв’язок із розвідкою", "debriefer": "опитувач", "auditor": "аудитор", "administrator": "адміністратор", "mediator": "посередник",
  "trainee": "стажер", "default": "усталене", "imported": "із файлу", "set": "задано", "mother": "мати",
  "father": "батько", "wife": "дружина", "husband": "чоловік", "brother": "брат", "sister": "сестра",
  "daughter": "донька", "son": "син", "grandmother": "бабуся", "grandfather": "дід", "friend": "друг",
};
for (const [english, ukrainian] of Object.entries(ofThePage)) out[english] ??= ukrainian;
writeFileSync('src/i18n/words.uk.json', `${JSON.stringify(out, null, 1)}\n`);
console.log(`${Object.keys(out).length} words`);
