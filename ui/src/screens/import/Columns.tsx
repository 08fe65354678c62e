// Step 2: which of their columns is which of ours.
import { Button } from 'react-aria-components';
import { Hideable } from '../../app/privacy';
import { useT } from '../../i18n';
import { Choose } from '../../parts/fields';
import { columnKey, type Kind } from './csv';
import type { Chosen } from './Choose';

/** Ours by the same name; else nothing, and a person says so. */
export function guessMap(head: readonly string[], kind: Kind): Record<string, string> {
  const map: Record<string, string> = {};
  for (const column of head) map[column] = kind.columns.find(own => own === columnKey(column)) ?? '';
  return map;
}

export function Columns({ chosen, kind, map, setMap, next, back }: {
  chosen: Chosen; kind: Kind; map: Record<string, string>; setMap: (map: Record<string, string>) => void; next: () => void; back: () => void;
}) {
  const { t } = useT();
  const taken = Object.values(map);
  const missing = (kind.required ?? []).filter(column => !taken.includes(column));
  const twice = taken.filter((own, i) => own && taken.indexOf(own) !== i);
  const choices = [{ id: '-', label: t('column_leave') }, ...kind.columns.map(column => ({ id: column, label: (kind.required ?? []).includes(column) ? `${column} *` : column }))];
  return (
    <section className="panel stack"><h2>{t('import_columns')}</h2>
      <p>{t('import_columns_text')}</p>
      <div className="scroll tall" role="group" tabIndex={0} aria-label={t('import_columns')}><table className="table">
        <thead><tr><th scope="col">{t('column_theirs')}</th><th scope="col">{t('column_samples')}</th><th scope="col">{t('column_ours')}</th></tr></thead>
        <tbody>{chosen.head.map((column, i) => (
          <tr key={`${column}-${i}`}><th scope="row" className="mono">{column}</th>
            <td className="muted"><Hideable>{[...new Set(chosen.samples.map(row => row[i]).filter(Boolean))].slice(0, 3).join(' · ') || t('unknown_mark')}</Hideable></td>
            <td><Choose label={t('column_of', { c: column })} value={map[column] || '-'} onChange={own => setMap({ ...map, [column]: own === '-' ? '' : own })} choices={choices} hideLabel /></td></tr>
        ))}</tbody></table></div>
      {missing.length > 0 && <p className="ochre strong">{t('columns_missing', { c: missing.join(', ') })}</p>}
      {twice.length > 0 && <p className="brick strong" role="alert">{t('columns_twice', { c: [...new Set(twice)].join(', ') })}</p>}
      <p className="muted">{t('columns_left_note')}</p>
      <div className="row"><Button className="button main-act" isDisabled={twice.length > 0} onPress={next}>{t('import_to_check')}</Button><Button className="button" onPress={back}>{t('step_back')}</Button></div>
    </section>
  );
}
