import { useState } from 'react';
import { Button, FileTrigger, Form } from 'react-aria-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from 'wouter';
import { api, ask, Problem } from '../../api/http';
import { useT, type Key } from '../../i18n';
import { filled } from '../../parts/Acts';
import { Check, Choose, Pick, TextInput } from '../../parts/fields';
import { ErrorBox } from '../../parts/states';

const kinds = ['video', 'photo', 'audio', 'document', 'testimony', 'letter', 'imagery', 'count', 'other'] as const;
const texts = ['happened', 'custodian', 'source', 'captured', 'captured_from', 'captured_with', 'copy_of', 'persons', 'places', 'holder', 'note'] as const;
const MOST = 64 * 1024 * 1024;

/** An original, kept by its hash from the moment it comes. */
export function Add() {
  const { t, n } = useT();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [values, setValues] = useState<Record<string, string>>({ kind: '' });
  const [graphic, setGraphic] = useState('');
  const [recognised, setRecognised] = useState(false);
  const set = (key: string) => (value: string) => setValues(old => ({ ...old, [key]: value }));
  const send = useMutation({
    mutationFn: () => {
      const { id = '', kind = '', title = '', ...rest } = filled(values);
      return ask(api.POST('/evidence', {
        params: { query: { id, kind, title, ...rest, name: file!.name, ...(graphic === 'yes' ? { graphic: '1' as const } : {}), ...(recognised ? { identifiable: '1' as const } : {}) } },
        body: file as unknown as string, bodySerializer: body => body as unknown as string, headers: { 'content-type': 'application/octet-stream' },
      }));
    },
    onSuccess: () => { void client.invalidateQueries({ queryKey: ['evidence'] }); setFile(null); setValues({ kind: '' }); setGraphic(''); setRecognised(false); },
  });
  const wrong = send.error instanceof Problem ? send.error.fields : {};
  const ready = file && file.size <= MOST && values.id?.trim() && values.kind && values.title?.trim() && graphic;
  const sha = (send.data as { sha256?: string } | undefined)?.sha256;
  return (
    <Form className="panel form-wide stack" aria-label={t('evidence_add')} onSubmit={event => { event.preventDefault(); if (ready) send.mutate(); }}><h2>{t('evidence_add')}</h2>
      <p>{t('evidence_add_text')}</p>
      {send.isSuccess && <div role="status" className="notice good"><p>{t('evidence_kept')} <Link href={`/evidence/item/${encodeURIComponent(send.data.id ?? '')}`} className="mono">{send.data.id}</Link></p><p className="hash">{sha}</p></div>}
      <div className="row"><FileTrigger onSelect={files => setFile(files?.[0] ?? null)}><Button className="button">{t('evidence_choose')}</Button></FileTrigger>
        {file && <span><span className="mono">{file.name}</span> <span className="muted">{t('evidence_size', { n: n(Math.max(1, Math.round(file.size / 1024))) })}</span></span>}</div>
      {file && file.size > MOST && <p role="alert" className="brick strong">{t('evidence_too_large')}</p>}
      <TextInput name="id" label={t('number')} value={values.id ?? ''} onChange={set('id')} required error={wrong.id} />
      <Choose name="kind" label={t('evidence_kind')} value={values.kind ?? ''} onChange={set('kind')} choices={kinds.map(kind => ({ id: kind, label: t(`evidence_kind_${kind}`) }))} />
      <TextInput name="title" label={t('evidence_title')} help={t('evidence_title_help')} value={values.title ?? ''} onChange={set('title')} required error={wrong.title} />
      <Pick label={t('evidence_graphic')} help={t('evidence_graphic_help')} value={graphic} onChange={setGraphic} choices={[{ id: 'yes', label: t('yes') }, { id: 'no', label: t('no') }]} />
      <Check name="identifiable" label={t('evidence_identifiable')} value={recognised} onChange={setRecognised} />
      {texts.map(key => <TextInput key={key} name={key} label={t('act_optional', { l: t(`evidence_of_${key}` as Key) })} value={values[key] ?? ''} onChange={set(key)} long={key === 'note'} error={wrong[key]} />)}
      {send.error ? <ErrorBox error={send.error} unsaved /> : null}
      <div className="row"><Button type="submit" className="button main-act" isDisabled={!ready || send.isPending}>{t('write_down')}</Button></div>
    </Form>
  );
}
