// The acts of a round that need no list of names.
import type { Act, ActField } from '../../parts/Acts';
import type { Language } from '../../i18n';
import type { RoundAct } from '../../api/types';
import type { Choice } from '../../parts/fields';

type Send = (body: RoundAct) => Promise<{ id?: string; pending?: string | null; state?: string }>;
const grounds = ['', 'occupied', 'third_state', 'theirs', 'ours', 'remote'] as const;

export function newRound({ t }: Language, send: Send): Act {
  const fields: ActField[] = [
    { key: 'round', label: t('round_id'), required: true, help: t('round_id_help') }, { key: 'happened', label: t('round_when'), required: true, type: 'date' },
    { key: 'venue', label: t('venue'), required: true }, { key: 'venue_kind', label: t('venue_kind'), choices: grounds.map(id => ({ id, label: t(`ground_${id || 'unknown'}`) })) },
    { key: 'guarantees', label: t('guarantees') }, { key: 'parties', label: t('round_parties'), help: t('round_parties_help') },
    { key: 'mediator', label: t('mediator'), help: t('party_id_help') }, { key: 'participants', label: t('participants'), help: t('participants_help') },
  ];
  return { id: 'new', label: t('round_new'), fields, main: true, send: values => send({ ...values, act: 'new', round: values.round ?? '' }) };
}

export function roundActs({ t }: Language, round: string, send: Send, parties: readonly Choice[]): Act[] {
  const party: ActField = { key: 'party', label: t('party'), choices: parties };
  const words = ['said', 'offered', 'promised', 'demanded', 'refused'] as const;
  return [
    { id: 'minute', label: t('act_minute'), note: t('act_minute_text'), fields: [
      { key: 'kind', label: t('minute_kind'), choices: words.map(id => ({ id, label: t(`minute_${id}`) })), initial: 'said', required: true }, party,
      { key: 'speaker', label: t('minute_speaker'), help: t('participants_help') }, { key: 'words', label: t('words_said'), required: true, long: true },
      { key: 'condition', label: t('names_condition') }, { key: 'due', label: t('minute_due'), type: 'date' }],
    send: values => send({ ...values, act: 'minute', round }) },
    { id: 'package', label: t('act_package'), note: t('act_package_text'), fields: [
      party, { key: 'given', label: t('package_given'), help: t('package_help'), required: true }, { key: 'returned', label: t('package_returned'), help: t('package_help'), required: true },
      { key: 'answer', label: t('names_answer'), initial: 'accepted', choices: (['accepted', 'refused', 'counter', 'no_answer', 'open'] as const).map(id => ({ id, label: t(`package_${id}`) })) }, { key: 'reason', label: t('reason') }],
    send: values => send({ ...values, act: 'agree', round }) },
    { id: 'claim', label: t('act_claim'), note: t('act_claim_text'), fields: [
      { ...party, required: true }, { key: 'speaker', label: t('minute_speaker') }, { key: 'returned', label: t('claim_returned'), required: true }, { key: 'given', label: t('claim_given'), required: true },
      { key: 'source', label: t('claim_source') }, { key: 'note', label: t('claim_note') }],
    send: values => send({ ...values, act: 'claim', round }) },
    { id: 'state', label: t('act_state'), fields: [
      { key: 'status', label: t('round_state'), initial: 'held', choices: (['planned', 'held', 'broken_off'] as const).map(id => ({ id, label: t(`state_${id}`) })) }, { key: 'note', label: t('claim_note') }],
    send: values => send({ ...values, act: 'new', round }) },
  ];
}
/** Whether what was promised was kept. */
export const keptActs = ({ t }: Language, round: string, minutes: readonly Choice[], send: Send): Act[] => (minutes.length === 0 ? [] : [{
  id: 'kept', label: t('act_kept'), fields: [
    { key: 'id', label: t('minute'), choices: minutes, required: true, initial: minutes[0]!.id },
    { key: 'kept', label: t('act_kept'), initial: 'yes', choices: (['yes', 'no', 'partly', 'open'] as const).map(id => ({ id, label: t(`kept_${id}`) })) }],
  send: values => send({ ...values, act: 'minute', round }),
}]);
