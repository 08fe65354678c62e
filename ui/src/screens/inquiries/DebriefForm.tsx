// The debrief, in the order in which it is asked: help and his will first, then what he allows, then what he saw of others.
// It needs no network until it is sent.
import { useEffect, useState } from 'react';
import { Button } from 'react-aria-components';
import { useLocation } from 'wouter';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, ask, Problem } from '../../api/http';
import { useT } from '../../i18n';
import { Choose, Pick, TextInput } from '../../parts/fields';
import { ErrorBox } from '../../parts/states';
import { uses } from './data';
import { dropDraft, emptySaid, isTouched, lacksOf, linesOf, newDraft, putDraft, useDrafts, type Draft, type Said } from './draft';

/** The browser asks before a page with an unsent draft is closed. */
export function useDraftGuard() {
  const drafts = useDrafts();
  const unsent = drafts.some(isTouched);
  useEffect(() => {
    if (!unsent) return;
    const stay = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', stay);
    return () => removeEventListener('beforeunload', stay);
  }, [unsent]);
}

function Gate({ draft, put }: { draft: Draft; put: (change: Partial<Draft>) => void }) {
  const { t } = useT();
  return (
    <section className="panel stack" aria-labelledby="h-gate"><h2 id="h-gate">1. {t('gate')}</h2>
      <p>{t('gate_text')}</p>
      <TextInput name="referral" label={t('referral')} help={t('referral_help')} value={draft.referral} onChange={referral => put({ referral })} required long />
      <Pick label={t('wants_asked')} value={draft.ask} onChange={value => put({ ask: value as Draft['ask'] })} choices={[{ id: 'yes', label: t('wants_yes') }, { id: 'no', label: t('wants_no') }]} />
      {draft.ask === 'no' && <p className="notice law">{t('gate_stop')}</p>}
      <div className="grid-fields">
        <TextInput name="id" label={t('debrief_number')} help={t('debrief_number_help')} value={draft.id} onChange={id => put({ id })} required />
        <TextInput name="person" label={t('person_number')} value={draft.person} onChange={person => put({ person })} />
        <TextInput name="source" label={t('debrief_source')} help={t('debrief_source_help')} value={draft.source} onChange={source => put({ source })} required />
        <TextInput name="date" label={t('day_of')} help={t('day_help_families')} value={draft.date} onChange={date => put({ date })} />
        <TextInput name="language" label={t('debrief_language')} value={draft.language} onChange={language => put({ language })} />
      </div>
    </section>
  );
}

function Allows({ draft, put }: { draft: Draft; put: (change: Partial<Draft>) => void }) {
  const { t } = useT();
  return (
    <section className="panel stack" aria-labelledby="h-allows"><h2 id="h-allows">2. {t('allows')}</h2>
      <p>{t('allows_text')}</p>
      <TextInput name="asked_before" label={t('asked_before')} help={t('asked_before_help')} value={draft.asked_before} onChange={value => put({ asked_before: value })} />
      <div className="grid-fields">{uses.map(use => (
        <Pick key={use} label={t(`use_${use}`)} value={draft.uses[use] ?? ''} onChange={value => put({ uses: value ? { ...draft.uses, [use]: value as 'yes' | 'no' } : Object.fromEntries(Object.entries(draft.uses).filter(([key]) => key !== use)) })}
          choices={[{ id: 'yes', label: t('yes') }, { id: 'no', label: t('no') }, { id: '', label: t('not_asked') }]} />))}</div>
    </section>
  );
}

function One({ said, number, put, drop }: { said: Said; number: number; put: (said: Said) => void; drop: () => void }) {
  const { t } = useT();
  const set = (key: keyof Said) => (value: string) => put({ ...said, [key]: value });
  const grades = ['', '1', '2', '3', '4', '5', '6'];
  return (
    <fieldset className="panel stack plain-set framed"><legend className="strong">{t('seen_number', { n: number })}</legend>
      <div className="grid-fields">
        <TextInput name={`about-${number}`} label={t('seen_about')} help={t('seen_about_help')} value={said.about} onChange={set('about')} />
        <TextInput name={`callsign-${number}`} label={t('callsign')} value={said.callsign} onChange={set('callsign')} />
        <TextInput name={`person-${number}`} label={t('person_number')} value={said.person} onChange={set('person')} />
        <Choose label={t('seen_status')} value={said.status} onChange={set('status')} choices={(['captive', 'free', 'dead'] as const).map(id => ({ id, label: t(`fate_${id}`) }))} />
        <TextInput name={`place-${number}`} label={t('seen_place')} value={said.place} onChange={set('place')} />
        <TextInput name={`region-${number}`} label={t('seen_region')} value={said.region} onChange={set('region')} />
        <TextInput name={`cell-${number}`} label={t('seen_cell')} value={said.cell} onChange={set('cell')} />
        <TextInput name={`from-${number}`} label={t('seen_from')} help={t('day_help_families')} value={said.from} onChange={set('from')} />
        <TextInput name={`date-${number}`} label={t('seen_last')} value={said.date} onChange={set('date')} />
        <Choose label={t('certainty')} value={said.certainty || '-'} onChange={value => set('certainty')(value === '-' ? '' : value)} choices={grades.map(grade => ({ id: grade || '-', label: grade ? t(`certainty_${grade}` as 'certainty_1') : t('not_asked') }))} />
      </div>
      <Pick label={t('seen_known')} value={said.known} onChange={value => put({ ...said, known: value as Said['known'] })} choices={[{ id: 'first_hand', label: t('seen_himself') }, { id: 'hearsay', label: t('seen_heard') }]} />
      <TextInput name={`words-${number}`} label={t('seen_words')} value={said.words} onChange={set('words')} long />
      <div className="row"><Button className="button small" onPress={drop}>{t('seen_remove', { n: number })}</Button></div>
    </fieldset>
  );
}

function Others({ draft, put }: { draft: Draft; put: (change: Partial<Draft>) => void }) {
  const { t } = useT();
  return (
    <section className="panel stack" aria-labelledby="h-others"><h2 id="h-others">3. {t('others_seen')}</h2>
      <p>{t('others_seen_text')}</p>
      <TextInput name="places" label={t('held_at_in_order')} help={t('held_at_help')} value={draft.places} onChange={places => put({ places })} />
      {draft.said.map((said, i) => <One key={i} said={said} number={i + 1} put={one => put({ said: draft.said.map((old, k) => (k === i ? one : old)) })} drop={() => put({ said: draft.said.filter((_, k) => k !== i) })} />)}
      <div className="row"><Button className="button" onPress={() => put({ said: [...draft.said, emptySaid()] })}>{t('seen_add')}</Button></div>
    </section>
  );
}

function SealedWords({ draft, put }: { draft: Draft; put: (change: Partial<Draft>) => void }) {
  const { t } = useT();
  return (
    <section className="panel stack" aria-labelledby="h-sealed"><h2 id="h-sealed">4. {t('sealed')}</h2>
      <p className="strong">{t('sealed_never_ask')}</p><p>{t('sealed_text')}</p>
      {draft.sealed.map((note, i) => (
        <fieldset key={i} className="stack plain-set framed panel"><legend className="strong">{t('sealed_number', { n: i + 1 })}</legend>
          <TextInput name={`compartment-${i}`} label={t('compartment')} help={t('compartment_help')} value={note.compartment} onChange={compartment => put({ sealed: draft.sealed.map((old, k) => (k === i ? { ...old, compartment } : old)) })} />
          <TextInput name={`sealed-${i}`} label={t('sealed_words')} value={note.words} onChange={words => put({ sealed: draft.sealed.map((old, k) => (k === i ? { ...old, words } : old)) })} long />
          <div className="row"><Button className="button small" onPress={() => put({ sealed: draft.sealed.filter((_, k) => k !== i) })}>{t('sealed_remove')}</Button></div></fieldset>))}
      <div className="row"><Button className="button" onPress={() => put({ sealed: [...draft.sealed, { compartment: '', words: '' }] })}>{t('sealed_add')}</Button></div>
    </section>
  );
}

function Send({ draft }: { draft: Draft }) {
  const { t } = useT();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [sure, setSure] = useState(false);
  const lacks = lacksOf(draft);
  const send = useMutation({
    mutationFn: () => ask(api.POST('/debrief/file', { body: linesOf(draft), bodySerializer: body => body, headers: { 'content-type': 'application/x-ndjson' } })),
    gcTime: 0,
    onSuccess: () => {
      const id = draft.id;
      dropDraft(draft.key);
      void client.invalidateQueries({ queryKey: ['debriefs'] });
      navigate(`/inquiries/debriefs/${encodeURIComponent(id)}`);
    },
  });
  const away = send.error instanceof Problem && send.error.status === 0;
  return (
    <section className="panel stack" aria-labelledby="h-send"><h2 id="h-send">{t('debrief_send')}</h2>
      <p>{t('debrief_send_text')}</p>
      {lacks.length > 0 && <div className="notice attention"><p className="strong">{t('debrief_lacks')}</p><ul>{lacks.map(lack => <li key={lack}>{t(lack)}</li>)}</ul></div>}
      {away ? <div className="notice attention" role="alert"><p className="strong">{t('debrief_no_network')}</p><p>{t('debrief_no_network_text')}</p></div> : send.error ? <ErrorBox error={send.error} unsaved /> : null}
      <div className="row"><Button className="button main-act" isDisabled={lacks.length > 0 || send.isPending} onPress={() => send.mutate()}>{t('debrief_send_now')}</Button>
        {!sure ? <Button className="button" onPress={() => setSure(true)}>{t('draft_drop')}</Button>
          : <><span>{t('draft_drop_sure')}</span><Button className="button" onPress={() => { dropDraft(draft.key); navigate('/inquiries/debriefs'); }}>{t('draft_drop_yes')}</Button><Button className="button" onPress={() => setSure(false)}>{t('cancel')}</Button></>}</div>
    </section>
  );
}

export function DebriefForm() {
  const { t } = useT();
  const drafts = useDrafts();
  const [key, setKey] = useState<number | null>(drafts[0]?.key ?? null);
  const draft = drafts.find(one => one.key === key) ?? drafts[0];
  useEffect(() => { if (drafts.length === 0) setKey(newDraft()); }, [drafts.length]);
  if (!draft) return null;
  const put = (change: Partial<Draft>) => putDraft({ ...draft, ...change });
  return (
    <>
      <div className="notice attention"><p className="strong">{t('draft_where')}</p><p>{t('draft_where_text')} <a href="#/print/debrief-form">{t('paper_form')}</a></p></div>
      <div className="row">{drafts.map((one, i) => (
        <Button key={one.key} className="button small" aria-pressed={one.key === draft.key} onPress={() => setKey(one.key)}>{one.id || t('draft_number', { n: i + 1 })}</Button>))}
        <Button className="button small" onPress={() => setKey(newDraft())}>{t('draft_another')}</Button></div>
      <div className="stack" key={draft.key}>
        <Gate draft={draft} put={put} />
        {draft.ask === 'yes' && <><Allows draft={draft} put={put} /><Others draft={draft} put={put} /><SealedWords draft={draft} put={put} /></>}
        <Send draft={draft} />
      </div>
    </>
  );
}
