// Shows a sheet of the program as it lies: headings and words come in the language of the page; what is withheld is said to be.
import type { ReactNode } from 'react';
import { useT } from '../i18n';
import { Name } from '../app/privacy';
import type { LaidOut } from '../api/types';
import { Table } from './Table';

export type List = LaidOut['lists'][number];
export type Row = Record<string, string | null>;
export type Link = (key: string, row: Row) => ReactNode;

export const fieldOf = (sheet: LaidOut, key: string) => sheet.fields.find(field => field.key === key);
export const wordsOf = (sheet: LaidOut, key: string) => fieldOf(sheet, key)?.words ?? null;
export const listOf = (sheet: LaidOut, key: string) => sheet.lists.find(list => list.key === key);
export const rowsOf = (list: List | undefined): Row[] =>
  (list?.rows ?? []).map(row => Object.fromEntries((list?.columns ?? []).map((column, i) => [column.key, row[i] ?? null])));

const names = new Set(['name', 'person_name', 'instead_of_name', 'relative']);
function Words({ of: words, name }: { of: string | null; name: string }) {
  const { t, day } = useT();
  if (words === null || words === '') return <span className="muted">{t('unknown_mark')}</span>;
  if (names.has(name)) return <Name>{words}</Name>;
  if (/^\d{4}-\d{2}(-\d{2})?$/.test(words)) return <span className="nowrap">{day(words)}</span>;
  if (/^[0-9a-f]{40,}$/.test(words)) return <span className="hash">{words}</span>;
  return <>{words}</>;
}

export function Facts({ sheet, keys, skip = [] }: { sheet: LaidOut; keys?: string[]; skip?: string[] }) {
  const { t } = useT();
  const shown = sheet.fields.filter(field => (keys ? keys.includes(field.key) : true) && !skip.includes(field.key) && (field.restricted || field.words));
  if (shown.length === 0) return null;
  return <dl className="facts">{shown.map(field => (
    <div key={field.key} className="fact"><dt>{field.heading}</dt><dd>{field.restricted
      ? <span className="covered">{t('restricted')}</span> : <Words of={field.words} name={field.key} />}</dd></div>
  ))}</dl>;
}

export function ListTable({ list, link, skip = [] }: { list: List; link?: Link; skip?: string[] }) {
  const rows = rowsOf(list);
  if (rows.length === 0) return list.empty ? <p className="muted">{list.empty}</p> : null;
  // A column that nobody filled says nothing.
  const columns = list.columns.filter(column => !skip.includes(column.key) && rows.some(row => row[column.key]));
  return <Table label={list.heading} rows={rows} id={(_, i) => String(i)} columns={columns.map(column => ({
    key: column.key, head: column.heading, num: column.number ?? false,
    cell: (row: Row) => link?.(column.key, row) ?? <Words of={row[column.key] ?? null} name={column.key} />,
  }))} />;
}

export function Notes({ notes }: { notes: readonly string[] | undefined }) {
  if (!notes || notes.length === 0) return null;
  return <div className="notice">{notes.map((note, i) => <p key={i}>{note}</p>)}</div>;
}

export function SheetView({ sheet, skip = [], link }: { sheet: LaidOut; skip?: string[]; link?: Link }) {
  return (
    <div className="stack">
      <Facts sheet={sheet} skip={skip} />
      {sheet.lists.filter(list => !skip.includes(list.key) && (list.rows.length > 0 || list.empty)).map(list => (
        <section key={list.key} className="stack"><h3>{list.heading}</h3><ListTable list={list} {...(link ? { link } : {})} /></section>
      ))}
      <Notes notes={sheet.notes} />
    </div>
  );
}
