import type { ReactNode } from 'react';

export interface Column<T> { key: string; head: string; cell: (row: T) => ReactNode; num?: boolean; rowHead?: boolean }

/** A plain table that scrolls by itself when it is wide; for lists of up to a few hundred rows. */
export function Table<T>({ label, columns, rows, id, caption, tall }: {
  label: string; columns: Column<T>[]; rows: readonly T[]; id: (row: T, index: number) => string; caption?: boolean; tall?: boolean;
}) {
  return (
    <div className={tall ? 'scroll tall' : 'scroll'} tabIndex={0} role="group" aria-label={label}>
      <table className="table" aria-label={caption ? undefined : label}>
        {caption && <caption>{label}</caption>}
        <thead><tr>{columns.map(c => <th key={c.key} scope="col" className={c.num ? 'num' : undefined}>{c.head}</th>)}</tr></thead>
        <tbody>{rows.map((row, i) => <tr key={id(row, i)}>{columns.map((c, k) => c.rowHead || (k === 0 && !columns.some(x => x.rowHead))
          ? <th key={c.key} scope="row" className={c.num ? 'num' : undefined}>{c.cell(row)}</th>
          : <td key={c.key} className={c.num ? 'num' : undefined}>{c.cell(row)}</td>)}</tr>)}</tbody>
      </table>
    </div>
  );
}
