import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import type { Batch } from '../../api/types';
import { useT } from '../../i18n';
import { ActForm } from '../../parts/Acts';
import { Table } from '../../parts/Table';
import { Empty, Loaded } from '../../parts/states';
import { useBatches } from './data';

/** Batches, newest first; each can be taken back while nothing builds on it. */
export function Batches() {
  const { t, n, day, maybe } = useT();
  const client = useQueryClient();
  const [undo, setUndo] = useState<Batch | null>(null);
  const [said, say] = useState('');
  return (
    <section className="panel stack"><h2>{t('batches')}</h2>
      <p role="status" className={said ? 'notice good' : 'sr'}>{said}</p>
      {undo && <div className="panel"><ActForm key={undo.id} close={() => setUndo(null)} done={() => { say(t('batch_undone', { b: undo.id })); setUndo(null); void client.invalidateQueries(); }} act={{
        id: 'undo', label: t('batch_undo_of', { f: undo.file?.split('/').pop() ?? undo.id }), note: t('batch_undo_text', { n: undo.new + undo.changed }),
        fields: [{ key: 'reason', label: t('reason'), required: true }],
        send: ({ reason = '' }) => ask(api.POST('/import/undo', { body: { batch: undo.id, reason } })),
      }} /></div>}
      <Loaded query={useBatches()}>{batches => (batches.length === 0 ? <Empty>{t('batches_none')}</Empty> : (
        <Table label={t('batches')} rows={[...batches].reverse()} id={row => row.id} columns={[
          { key: 'received', head: t('batch_received'), cell: row => <span className="nowrap">{day(row.received)}</span> },
          { key: 'kind', head: t('import_kind'), cell: row => maybe(`import_${row.kind}`) ?? row.kind },
          { key: 'file', head: t('batch_file'), rowHead: true, cell: row => <span className="mono">{row.file?.split('/').pop() ?? '–'}</span> },
          { key: 'by', head: t('batch_by'), cell: row => row.by },
          { key: 'new', head: t('import_new'), num: true, cell: row => n(row.new) },
          { key: 'changed', head: t('import_changed'), num: true, cell: row => n(row.changed) },
          { key: 'same', head: t('import_same'), num: true, cell: row => n(row.same) },
          { key: 'refused', head: t('import_refused'), num: true, cell: row => n(row.refused) },
          { key: 'undo', head: t('batch_undo'), cell: row => (row.undone ? <span className="muted">{t('batch_is_undone')}</span>
            : <Button className="button small" aria-label={t('batch_undo_of', { f: row.file?.split('/').pop() ?? row.id })} onPress={() => { say(''); setUndo(row); scrollTo(0, 0); }}>{t('batch_undo')}</Button>) },
        ]} />
      ))}</Loaded>
    </section>
  );
}
