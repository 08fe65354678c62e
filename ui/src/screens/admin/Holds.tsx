// What a proceeding needs: one holds it, two lift it.
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, ask } from '../../api/http';
import { useMay } from '../../app/session';
import { useT } from '../../i18n';
import { ActForm, Acts } from '../../parts/Acts';
import { ListTable, listOf, Notes, type Row } from '../../parts/Sheet';
import { Loaded } from '../../parts/states';
import { useHolds } from './data';

const hold = (id: string, reason: string) => ask(api.POST('/holds', { body: { act: 'hold', subject: id, reason } }));

function useAgain() {
  const client = useQueryClient();
  return () => { void client.invalidateQueries({ queryKey: ['holds'] }); void client.invalidateQueries({ queryKey: ['pending'] }); };
}

export function Holds() {
  const { t } = useT();
  const may = useMay('KEEP');
  const persons = useMay('SEE_PERSONS'), law = useMay('CHECK'), brief = useMay('BRIEF');
  const again = useAgain();
  const [lift, setLift] = useState<string | null>(null);
  const [said, say] = useState('');
  const subject = (row: Row) => {
    const id = encodeURIComponent(row.subject ?? '');
    const to = /^f-/.test(row.subject ?? '') ? law && `/findings/${id}` : /^p-/.test(row.subject ?? '') ? persons && `/person/${id}` : brief && `/evidence/item/${id}`;
    return to ? <Link className="mono" href={to}>{row.subject}</Link> : <span className="mono">{row.subject}</span>;
  };
  return (
    <section className="panel stack" aria-labelledby="h-holds"><h2 id="h-holds">{t('holds')}</h2><p className="muted">{t('holds_text')}</p>
      {may && <Acts label={t('holds')} acts={[{ id: 'hold', label: t('hold_put'), fields: [{ key: 'id', label: t('hold_id'), required: true }, { key: 'reason', label: t('reason'), help: t('hold_reason'), required: true, long: true }],
        send: ({ id = '', reason = '' }) => hold(id, reason) }]} done={again} />}
      <p role="status" className={said ? 'notice good' : 'sr'}>{said}</p>
      {lift && <div className="panel"><ActForm key={lift} close={() => setLift(null)} done={() => { say(t('act_pending')); setLift(null); again(); }} act={{
        id: 'lift', label: t('hold_lift', { s: lift }), two: true, fields: [{ key: 'reason', label: t('reason'), required: true }],
        send: ({ reason = '' }) => ask(api.POST('/holds', { body: { act: 'lift', id: lift, reason } })) }} /></div>}
      <Loaded query={useHolds(true)}>{sheet => {
        const list = listOf(sheet, 'holds');
        const columns = may && list ? [...list.columns, { key: 'lift', heading: t('hold_lift_short'), number: false }] : list?.columns ?? [];
        return <>{list && <ListTable list={{ ...list, columns, rows: may ? list.rows.map(row => [...row, ' ']) : list.rows }} link={(key, row) => (key === 'subject' ? subject(row)
          : key === 'lift' ? <Button className="button small" aria-label={t('hold_lift', { s: row.id ?? '' })} onPress={() => { say(''); setLift(row.id ?? null); }}>{t('hold_lift_short')}</Button> : null)} />}
          <Notes notes={sheet.notes} /></>;
      }}</Loaded>
    </section>
  );
}

/** On the page of a thing: hold it. */
export function HoldOf({ id }: { id: string }) {
  const { t } = useT();
  const may = useMay('KEEP');
  const again = useAgain();
  if (!may) return null;
  return <section className="panel stack no-print"><h2>{t('holds')}</h2><p className="muted">{t('holds_text')}</p><Acts label={t('holds')} done={again} acts={[{
    id: 'hold', label: t('hold_this'), fields: [{ key: 'reason', label: t('reason'), help: t('hold_reason'), required: true, long: true }], send: ({ reason = '' }) => hold(id, reason) }]} /></section>;
}
