import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import { useMay } from '../../app/session';
import { useT } from '../../i18n';
import { ActForm } from '../../parts/Acts';
import { TextInput } from '../../parts/fields';
import { Table } from '../../parts/Table';
import { Empty, Loaded } from '../../parts/states';
import { useSettings, useStatus, type Setting } from './data';

function Status() {
  const { t, n, maybe, w } = useT();
  return <section className="panel stack"><h2>{t('status_head')}</h2><Loaded query={useStatus()}>{status => (
    <dl className="figures">{Object.entries(status).filter(([, value]) => typeof value === 'number').map(([key, value]) => <div key={key}><dt>{maybe(`status_${key}`) ?? w(key.replace(/_/g, ' '))}</dt><dd>{n(value as number)}</dd></div>)}</dl>
  )}</Loaded></section>;
}

export function Settings() {
  const { t, w, maybe } = useT();
  const about = (one: Setting) => maybe(`setting_of_${one.name}`) ?? one.about;
  const client = useQueryClient();
  const may = useMay('SET');
  const [find, setFind] = useState('');
  const [chosen, choose] = useState<Setting | null>(null);
  const [said, say] = useState('');
  return (
    <>
      <Status />
      <section className="panel stack"><h2>{t('settings')}</h2><p className="muted">{t('settings_text')}</p>
        <p role="status" className={said ? 'notice good' : 'sr'}>{said}</p>
        {chosen && <div className="panel"><ActForm key={chosen.name} close={() => choose(null)} done={() => { say(t('setting_done', { s: chosen.name })); choose(null); void client.invalidateQueries(); }} act={{
          id: 'set', label: t('setting_change', { s: chosen.name }), note: about(chosen), fields: [{ key: 'value', label: t('setting_value'), initial: chosen.value, help: t('setting_help') }],
          send: ({ value = '' }) => ask(api.POST('/settings', { body: { name: chosen.name, value } })) }} /></div>}
        <TextInput name="find" label={t('setting_find')} value={find} onChange={setFind} />
        <Loaded query={useSettings()}>{all => {
          const rows = all.filter(one => `${one.name} ${about(one)}`.toLowerCase().includes(find.toLowerCase()));
          return rows.length === 0 ? <Empty>{t('setting_none')}</Empty> : <Table tall label={t('settings')} rows={rows} id={row => row.name} columns={[
            { key: 'name', head: t('setting'), rowHead: true, cell: row => <span className="mono">{row.name}</span> },
            { key: 'value', head: t('setting_value'), cell: row => <span className="mono">{row.value || <span className="muted">{t('setting_default')}</span>}</span> },
            { key: 'from', head: t('setting_from'), cell: row => w(row.from) }, { key: 'about', head: t('setting_about'), cell: row => about(row) },
            ...(may ? [{ key: 'change', head: t('acts'), cell: (row: Setting) => <Button className="button small" aria-label={t('setting_change', { s: row.name })} onPress={() => { say(''); choose(row); scrollTo(0, 0); }}>{t('change')}</Button> }] : []),
          ]} />;
        }}</Loaded>
      </section>
    </>
  );
}
