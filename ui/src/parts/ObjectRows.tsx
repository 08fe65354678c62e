// The first list of objects in an answer as a table; headings from the texts of the page (f_NAME).
import { useT } from '../i18n';
import { Table } from './Table';

const isList = (value: unknown): value is Record<string, unknown>[] => Array.isArray(value) && value.length > 0 && typeof value[0] === 'object';

export function firstList(of: Record<string, unknown>): Record<string, unknown>[] {
  for (const value of Object.values(of)) {
    if (isList(value)) return value;
    if (value && typeof value === 'object' && !Array.isArray(value)) {
      const inner = firstList(value as Record<string, unknown>);
      if (inner.length) return inner;
    }
  }
  return [];
}

export function ObjectRows({ of, empty }: { of: Record<string, unknown>; empty: string }) {
  const { t, maybe, w, day } = useT();
  const rows = firstList(of);
  if (rows.length === 0) return <p className="muted">{empty}</p>;
  const keys = [...new Set(rows.flatMap(row => Object.keys(row)))].filter(key => rows.some(row => row[key] !== null && row[key] !== ''));
  const show = (value: unknown) => {
    if (value === null || value === undefined) return t('unknown_mark');
    if (typeof value === 'boolean') return value ? t('yes') : t('no');
    const text = String(value);
    return /^\d{4}-\d{2}-\d{2}$/.test(text) ? day(text) : w(text);
  };
  return <Table label={t('table')} rows={rows} id={(_, i) => String(i)} columns={keys.map(key => ({
    key, head: maybe(`f_${key}`) ?? key.replace(/_/g, ' '), cell: (row: Record<string, unknown>) => show(row[key]),
  }))} />;
}
