// Names as they are pasted: a line each, parts between tabs, semicolons or commas; a number of the register, or a name and a
// date of birth.  Nothing is guessed: what is not understood stays as it was written and is shown.
export interface Line { text: string; person: string; name: string; born: string; rest: string[] }

const number = /^(?=.*\d)[A-Za-zА-Яа-яҐґЄєІіЇї]{0,4}-?\d+$/;
const day = /^(\d{4})(-\d{2}(-\d{2})?)?$/;
const dotted = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/;

export function bornOf(text: string): string {
  if (day.test(text)) return text;
  const found = dotted.exec(text);
  if (!found) return '';
  const [d, m] = [Number(found[1]), Number(found[2])];
  return d >= 1 && d <= 31 && m >= 1 && m <= 12 ? `${found[3]}-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}` : '';
}

export function readLine(text: string): Line {
  const parts = text.split(/\t|;|,/).map(part => part.trim()).filter(Boolean);
  const line: Line = { text, person: '', name: '', born: '', rest: [] };
  for (const part of parts) {
    if (!line.born && bornOf(part)) line.born = bornOf(part);
    else if (!line.person && !line.name && number.test(part)) line.person = part;
    else if (!line.name && /\p{L}/u.test(part)) line.name = part;
    else line.rest.push(part);
  }
  return line;
}

export function readLines(text: string): Line[] {
  return text.split(/\r?\n/).map(line => line.replace(/^\s*\d+[.)]\s+/, '').trim()).filter(Boolean).map(readLine);
}

/** Lines that say the same person twice, by number or by name and birth. */
export function twice(lines: readonly Pick<Line, 'person' | 'name' | 'born'>[]): Set<number> {
  const seen = new Map<string, number>();
  const out = new Set<number>();
  lines.forEach((line, i) => {
    const key = line.person || `${line.name.toLowerCase()}|${line.born}`;
    if (seen.has(key)) out.add(i);
    seen.set(key, i);
  });
  return out;
}
