// Reading of tables as the program reads them: enough to show columns and samples, and to find the line of a row that was
// refused.  The program's own reading is the one that counts.

export interface Parsed { rows: string[][]; /** the line in the file at which each row begins, from 1 */ lines: number[] }

export function guessSeparator(text: string): string {
  const head = text.slice(0, text.indexOf('\n') < 0 ? 2000 : text.indexOf('\n'));
  return [',', ';', '\t', '|'].map(sign => ({ sign, count: head.split(sign).length })).sort((a, b) => b.count - a.count)[0]!.sign;
}

export function parseCsv(text: string, separator = guessSeparator(text), most = Infinity): Parsed {
  const rows: string[][] = [];
  const lines: number[] = [];
  let cells: string[] = [], cell = '', quoted = false, line = 1, began = 1;
  const end = () => { cells.push(cell); cell = ''; };
  const endRow = () => {
    end();
    if (cells.length > 1 || cells[0] !== '') { rows.push(cells); lines.push(began); }
    cells = [];
  };
  let at = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  for (; at < text.length && rows.length < most; at++) {
    const sign = text[at]!;
    if (sign === '\n') line++;
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') { cell += '"'; at++; }
      else quoted = false;
    } else if (sign === '"' && cell === '') quoted = true;
    else if (sign === separator) end();
    else if (sign === '\n') { endRow(); began = line; }
    else if (sign !== '\r') cell += sign;
  }
  if ((cell !== '' || cells.length > 0) && rows.length < most) endRow();
  return { rows, lines };
}

/** Which of a few ways of writing letters makes sense of these bytes: the one with the fewest signs that nobody writes. */
export const encodings = ['utf-8', 'windows-1251', 'koi8-u'] as const;
export type Encoding = (typeof encodings)[number];
export function readAs(bytes: Uint8Array, encoding: Encoding): string {
  return new TextDecoder(encoding).decode(bytes);
}
function oddness(text: string): number {
  let odd = 0;
  for (const sign of text) {
    if (sign === '�' || /[\u0000-\u0008\u000e-\u001f\u2500-\u259f]/.test(sign)) odd += 3;
    else if (/[ЂЃѓЉЊЌЏђљњќџЎўЈ¤¦±µ¶‰†‡]/.test(sign)) odd += 1;
  }
  // A small letter followed by a capital within a word: the sign of the wrong one of two eight-bit alphabets.
  odd += (text.match(/[а-яіїєґ][А-ЯІЇЄҐ]/g) ?? []).length;
  return odd;
}
export function guessEncoding(bytes: Uint8Array): Encoding {
  const sample = bytes.slice(0, 20_000);
  return [...encodings].map(name => ({ name, odd: oddness(readAs(sample, name)) })).sort((a, b) => a.odd - b.odd)[0]!.name;
}

export interface Kind { kind: string; columns: string[]; required?: string[] }
export const columnKey = (head: string) => head.trim().toLowerCase().replace(/[\s-]+/g, '_');
/** Kinds by how much of the head of the file they know, the likeliest first. */
export function guessKinds(head: readonly string[], kinds: readonly Kind[]): { kind: string; known: number }[] {
  const have = new Set(head.map(columnKey));
  return kinds.map(kind => {
    const known = kind.columns.filter(column => have.has(column)).length;
    const needed = (kind.required ?? []).filter(column => !have.has(column)).length;
    return { kind: kind.kind, known, worth: known / Math.max(1, have.size) + known / Math.max(1, kind.columns.length) / 4 - needed / 2 };
  }).filter(one => one.known > 0).sort((a, b) => b.worth - a.worth).map(({ kind, known }) => ({ kind, known }));
}
