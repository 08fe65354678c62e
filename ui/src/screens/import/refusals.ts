// What the program refuses, taken apart: "persons.csv:17: born: "31.02.1990" is not a date; write ..." has a line, a column,
// a value, a reason and a remedy.
import { parseCsv } from './csv';

export interface Refusal { line: number | null; column: string | null; value: string | null; reason: string; remedy: string | null; cells?: string[] }

function reasonOf(text: string): Pick<Refusal, 'column' | 'value' | 'reason'> {
  const [, column, rest] = /^([a-z][a-z0-9_]*): (.*)$/s.exec(text) ?? [];
  const reason = rest ?? text;
  return { column: column ?? null, value: /["«]([^"»]*)["»]/.exec(reason)?.[1] ?? null, reason };
}

export function readRefusal(text: string): Refusal {
  const [, line, rest] = /^.*?:(\d+): (.*)$/s.exec(text) ?? [];
  const whole = rest ?? text;
  const cut = whole.indexOf('; ');
  return { line: line ? Number(line) : null, ...reasonOf(cut < 0 ? whole : whole.slice(0, cut)), remedy: cut < 0 ? null : whole.slice(cut + 2) };
}

export interface Report { head: string[]; refusals: Refusal[] }
/** The rows of `refused_csv` (all of them, each with its reason), with remedies and lines from what was said of the first ten
 * and, where the text of the file is at hand, the lines of all. */
export function readReport(refusedCsv: string | null | undefined, said: readonly string[], file?: string): Report {
  const first = said.map(readRefusal);
  if (!refusedCsv) return { head: [], refusals: first };
  const { rows } = parseCsv(refusedCsv);
  if (rows[0]?.at(-1) !== 'reason') return { head: [], refusals: first };
  const head = rows[0].slice(0, -1);
  const where = new Map<string, number[]>();
  if (file) {
    const parsed = parseCsv(file);
    parsed.rows.forEach((cells, i) => {
      const key = cells.join('\u0001');
      const lines = where.get(key);
      if (lines) lines.push(parsed.lines[i]!); else where.set(key, [parsed.lines[i]!]);
    });
  }
  const refusals = rows.slice(1).map((cells, i): Refusal => {
    const one = reasonOf(cells[cells.length - 1] ?? '');
    const of = first[i];
    const same = first.find(f => f.column === one.column && pattern(one.reason).startsWith(pattern(f.reason)));
    const line = where.get(cells.slice(0, -1).join('\u0001'))?.shift() ?? (of && of.reason === one.reason ? of.line : null);
    return { line, ...one, remedy: same?.remedy ?? null, cells: cells.slice(0, -1) };
  });
  return { head, refusals };
}

const pattern = (reason: string) => reason.replace(/["«][^"»]*["»]/g, '"…"').replace(/\d+/g, '#').replace(/\([^)]*\)/g, '()');
export interface Cause { column: string | null; reason: string; remedy: string | null; rows: number; examples: string[] }
/** Errors by cause: a column and a reason, with how many rows and a few values. */
export function causesOf(refusals: readonly Refusal[]): Cause[] {
  const causes = new Map<string, Cause>();
  for (const one of refusals) {
    const key = `${one.column}\u0001${pattern(one.reason)}`;
    const cause = causes.get(key) ?? { column: one.column, reason: one.reason, remedy: one.remedy, rows: 0, examples: [] };
    cause.rows++;
    if (one.value !== null && cause.examples.length < 3 && !cause.examples.includes(one.value)) cause.examples.push(one.value);
    cause.remedy ??= one.remedy;
    causes.set(key, cause);
  }
  return [...causes.values()].sort((a, b) => b.rows - a.rows);
}
