// What a person agreed to, what is kept back, what was given to a prosecutor or a service, and the answer to the person himself.
import { useState } from 'react';
import { Link } from 'wouter';
import { Button, Form } from 'react-aria-components';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import { useMay, useSession } from '../../app/session';
import { useT } from '../../i18n';
import { Acts, type Act, type Values } from '../../parts/Acts';
import { TextInput } from '../../parts/fields';
import { ListTable, Notes, SheetView, listOf, rowsOf, type Row } from '../../parts/Sheet';
import { ErrorBox, Loaded } from '../../parts/states';
import { useConsent, useExtracts, useUses, uses, useWithheld } from './data';

function Answer({ person }: { person: string }) {
  const { t } = useT();
  const make = useMutation({
    mutationFn: async (verified: string) => (await ask(api.POST('/person/{id}/answer', { params: { path: { id: person }, query: { form: 'sheet' } }, body: verified ? { verified } : {} }))).sheet!, gcTime: 0,
  });
  const acts: Act[] = [
    { id: 'draft', label: t('answer_draft'), note: t('answer_draft_text'), fields: [], send: async () => { await make.mutateAsync(''); } },
    { id: 'give', label: t('answer_give'), note: t('answer_give_text'), fields: [{ key: 'verified', label: t('answer_verified'), required: true, long: true }], send: async ({ verified = '' }) => { await make.mutateAsync(verified); } },
  ];
  return (
    <section className="panel stack"><h2>{t('answer_head')}</h2><p className="muted">{t('answer_text')}</p>
      <Acts label={t('answer_head')} acts={acts} done={() => undefined} />
      {make.data && <><div className="row no-print"><Button className="button small" onPress={() => print()}>{t('print')}</Button><Button className="button small" onPress={() => make.reset()}>{t('close')}</Button></div><SheetView sheet={make.data} /></>}
    </section>
  );
}

function Person({ person }: { person: string }) {
  const { t } = useT();
  const session = useSession();
  const client = useQueryClient();
  const may = useMay('CONSENT'), keep = useMay('KEEP'), disclose = useMay('DISCLOSE'), confirm = useMay('CONFIRM', 'INQUIRE');
  const query = useConsent(person);
  const acts: Act[] = [];
  if (may) acts.push({ id: 'word', label: t('consent_word'), note: t('consent_word_text'), fields: [
    { key: 'use', label: t('use'), required: true, choices: uses.map(use => ({ id: use, label: t(`use_${use}`) })) },
    { key: 'given', label: t('his_word'), required: true, choices: [{ id: 'yes', label: t('yes') }, { id: 'no', label: t('no') }] },
    { key: 'how', label: t('consent_how'), required: true, help: t('consent_how_help') }, { key: 'on', label: t('day_of'), initial: session.as_of, help: t('day_help_families') },
    { key: 'until', label: t('consent_until') }, { key: 'to', label: t('consent_to') }, { key: 'language', label: t('consent_language') }, { key: 'by', label: t('consent_by'), help: t('consent_by_help') }],
  send: async ({ use = '', given, how = '', ...rest }: Values) => { await ask(api.POST('/person/{id}/consent', { params: { path: { id: person } }, body: { use, given: given === 'yes' ? 'yes' : 'no', how, ...rest } })); } });
  if (confirm) acts.push({ id: 'withhold', label: t('withhold'), note: t('withhold_text'), fields: [{ key: 'to', label: t('withhold_to'), required: true, initial: '*', help: t('withhold_to_help') }, { key: 'until', label: t('withhold_until') }, { key: 'reason', label: t('reason'), required: true, long: true }],
    send: ({ reason = '', ...rest }: Values) => ask(api.POST('/withheld', { body: { act: 'withhold', person, reason, ...rest } })) });
  if (disclose) acts.push({ id: 'disclose', label: t('disclose'), note: t('disclose_text'), two: true, fields: [
    { key: 'to', label: t('disclose_to'), required: true, choices: [{ id: 'prosecutor', label: t('disclose_prosecutor') }, { id: 'intelligence', label: t('disclose_intelligence') }] },
    { key: 'basis', label: t('disclose_basis'), required: true, choices: [{ id: 'consent', label: t('disclose_consent') }, { id: 'order', label: t('disclose_order') }] },
    { key: 'reference', label: t('disclose_reference'), required: true }, { key: 'purpose', label: t('purpose'), required: true, long: true }],
  send: ({ to, basis, reference = '', purpose = '' }: Values) => ask(api.POST('/extracts', { body: { person, to: to as 'prosecutor', basis: basis as 'order', reference, purpose } })) });
  return <>
    <section className="panel stack"><h2>{t('consent_of')} <span className="mono">{person}</span></h2>
      <Acts label={t('consent_of')} acts={acts} done={() => { for (const key of ['consent', 'withheld', 'extracts', 'pending']) void client.invalidateQueries({ queryKey: [key] }); }} />
      <Loaded query={query}>{sheet => <SheetView sheet={sheet} />}</Loaded></section>
    {keep && <Answer key={person} person={person} />}
  </>;
}

export function Rights({ of }: { of: string }) {
  const { t } = useT();
  const [typed, setTyped] = useState(of);
  const [person, setPerson] = useState(of);
  const disclose = useMay('DISCLOSE', 'AUDIT'), withheld = useMay('CONFIRM', 'INQUIRE');
  return (
    <>
      <section className="panel"><Form className="row" onSubmit={event => { event.preventDefault(); setPerson(typed.trim()); }}>
        <TextInput name="person" label={t('person_number')} help={t('rights_person_help')} value={typed} onChange={setTyped} />
        <Button type="submit" className="button" isDisabled={!typed.trim()}>{t('open')}</Button></Form></section>
      {person && <Person key={person} person={person} />}
      {withheld && <Withheld />}
      {disclose && <Extracts />}
      <section className="panel stack"><h2>{t('uses_table')}</h2><Loaded query={useUses()}>{sheet => <>{listOf(sheet, 'uses') && <ListTable list={{ ...listOf(sheet, 'uses')!, heading: t('uses_table') }} />}<Notes notes={sheet.notes} /></>}</Loaded></section>
    </>
  );
}

const personLink = (key: string, row: Row) => (key === 'person' && row.person ? <Link className="mono" href={`/person/${encodeURIComponent(row.person)}`}>{row.person}</Link> : null);

function Withheld() {
  const { t } = useT();
  const client = useQueryClient();
  const may = useMay('CONFIRM');
  return <section className="panel stack"><h2>{t('withheld')}</h2><Loaded query={useWithheld()}>{sheet => {
    const list = listOf(sheet, 'withheld');
    const ids = rowsOf(list).map(row => row.id ?? '').filter(Boolean);
    return <>{list && list.rows.length > 0 ? <ListTable list={list} link={personLink} /> : <p className="muted">{t('withheld_none')}</p>}
      {may && ids.length > 0 && <Acts label={t('withheld')} acts={[{ id: 'lift', label: t('withhold_lift'), note: t('withhold_lift_text'), two: true, fields: [
        { key: 'id', label: t('withhold_which'), required: true, choices: ids.map(id => ({ id, label: id })) }, { key: 'reason', label: t('reason'), required: true, long: true }],
      send: ({ id = '', reason = '' }: Values) => ask(api.POST('/withheld', { body: { act: 'lift', id, reason } })) }]}
      done={() => { void client.invalidateQueries({ queryKey: ['withheld'] }); void client.invalidateQueries({ queryKey: ['pending'] }); }} />}
      <Notes notes={sheet.notes} /></>;
  }}</Loaded></section>;
}

function Extracts() {
  const { t } = useT();
  const query = useExtracts(true);
  return <section className="panel stack"><h2>{t('extracts')}</h2>{query.error ? <ErrorBox error={query.error} /> : <Loaded query={query}>{sheet => {
    const list = listOf(sheet, 'extracts');
    return <>{list && list.rows.length > 0 ? <ListTable list={list} link={(key, row) => (key === 'number' ? <a className="mono" href={`#/print/disclosure/${encodeURIComponent(row.number ?? '')}`}>{row.number}</a> : personLink(key, row))} /> : <p className="muted">{t('extracts_none')}</p>}<Notes notes={sheet.notes} /></>;
  }}</Loaded>}</section>;
}
