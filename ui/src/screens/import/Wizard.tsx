// One thing at a time: the file, its columns, a check that changes nothing, and only then the import.  Steps can be gone back.
import { useEffect, useRef, useState } from 'react';
import { Button } from 'react-aria-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { ImportAnswer } from '../../api/types';
import { useMay } from '../../app/session';
import { useT } from '../../i18n';
import { Problem } from '../../api/http';
import { cancelJob, hasEnded, useJob } from '../../parts/job';
import { ErrorBox } from '../../parts/states';
import { ChooseFile, type Chosen } from './Choose';
import { Columns, guessMap } from './Columns';
import { Counts, Refusals, Remarks } from './Report';
import { answerOf, fileOf, sendFile } from './data';
import { Progress } from './Jobs';
import type { Kind } from './csv';

type Step = 'file' | 'columns' | 'check' | 'report';
const steps: readonly Step[] = ['file', 'columns', 'check', 'report'];

function Steps({ at }: { at: Step }) {
  const { t } = useT();
  return <ol className="steps" aria-label={t('import_steps')}>{steps.map((step, i) => (
    <li key={step} aria-current={step === at ? 'step' : undefined} data-past={steps.indexOf(at) > i || undefined}>{t(`step_${step}`)}</li>))}</ol>;
}

function Check({ answer, text, take, takeGood, busy, back, again }: {
  answer: ImportAnswer; text: string | undefined; take: () => void; takeGood: () => void; busy: boolean; back: () => void; again: () => void;
}) {
  const { t } = useT();
  const file = fileOf(answer);
  const good = file.rows - file.refused;
  return (
    <div className="stack">
      <section className="panel stack"><h2>{t('import_would')}</h2>
        <Counts answer={answer} done={false} />
        <p className="muted">{t('import_read_as', { e: file.encoding ?? '?', s: file.separator ?? '' })} {t('import_dry_text')}</p>
        <Remarks answer={answer} />
        {file.refused === 0
          ? <div className="row"><Button className="button main-act" isDisabled={busy || file.new + file.changed === 0} onPress={take}>{t('import_take', { n: file.rows })}</Button><Button className="button" onPress={back}>{t('step_back')}</Button></div>
          : <div className="notice attention stack"><p className="strong">{t('import_bad', { n: file.refused })}</p><p>{t('import_bad_text')}</p>
            <div className="row"><Button className="button" onPress={again}>{t('import_corrected')}</Button>
              {good > 0 && <Button className="button" isDisabled={busy} onPress={takeGood}>{t('import_take_good', { n: good, b: file.refused })}</Button>}
              <Button className="button" onPress={back}>{t('step_back')}</Button></div></div>}
        {file.refused === 0 && file.new + file.changed === 0 && <p role="status">{t('import_nothing_new')}</p>}
      </section>
      <Refusals answer={answer} text={text} />
    </div>
  );
}

function Report({ answer, text, restart }: { answer: ImportAnswer; text: string | undefined; restart: () => void }) {
  const { t } = useT();
  const judge = useMay('JUDGE');
  const file = fileOf(answer);
  return (
    <div className="stack">
      <section className="panel stack"><h2 tabIndex={-1}>{t(answer.stored === false ? 'import_not_done' : 'import_did')}</h2>
        <Counts answer={answer} done />
        {file.batch && <p>{t('import_batch')}: <span className="mono">{file.batch}</span>. {t('import_undo_hint')}</p>}
        <Remarks answer={answer} />
        <div className="row"><Button className="button main-act" onPress={restart}>{t('import_another')}</Button>{judge && <Link className="button" href="/review">{t('import_to_review')}</Link>}</div>
      </section>
      <Refusals answer={answer} text={text} />
    </div>
  );
}

export function Wizard({ kinds, begun }: { kinds: readonly Kind[]; begun: (job: string) => void }) {
  const { t } = useT();
  const client = useQueryClient();
  const [step, setStep] = useState<Step>('file');
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [kind, setKind] = useState('');
  const [source, setSource] = useState('');
  const [map, setMap] = useState<Record<string, string>>({});
  const stop = useRef<AbortController | null>(null);
  const top = useRef<HTMLDivElement>(null);
  const send = useMutation({
    mutationFn: ({ dry, good }: { dry: boolean; good: boolean }) => {
      stop.current = new AbortController();
      // Only what differs is said: a column of the same name needs no word.
      const said = Object.fromEntries(Object.entries(map).filter(([theirs, ours]) => ours !== theirs));
      return sendFile({ kind, file: chosen!.file, encoding: chosen!.told ? chosen!.encoding : undefined, map: said, source, dry, good }, stop.current.signal);
    },
    onSuccess: job => begun(job.id),
  });
  const asked = useJob(send.data?.id ?? null, 300);
  const job = asked.data;
  const answer = answerOf(job);
  const busy = send.isPending || (send.data !== undefined && !asked.error && !hasEnded(job));
  // The file goes up first, then the server works on it.
  const cancel = () => { stop.current?.abort(); if (send.data) void cancelJob(send.data.id).then(() => asked.refetch()); };
  useEffect(() => {
    if (!answer) return;
    const dry = send.variables?.dry ?? true;
    setStep(dry ? 'check' : 'report');
    if (!dry) void client.invalidateQueries();
  }, [job?.id, answer !== undefined]);
  const failed = send.error ?? asked.error ?? (job?.state === 'failed' ? new Problem(job.problem ?? { title: '', status: 500 }) : null);
  const first = useRef(true);
  useEffect(() => { if (first.current) first.current = false; else { top.current?.focus({ preventScroll: true }); scrollTo(0, 0); } }, [step]);
  const own = kinds.find(one => one.kind === kind);
  const restart = () => { send.reset(); setChosen(null); setKind(''); setMap({}); setStep('file'); };
  return (
    <div className="stack" ref={top} tabIndex={-1}>
      <Steps at={step} />
      {failed ? <ErrorBox error={failed} unsaved retry={() => send.mutate(send.variables!)} /> : null}
      {job?.state === 'cancelled' && <p role="status" className="notice attention">{t('import_cancelled')}</p>}
      {busy && <div className="panel stack"><p>{t(send.variables?.dry ? 'import_checking' : 'import_storing')}</p><Progress job={job ?? send.data} cancel={cancel} /></div>}
      {!busy && step === 'file' && <ChooseFile {...{ chosen, setChosen, kind, setKind, source, setSource, kinds }} next={() => { setMap(guessMap(chosen!.head, own!)); setStep('columns'); }} />}
      {!busy && step === 'columns' && own && chosen && <Columns chosen={chosen} kind={own} map={map} setMap={setMap} next={() => send.mutate({ dry: true, good: false })} back={() => setStep('file')} />}
      {!busy && step === 'check' && answer && <Check answer={answer} text={chosen?.text} busy={busy}
        take={() => send.mutate({ dry: false, good: false })} takeGood={() => send.mutate({ dry: false, good: true })} back={() => setStep('columns')} again={restart} />}
      {!busy && step === 'check' && !answer && <div className="row"><Button className="button" onPress={() => setStep('columns')}>{t('step_back')}</Button></div>}
      {!busy && step === 'report' && answer && <Report answer={answer} text={chosen?.text} restart={restart} />}
    </div>
  );
}
