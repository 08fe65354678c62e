// Imports as the server goes on with them: rows read of as many as there will be, a way out, and what they found, also after the
// page that began them was closed.
import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useQueryClient } from '@tanstack/react-query';
import type { Job } from '../../api/types';
import { Problem } from '../../api/http';
import { useT } from '../../i18n';
import { cancelJob, hasEnded, useJob } from '../../parts/job';
import { ErrorBox } from '../../parts/states';
import { answerOf, useImportJobs } from './data';
import { Counts, Refusals, Remarks } from './Report';

export function Progress({ job, cancel }: { job: Job | undefined; cancel: () => void }) {
  const { t, n } = useT();
  const known = job && job.of > 0 && job.done > 0;
  const left = known ? Math.round(((job.seconds ?? 0) * (job.of - job.done)) / job.done) : 0;
  return (
    <div className="stack tight">
      <p role="status">{known ? t('import_progress', { a: n(job.done), b: n(job.of) }) : job?.state === 'waiting' ? t('import_state_waiting') : t('import_progress_begins')}{left > 2 && <>, {t('import_left', { n: left })}</>}</p>
      <progress aria-label={t('import_steps')} {...(known ? { value: job.done, max: job.of } : {})} />
      <p className="muted">{t('import_goes_on')}</p>
      <div className="row"><Button className="button" onPress={cancel}>{t('import_cancel')}</Button></div>
    </div>
  );
}

function Ended({ id, dry }: { id: string; dry: boolean }) {
  const { t } = useT();
  const job = useJob(id).data;
  const answer = answerOf(job);
  if (job?.state === 'failed') return <ErrorBox error={new Problem(job.problem ?? { title: t('import_state_failed'), status: 500 })} />;
  if (!answer) return null;
  return <div className="stack"><Counts answer={answer} done={!dry} /><Remarks answer={answer} />{dry && <p className="muted">{t('import_job_checked')}</p>}<Refusals answer={answer} /></div>;
}

function One({ job }: { job: Job }) {
  const { t } = useT();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const dry = job.kind === 'import check';
  return (
    <li><div className="item stack tight"><p className="row"><span className="strong">{t(dry ? 'import_job_check' : 'import_job_import', { f: job.about ?? '' })}</span><span className="chip">{t(`import_state_${job.state}`)}</span>
      {(job.state === 'done' || job.state === 'failed') && <Button className="button small end" aria-expanded={open} onPress={() => setOpen(!open)}>{t('import_job_show')}</Button>}</p>
      {!hasEnded(job) && <Progress job={job} cancel={() => void cancelJob(job.id).then(() => client.invalidateQueries({ queryKey: ['jobs'] }))} />}
      {open && <Ended id={job.id} dry={dry} />}</div></li>
  );
}

/** Those that this page has not under its own eyes. */
export function Jobs({ shown }: { shown: readonly string[] }) {
  const { t } = useT();
  const jobs = (useImportJobs().data ?? []).filter(job => !shown.includes(job.id));
  if (jobs.length === 0) return null;
  return <section className="panel stack" aria-labelledby="h-jobs"><h2 id="h-jobs">{t('import_jobs')}</h2><p className="muted">{t('import_jobs_text')}</p>
    <ul className="list">{jobs.map(job => <One key={job.id} job={job} />)}</ul></section>;
}
