// A list of names for an act: pasted, read line by line, and each line joined to a person by hand, never by itself.
import { useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { Button, Form } from 'react-aria-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, ask, Problem } from '../../api/http';
import { Name } from '../../app/privacy';
import { useT, type Key } from '../../i18n';
import { Choose, TextInput, type Choice } from '../../parts/fields';
import { ErrorBox } from '../../parts/states';
import type { RoundAct } from '../../api/types';
import { readLines, twice, type Line } from './lines';
import { useParties, useSend } from './data';

export type NameAct = 'send' | 'receive' | 'answer' | 'agree' | 'deliver';
interface Shape { fields: readonly ('list' | 'party' | 'kind' | 'reason')[]; kinds: readonly string[]; joined: 'must' | 'may' | 'no'; column?: { key: string; values: readonly string[] }; more: readonly string[] }
const shapes: Record<NameAct, Shape> = {
  send: { fields: ['list', 'party', 'kind', 'reason'], kinds: ['wanted', 'offered', 'exchange', 'held'], joined: 'must', more: [] },
  receive: { fields: ['list', 'party', 'kind'], kinds: ['offered', 'wanted', 'held', 'missing', 'dead'], joined: 'no', more: [] },
  answer: { fields: ['list', 'party'], kinds: [], joined: 'may', column: { key: 'answer', values: ['agreed', 'conditional', 'refused', 'not_held', 'dead', 'returned', 'no_answer'] }, more: ['condition', 'reason'] },
  agree: { fields: [], kinds: [], joined: 'must', column: { key: 'direction', values: ['returned', 'given'] }, more: ['tranche'] },
  deliver: { fields: [], kinds: [], joined: 'may', column: { key: 'outcome', values: ['delivered', 'absent', 'substitute', 'other_identity', 'dead', 'withdrew'] }, more: ['instead_of', 'cause'] },
};

const wordOf = (t: ReturnType<typeof useT>['t'], key: string, value: string) =>
  t((key === 'answer' ? `answer_${value}` : key === 'direction' ? `direction_${value}` : `outcome_${value}`) as Key);

interface Filled extends Line { none: boolean; values: Record<string, string> }

/** Who a pasted name may be: three candidates with why, taken with A, or none of them with N. */
function Candidates({ line, take, none }: { line: Filled; take: (id: string, name: string) => void; none: () => void }) {
  const { t, day } = useT();
  const found = useQuery({
    queryKey: ['search', line.name, 3], enabled: line.name.length > 1, gcTime: 30_000,
    queryFn: ({ signal }) => ask(api.POST('/search', { body: { query: `${line.name} ${line.born.slice(0, 4)}`.trim(), top: 3 }, signal })),
  });
  const hits = found.data?.search.hits ?? [];
  const keys = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.code === 'KeyA' && hits[0]) { event.preventDefault(); take(hits[0].id, hits[0].name); }
    if (event.code === 'KeyN') { event.preventDefault(); none(); }
  };
  return (
    <div onKeyDown={keys} className="stack tight">
      {found.isPending && line.name.length > 1 && <span className="muted">{t('loading')}</span>}
      {found.error ? <ErrorBox error={found.error} /> : null}
      {hits.map(hit => <div key={hit.id} className="row tight"><Button className="button small" onPress={() => take(hit.id, hit.name)}>{t('names_take', { id: hit.id })}</Button>
        <Name>{hit.name}</Name> <span className="muted">{day(hit.born)} <span translate="no">{hit.reasons}</span></span></div>)}
      {found.data && hits.length === 0 && <span className="muted">{t('names_nobody')}</span>}
      {found.data && <div><Button className="button small" onPress={none}>{t('names_none_of_them')}</Button></div>}
    </div>
  );
}

function Row({ line, at, shape, again, set, drop }: { line: Filled; at: number; shape: Shape; again: boolean; set: (line: Filled) => void; drop: () => void }) {
  const { t, day } = useT();
  const open = shape.joined !== 'no' && !line.person && !line.none;
  const value = (key: string) => (v: string) => set({ ...line, values: { ...line.values, [key]: v } });
  return (
    <tr><th scope="row" className="num">{at + 1}</th>
      <td>{line.person && <span className="mono">{line.person} </span>}{line.name && <Name>{line.name}</Name>} <span className="muted">{day(line.born)}</span>
        {line.rest.length > 0 && <span className="muted block">{t('names_rest', { r: line.rest.join('; ') })}</span>}
        {again && <span className="ochre block">{t('names_twice')}</span>}</td>
      {shape.joined !== 'no' && <td>{open ? <Candidates line={line} take={id => set({ ...line, person: id })} none={() => set({ ...line, none: true })} />
        : <div className="row tight">{line.person ? <span className="mono">{line.person}</span> : <span>{t('names_unknown')}</span>}
          {line.name && <Button className="button small" onPress={() => set({ ...line, person: '', none: false })}>{t('names_again')}</Button>}</div>}</td>}
      {shape.column && <td><Choose hideLabel label={t(`names_${shape.column.key}` as Key)} value={line.values[shape.column.key] ?? ''} onChange={value(shape.column.key)}
        choices={shape.column.values.map(v => ({ id: v, label: wordOf(t, shape.column!.key, v) }))} /></td>}
      {shape.more.map(key => <td key={key}><input className="input" aria-label={`${t(`names_${key}` as Key)}, ${at + 1}`} autoComplete="off" value={line.values[key] ?? ''} onChange={event => value(key)(event.target.value)} /></td>)}
      <td><Button className="button small" aria-label={t('names_drop', { n: at + 1 })} onPress={drop}>✕</Button></td></tr>
  );
}

/** What leaves the bureau is shown before it is asked for, to the letter. */
function Preview({ lines }: { lines: readonly Filled[] }) {
  const { t } = useT();
  return (
    <section className="notice stack" aria-labelledby="h-preview"><h3 id="h-preview">{t('preview')}</h3><p>{t('preview_text')}</p>
      <div className="scroll" tabIndex={0} role="group" aria-labelledby="h-preview"><table className="table"><thead><tr><th scope="col">№</th><th scope="col">{t('number')}</th><th scope="col">{t('name')}, {t('born')}</th></tr></thead>
        <tbody>{lines.map((line, i) => <tr key={i}><td>{i + 1}</td><td className="mono">{line.person}</td><td>{line.name ? <Name>{line.name}</Name> : t('preview_register')}</td></tr>)}</tbody></table></div>
      <p className="muted">{t('preview_never')}</p></section>
  );
}

export function NamesForm({ act, round, close, done, lists }: {
  act: NameAct; round: string; close: () => void; done: (answer: { pending?: string | null | undefined; names?: number | undefined }) => void; lists: readonly string[];
}) {
  const { t } = useT();
  const shape = shapes[act];
  const { send } = useSend();
  const parties = useParties();
  const [fields, setFields] = useState<Record<string, string>>({ kind: shape.kinds[0] ?? '' });
  const [text, setText] = useState('');
  const [lines, setLines] = useState<Filled[]>([]);
  const table = useRef<HTMLDivElement>(null);
  const again = useMemo(() => twice(lines), [lines]);
  const field = (key: string) => (value: string) => setFields(old => ({ ...old, [key]: value }));
  const read = () => {
    setLines([...lines, ...readLines(text).map(line => ({ ...line, none: false, values: (shape.column ? { [shape.column.key]: shape.column.values[0]! } : {}) as Record<string, string> }))]);
    setText('');
    queueMicrotask(() => table.current?.focus());
  };
  const body = (): RoundAct => ({
    act, round, ...(fields.list ? { id: fields.list } : {}), ...(fields.party ? { party: fields.party } : {}), ...(fields.kind ? { kind: fields.kind } : {}), ...(fields.reason ? { reason: fields.reason } : {}),
    rows: lines.map(line => ({
      ...(line.person ? { person: line.person } : {}), ...(line.name && act !== 'send' && act !== 'agree' && !line.person ? { name: line.name } : {}),
      ...(line.born && act !== 'send' && act !== 'agree' && !line.person ? { born: line.born } : {}), ...Object.fromEntries(Object.entries(line.values).filter(([, v]) => v.trim())),
    })),
  });
  const write = useMutation({ mutationFn: () => send(body()), onSuccess: answer => done(answer as { pending?: string | null; names?: number }) });
  const wrong = write.error instanceof Problem ? write.error.fields : {};
  const unjoined = lines.filter(line => (shape.joined === 'must' ? !line.person : shape.joined === 'may' ? !line.person && !line.none : false)).length;
  const ready = lines.length > 0 && unjoined === 0 && again.size === 0 && !write.isPending && shape.fields.every(key => key === 'reason' || key === 'list' && act === 'answer' || key === 'party' && act === 'answer' || fields[key]?.trim());
  const partyChoices: Choice[] = [...(parties.data?.parties ?? []), ...(parties.data?.holders ?? [])].map(party => ({ id: party.id, label: party.name }));
  return (
    <div onKeyDown={event => { if (event.key === 'Escape') close(); }}><Form className="stack" aria-label={t(`act_${act}` as Key)} onSubmit={event => { event.preventDefault(); if (ready) write.mutate(); }}>
      <h3>{t(`act_${act}` as Key)}</h3><p className="muted">{t(`act_${act}_text` as Key)}</p>
      <div className="grid-fields">
        {shape.fields.includes('list') && (act === 'answer'
          ? <Choose label={t('list_answered')} value={fields.list ?? ''} onChange={field('list')} choices={[{ id: '', label: t('list_any') }, ...lists.map(id => ({ id, label: id }))]} />
          : <TextInput name="id" label={t('list_id')} help={t('list_id_help')} value={fields.list ?? ''} onChange={field('list')} required error={wrong.id} autoFocus />)}
        {shape.fields.includes('party') && <Choose label={t(act === 'send' ? 'list_to' : 'list_from')} value={fields.party ?? ''} onChange={field('party')} choices={partyChoices} />}
        {shape.fields.includes('kind') && <Choose label={t('list_kind')} value={fields.kind ?? ''} onChange={field('kind')} choices={shape.kinds.map(kind => ({ id: kind, label: t(`list_${kind}` as Key) }))} />}
        {shape.fields.includes('reason') && <TextInput name="reason" label={t('reason')} value={fields.reason ?? ''} onChange={field('reason')} error={wrong.reason} />}
      </div>
      <TextInput name="names" label={t('names_paste')} help={t('names_help')} value={text} onChange={setText} long />
      <div className="row"><Button className="button" isDisabled={!text.trim()} onPress={read}>{t('names_read')}</Button>
        {lines.length > 0 && <span role="status">{t('names_count', { n: lines.length })}{unjoined > 0 && <>; <span className="ochre">{t('names_unjoined', { n: unjoined })}</span></>}</span>}</div>
      {lines.length > 0 && <div className="scroll tall" tabIndex={0} role="group" aria-label={t('names')} ref={table}><table className="table">
        <thead><tr><th scope="col">№</th><th scope="col">{t('names_pasted')}</th>{shape.joined !== 'no' && <th scope="col">{t('names_who')}</th>}
          {shape.column && <th scope="col">{t(`names_${shape.column.key}` as Key)}</th>}{shape.more.map(key => <th scope="col" key={key}>{t(`names_${key}` as Key)}</th>)}<td /></tr></thead>
        <tbody>{lines.map((line, i) => <Row key={i} line={line} at={i} shape={shape} again={again.has(i)} set={next => setLines(old => old.map((x, k) => (k === i ? next : x)))} drop={() => setLines(old => old.filter((_, k) => k !== i))} />)}</tbody>
      </table></div>}
      {act === 'send' && lines.length > 0 && unjoined === 0 && <Preview lines={lines} />}
      {write.error ? <ErrorBox error={write.error} unsaved /> : null}
      <div className="row"><Button type="submit" className="button main-act" isDisabled={!ready}>{t(act === 'send' ? 'act_ask' : 'write_down')}</Button><Button className="button" onPress={close}>{t('cancel')}</Button></div>
    </Form></div>
  );
}
