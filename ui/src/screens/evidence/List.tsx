import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { Button } from 'react-aria-components';
import { useMutation } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import type { LaidOut } from '../../api/types';
import { useMay } from '../../app/session';
import { useT } from '../../i18n';
import { TextInput } from '../../parts/fields';
import { hasEnded, useJob } from '../../parts/job';
import { ListTable, listOf } from '../../parts/Sheet';
import { Empty, ErrorBox, Loaded } from '../../parts/states';
import { useChecked, useItems, useKeepChecked } from './data';

export const itemLink = (key: string, row: Record<string, string | null>) =>
  (key === 'id' && row.id ? <Link className="mono" href={`/evidence/item/${encodeURIComponent(row.id)}`}>{row.id}</Link> : null);

/** Every file hashed again; what differs is told with both hashes. */
function Check() {
  const { t, n, lang } = useT();
  const may = useMay('EVIDENCE', 'AUDIT');
  const keep = useKeepChecked();
  const checked = useChecked().data;
  const begin = useMutation({ mutationFn: () => ask(api.POST('/evidence/check')) });
  const job = useJob(begin.data?.id ?? null);
  const done = job.data?.state === 'done' ? (job.data.result as { differing: number; missing: number; sheet: LaidOut }) : null;
  useEffect(() => {
    if (done) keep({ at: new Date().toLocaleString(lang === 'uk' ? 'uk-UA' : 'en-GB', { dateStyle: 'medium', timeStyle: 'short' }), differing: done.differing, missing: done.missing, sheet: done.sheet });
  }, [job.data?.id, done !== null]);
  if (!may) return null;
  const running = begin.isPending || (begin.data !== undefined && !job.error && !hasEnded(job.data));
  const files = checked && listOf(checked.sheet, 'files');
  const at = files ? files.columns.findIndex(column => column.key === 'result') : -1;
  const wrong = checked && checked.differing + checked.missing > 0;
  return (
    <section className="panel stack" aria-labelledby="h-check"><h2 id="h-check">{t('check_head')}</h2><p className="muted">{t('check_text')}</p>
      <div className="row"><Button className="button" isDisabled={running} onPress={() => begin.mutate()}>{t('check_files')}</Button>
        {running && <span role="status"><progress aria-label={t('check_files')} /></span>}</div>
      {begin.error ? <ErrorBox error={begin.error} /> : null}{job.error ? <ErrorBox error={job.error} /> : null}
      {job.data?.state === 'failed' && <ErrorBox error={new Error(job.data.problem?.title ?? '')} />}
      {checked && <div className={wrong ? 'notice wrong' : 'notice good'} role={wrong ? 'alert' : 'status'}>
        <p className="strong">{wrong ? t('check_bad', { a: n(checked.differing), b: n(checked.missing), d: checked.at }) : t('check_good', { n: n(files?.rows.length ?? 0), d: checked.at })}</p>
        {wrong && <p>{t('check_bad_text')}</p>}</div>}
      {files && at >= 0 && <ListTable list={files} link={itemLink} />}
    </section>
  );
}

const MOST = 200;
export function List() {
  const { t } = useT();
  const [find, setFind] = useState('');
  const [most, setMost] = useState(MOST);
  return (
    <>
      <Loaded query={useItems()}>{sheet => {
        const list = listOf(sheet, 'items');
        if (!list || list.rows.length === 0) return <Empty>{t('evidence_nothing')}</Empty>;
        const rows = list.rows.filter(row => row.join(' ').toLowerCase().includes(find.trim().toLowerCase()));
        return <section className="panel stack"><TextInput name="find" label={t('evidence_find')} value={find} onChange={setFind} />
          {rows.length === 0 ? <Empty>{t('evidence_no_such')}</Empty> : <ListTable list={{ ...list, rows: rows.slice(0, most) }} link={itemLink} />}
          {rows.length > most && <div className="row"><Button className="button" onPress={() => setMost(most + MOST)}>{t('evidence_more', { n: rows.length - most })}</Button></div>}</section>;
      }}</Loaded>
      <Check />
    </>
  );
}
