// What goes to a court or an office outside: asked for by one, released by another, fetched by who asked.
import { useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { useT } from '../../i18n';
import { Check, TextInput } from '../../parts/fields';
import { saveFile } from '../../parts/save';
import { listOf, rowsOf, type Row } from '../../parts/Sheet';
import { Table } from '../../parts/Table';
import { Empty, ErrorBox, Loaded } from '../../parts/states';
import type { LaidOut } from '../../api/types';
import { askBundle, useBundleStates, useItems, type Asking } from './data';

function Ask({ items, plain }: { items: Row[]; plain: LaidOut }) {
  const { t } = useT();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [to, setTo] = useState(''), [purpose, setPurpose] = useState(''), [order, setOrder] = useState('');
  const [by, setBy] = useState(false);
  const ask = useMutation({
    mutationFn: () => askBundle({ items: [...chosen], to: to.trim(), purpose: purpose.trim(), ...(by ? { order: order.trim() } : {}) }),
    onSuccess: blob => {
      if (blob) saveFile(blob, 'bundle.tar');
      void client.invalidateQueries({ queryKey: ['evidence'] }); void client.invalidateQueries({ queryKey: ['pending'] });
      setChosen([]); setTo(''); setPurpose(''); setOrder('');
    },
  });
  const ready = chosen.length > 0 && to.trim() && purpose.trim() && (!by || order.trim());
  return (
    <Form className="panel form-wide stack" aria-label={t('bundle_new')} onSubmit={event => { event.preventDefault(); if (ready) ask.mutate(); }}><h2>{t('bundle_new')}</h2>
      <p>{t('bundle_text')}</p>
      <fieldset className="plain-set"><legend className="strong">{t('bundle_items', { n: chosen.length })}</legend>
        <div className="scroll stack tight" role="group" tabIndex={0} aria-label={t('bundle_items', { n: chosen.length })}>{items.map(item => (
          <Check key={item.id} label={`${item.id}: ${item.title ?? ''}`} value={chosen.includes(item.id ?? '')}
            onChange={on => setChosen(old => (on ? [...old, item.id ?? ''] : old.filter(one => one !== item.id)))} />))}</div></fieldset>
      <TextInput name="to" label={t('bundle_to')} help={t('hand_office')} value={to} onChange={setTo} required />
      <TextInput name="purpose" label={t('purpose')} value={purpose} onChange={setPurpose} required />
      <Check name="by_order" label={t('bundle_by_order')} value={by} onChange={setBy} />
      {by && <TextInput name="order" label={t('bundle_order')} help={t('bundle_order_help')} value={order} onChange={setOrder} required />}
      {!by && <p className="muted">{t('bundle_by_consent')}</p>}
      {ask.error ? <ErrorBox error={ask.error} unsaved /> : null}
      <p role="status" className={ask.isSuccess ? 'notice good' : 'sr'}>{ask.isSuccess && (ask.data === null ? <>{t('act_pending')} <Link href="/pending">{t('nav_pending')}</Link></> : t('bundle_fetched'))}</p>
      <div className="row"><Button type="submit" className="button main-act" isDisabled={!ready || ask.isPending}>{t('act_ask')}</Button></div>
      <span className="sr">{plain.title}</span>
    </Form>
  );
}

/** The same question again: what was released comes as a file, and that is written down. */
function Fetch({ of: row }: { of: Row }) {
  const { t } = useT();
  const body: Asking = { items: (row.items ?? '').split('; '), to: row.to ?? '', purpose: row.purpose ?? '', ...(row.order ? { order: row.order } : {}) };
  const fetchIt = useMutation({ mutationFn: () => askBundle(body), onSuccess: blob => { if (blob) saveFile(blob, 'bundle.tar'); } });
  return <><Button className="button small" isDisabled={fetchIt.isPending} aria-label={`${t('bundle_fetch')}: ${row.items}`} onPress={() => fetchIt.mutate()}>{t('bundle_fetch')}</Button>
    {fetchIt.error ? <ErrorBox error={fetchIt.error} /> : null}{fetchIt.isSuccess && <span role="status" className="muted block">{t('bundle_fetched')}</span>}</>;
}

export function Bundles() {
  const { t, day } = useT();
  const states = useBundleStates();
  return (
    <Loaded query={useItems()}>{sheet => {
      const list = listOf(sheet, 'bundles');
      const rows = rowsOf(list);
      const head = (key: string) => list?.columns.find(column => column.key === key)?.heading ?? key;
      return <>
        <section className="panel stack" aria-labelledby="h-bundles"><h2 id="h-bundles">{list?.heading ?? t('bundles')}</h2>
          {rows.length === 0 ? <Empty>{t('bundles_none')}</Empty> : <><p className="muted">{t('bundles_text')}</p>
            <Table label={t('bundles')} rows={rows} id={(_, i) => String(i)} columns={[
              { key: 'items', head: head('items'), rowHead: true, cell: row => <span className="mono">{row.items}</span> }, { key: 'asked', head: head('asked'), cell: row => day(row.asked) },
              { key: 'to', head: head('to'), cell: row => row.to }, { key: 'purpose', head: head('purpose'), cell: row => row.purpose },
              { key: 'order', head: head('order'), cell: row => row.order ?? t('unknown_mark') }, { key: 'by', head: head('by'), cell: row => row.by },
              { key: 'state', head: head('state'), cell: row => <>{row.state}{row.second && <span className="muted block">{row.second}</span>}{row.answer && <span className="muted block">{row.answer}</span>}</> },
              { key: 'fetch', head: t('bundle_fetch'), cell: row => (states.data?.[rows.indexOf(row)] === 'released' ? <Fetch of={row} /> : t('unknown_mark')) },
            ]} /></>}</section>
        <Ask items={rowsOf(listOf(sheet, 'items'))} plain={sheet} />
      </>;
    }}</Loaded>
  );
}
