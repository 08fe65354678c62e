// What one may do with a thing: a row of buttons, and under it the form of the one chosen.  A form says what follows, what is
// needed, and afterwards what was written down or that it waits for a second person.
import { useEffect, useRef, useState } from 'react';
import { Button, Form } from 'react-aria-components';
import { useMutation } from '@tanstack/react-query';
import { Problem } from '../api/http';
import { formOf, isLeft } from '../app/unsaved';
import { useT } from '../i18n';
import { Check, Choose, TextInput, type Choice } from './fields';
import { ErrorBox } from './states';

export type Values = Record<string, string>;
export interface ActField {
  key: string; label: string; help?: string; required?: boolean; long?: boolean; choices?: readonly Choice[];
  /** yes or nothing */
  check?: boolean; initial?: string; type?: string;
}
export interface Done { pending?: string | null | undefined; state?: string | undefined; id?: string | undefined }
export interface Act {
  id: string; label: string; fields: readonly ActField[]; send: (values: Values) => Promise<Done | undefined | void>;
  /** What follows from it, in words. */
  note?: string;
  /** It waits for another user. */
  two?: boolean;
  /** The main thing to do now. */
  main?: boolean;
}

/** Only what was filled goes to the server. */
export const filled = (values: Values): Values => Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''));

export function ActForm({ act, close, done }: { act: Act; close: () => void; done: (answer: Done) => void }) {
  const { t } = useT();
  const [values, setValues] = useState<Values>(() => Object.fromEntries(act.fields.map(field => [field.key, field.initial ?? ''])));
  const form = useRef<HTMLFormElement>(null);
  const send = useMutation({ mutationFn: () => act.send(filled(values)), onSuccess: answer => done(answer ?? {}) });
  const wrong = send.error instanceof Problem ? send.error.fields : {};
  const set = (key: string) => (value: string) => setValues(old => ({ ...old, [key]: value }));
  const ready = act.fields.every(field => !field.required || values[field.key]?.trim());
  return (
    <div onKeyDown={event => {
      if (event.key === 'Escape') close();
      if (event.altKey && event.code === 'KeyS' && ready) { event.preventDefault(); form.current?.requestSubmit(); }
    }}><Form ref={form} className="form" aria-label={act.label}
      onSubmit={event => { event.preventDefault(); if (ready && !send.isPending) send.mutate(); }}>
      <h3>{act.label}</h3>
      {act.note && <p>{act.note}</p>}
      {act.two && <p className="muted">{t('act_two')}</p>}
      {act.fields.map((field, i) => (field.choices
        ? <Choose key={field.key} name={field.key} label={field.label} value={values[field.key] ?? ''} onChange={set(field.key)} choices={field.choices} />
        : field.check
          ? <Check key={field.key} name={field.key} label={field.label} value={values[field.key] === 'yes'} onChange={on => set(field.key)(on ? 'yes' : '')} />
          : <TextInput key={field.key} name={field.key} label={field.required ? field.label : t('act_optional', { l: field.label })} value={values[field.key] ?? ''} onChange={set(field.key)}
              required={field.required ?? false} long={field.long ?? false} autoFocus={i === 0} error={wrong[field.key]}
              {...(field.help ? { help: field.help } : {})} {...(field.type ? { type: field.type } : {})} />))}
      {send.error ? <ErrorBox error={send.error} unsaved /> : null}
      <div className="row"><Button type="submit" className="button main-act" isDisabled={!ready || send.isPending}>{act.two ? t('act_ask') : t('write_down')}</Button>
        <Button className="button" onPress={close}>{t('cancel')}</Button></div>
    </Form></div>
  );
}

export function Acts({ acts, done, label }: { acts: readonly Act[]; done: (answer: Done, act: Act) => void; label: string }) {
  const { t } = useT();
  const [chosen, choose] = useState<string | null>(null);
  const [said, say] = useState<string | null>(null);
  const opener = useRef<HTMLElement | null>(null);
  const status = useRef<HTMLParagraphElement>(null);
  const group = useRef<HTMLDivElement>(null);
  // A form that the end of a session closed opens again.
  useEffect(() => {
    const left = acts.find(one => isLeft(formOf(group.current, one.label)));
    if (left) choose(left.id);
  }, []);
  const act = acts.find(one => one.id === chosen);
  const close = () => { choose(null); queueMicrotask(() => opener.current?.focus()); };
  return (
    <div className="stack no-print" role="group" aria-label={label} ref={group}>
      {acts.length > 0 && <div className="row">{acts.map(one => (
        <Button key={one.id} className={one.main ? 'button main-act' : 'button'} aria-expanded={chosen === one.id}
          onPress={event => { opener.current = event.target as HTMLElement; say(null); choose(chosen === one.id ? null : one.id); }}>{one.label}</Button>
      ))}</div>}
      <p role="status" tabIndex={-1} ref={status} className={said ? 'notice good' : 'sr'}>{said}</p>
      {act && <div className="panel"><ActForm key={act.id} act={act} close={close} done={answer => {
        choose(null);
        say(answer.pending || answer.state === 'pending' ? t('act_pending') : t('act_done', { a: act.label }));
        queueMicrotask(() => status.current?.focus());
        done(answer, act);
      }} /></div>}
    </div>
  );
}
