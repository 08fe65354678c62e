// The parts of the screens that can be wrong without anybody seeing it: reading of tables, refusals, drafts of debriefs, days.
import { expect, test } from 'vitest';
import { columnKey, guessEncoding, guessKinds, guessSeparator, parseCsv, readAs } from '../screens/import/csv';
import { causesOf, readRefusal, readReport } from '../screens/import/refusals';
import { emptySaid, lacksOf, linesOf, type Draft } from '../screens/inquiries/draft';
import { daysTo, mayDraft, mayNotify, movesIn } from '../screens/findings/moves';

test('a table is read with quotes, doubled quotes, line ends in cells, and where each row begins', () => {
  const { rows, lines } = parseCsv('\uFEFFid;text\r\n1;"a;b ""c""\nd"\r\n\r\n2;e', ';');
  expect(rows).toEqual([['id', 'text'], ['1', 'a;b "c"\nd'], ['2', 'e']]);
  expect(lines).toEqual([1, 2, 5]);
  expect(guessSeparator('a\tb\tc\n1,2\t3')).toBe('\t');
  expect(parseCsv('a,b\n1,2\n3,4\n', ',', 2).rows.length).toBe(2);
});

test('the readable way of writing letters is proposed', () => {
  const text = 'id,name\n1,Їжакевич Тарас Григорович\n2,ҐУДЗЬ ЄВГЕН ІВАНОВИЧ\n3,Щербина Юлія Олексіївна\n';
  const table = (label: string) => {
    const decode = new TextDecoder(label);
    const back = new Map(Array.from({ length: 256 }, (_, byte) => [decode.decode(new Uint8Array([byte])), byte]));
    return Uint8Array.from([...text].map(sign => back.get(sign) ?? 63));
  };
  expect(guessEncoding(new TextEncoder().encode(text))).toBe('utf-8');
  expect(guessEncoding(table('windows-1251'))).toBe('windows-1251');
  expect(guessEncoding(table('koi8-u'))).toBe('koi8-u');
  expect(readAs(table('koi8-u'), 'koi8-u')).toBe(text);
});

test('the kind is guessed by the head of the file', () => {
  const kinds = [{ kind: 'persons', columns: ['id', 'family', 'given', 'born'], required: ['id'] }, { kind: 'reports', columns: ['id', 'person', 'source', 'status', 'happened'], required: ['id', 'source'] }];
  expect(guessKinds(['ID', 'Source', 'Status'], kinds)[0]).toEqual({ kind: 'reports', known: 3 });
  expect(guessKinds(['x'], kinds)).toEqual([]);
  expect(columnKey(' First Hand ')).toBe('first_hand');
});

test('a refusal has a line, a column, a value, a reason and a remedy', () => {
  expect(readRefusal('bad.csv:2: happened: "2025-02-31" is not a date (day 31 does not exist in month 2); write 1987-06-25, or leave it empty')).toEqual({
    line: 2, column: 'happened', value: '2025-02-31', reason: '"2025-02-31" is not a date (day 31 does not exist in month 2)', remedy: 'write 1987-06-25, or leave it empty',
  });
  expect(readRefusal('nothing of this form')).toEqual({ line: null, column: null, value: null, reason: 'nothing of this form', remedy: null });
});

test('every refused row gets its line, and rows of one cause stand together', () => {
  const file = 'id,happened,source\n1,2025-02-31,S1\n2,2025-02-01,S1\n3,2025-02-30,S1\n3,2025-02-30,S1\n4,,NO\n';
  const csv = 'id,happened,source,reason\n1,2025-02-31,S1,"happened: ""2025-02-31"" is not a date (day 31)"\n3,2025-02-30,S1,"happened: ""2025-02-30"" is not a date (day 30)"\n3,2025-02-30,S1,"happened: ""2025-02-30"" is not a date (day 30)"\n4,,NO,"source: there is no source ""NO"""\n';
  const { head, refusals } = readReport(csv, ['f:2: happened: "2025-02-31" is not a date (day 31); write it so'], file);
  expect(head).toEqual(['id', 'happened', 'source']);
  expect(refusals.map(one => one.line)).toEqual([2, 4, 5, 6]);
  expect(causesOf(refusals).map(cause => [cause.column, cause.rows, cause.examples, cause.remedy])).toEqual([
    ['happened', 3, ['2025-02-31', '2025-02-30'], 'write it so'], ['source', 1, ['NO'], null],
  ]);
  // Without the file of refused rows there are the first ten as they were said.
  expect(readReport(null, ['f:2: x: y']).refusals.length).toBe(1);
  expect(readReport('id,happened\n1,2\n', ['f:2: x: y']).refusals[0]!.line).toBe(2);
});

const draft = (change: Partial<Draft>): Draft => ({ key: 1, id: 'DB20', person: '', source: 'D1', date: '', language: 'uk', asked_before: '', places: '', referral: 'physician', ask: 'yes', uses: {}, said: [], sealed: [], ...change });
const acts = (of: Draft) => linesOf(of).trim().split('\n').map(line => JSON.parse(line) as Record<string, unknown>);

test('a debrief becomes the acts that the program takes, one a line', () => {
  const full = draft({ uses: { tracing: 'yes', publication: 'no' }, said: [{ ...emptySaid(), about: 'Петро', known: 'first_hand', words: 'рядок\nдругий' }], sealed: [{ compartment: 'm1', words: '…' }] });
  expect(acts(full)).toEqual([
    { act: 'new', id: 'DB20', source: 'D1', language: 'uk', referral: 'physician', ask: 'yes' },
    { act: 'allow', id: 'DB20', allows: 'tracing', refuses: 'publication' },
    { act: 'say', id: 'DB20', about: 'Петро', status: 'captive', words: 'рядок\nдругий', first_hand: 'yes' },
    { act: 'say', id: 'DB20', compartment: 'm1', words: '…' },
  ]);
  expect(lacksOf(full)).toEqual([]);
});

test('of somebody who is not to be asked nothing but that is written down', () => {
  const not = draft({ ask: 'no', uses: { tracing: 'yes' }, said: [emptySaid()], sealed: [{ compartment: 'm1', words: 'x' }] });
  expect(acts(not)).toEqual([{ act: 'new', id: 'DB20', source: 'D1', language: 'uk', referral: 'physician', ask: 'no' }]);
});

test('what would be refused is said before', () => {
  expect(lacksOf(draft({ id: '', ask: '', referral: ' ' }))).toEqual(['lack_id', 'lack_ask', 'lack_referral']);
  expect(lacksOf(draft({ said: [emptySaid()] }))).toEqual(['lack_tracing', 'lack_about', 'lack_known']);
  expect(lacksOf(draft({ uses: { tracing: 'no' }, sealed: [{ compartment: '', words: 'x' }] }))).toEqual(['lack_any', 'lack_sealed']);
});

test('days to a deadline, and what may be done in which state', () => {
  expect([daysTo('2025-02-28', '2025-03-01'), daysTo('2025-02-28', '2025-02-20'), daysTo('2025-02-28', '2025-02-28')]).toEqual([1, -8, 0]);
  expect(movesIn('observed')).toEqual(['take']);
  expect(movesIn('under review')).toEqual(['confirm', 'reject']);
  expect(movesIn('closed')).toEqual(['reopen']);
  expect([mayDraft('observed'), mayDraft('confirmed'), mayNotify('confirmed'), mayNotify('drafted')]).toEqual([false, true, false, true]);
});
