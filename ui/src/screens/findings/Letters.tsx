import { useState } from 'react';
import { Button } from 'react-aria-components';
import { useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import { useSession } from '../../app/session';
import { useT, type Key } from '../../i18n';
import { Acts, type Act, type Values } from '../../parts/Acts';
import { LetterText } from '../../parts/Letter';
import { Loaded } from '../../parts/states';
import { Deadline } from './Deadline';
import { addressees, useLetter, type Addressee, type Finding, type LetterRow } from './data';
import { mayDraft, mayNotify } from './moves';

const nameOf = (to: Addressee) => `to_${to.replace('-', '_')}` as Key;
const languageOf = (language: string | null): Key => (language === 'en' ? 'in_english' : 'in_ukrainian');

function Text({ id, to, language }: { id: string; to: Addressee; language: string }) {
  const { t } = useT();
  return <Loaded query={useLetter(id, to, language)}>{letter => (
    <div className="notice stack" lang={language}><LetterText text={letter.content} />
      <p className="muted" lang={undefined}>{t('letter_hash')}: <span className="hash">{letter.sha256}</span></p></div>
  )}</Loaded>;
}

function useSend(it: Finding, to: Addressee) {
  const client = useQueryClient();
  return {
    send: (act: 'draft' | 'notify' | 'answer', language: string) => (values: Values) =>
      ask(api.POST('/findings/{id}', { params: { path: { id: it.id } }, body: { act, to, ...values }, headers: { 'accept-language': language } })),
    done: () => { void client.invalidateQueries({ queryKey: ['findings'] }); void client.invalidateQueries({ queryKey: ['pending'] }); },
  };
}

function Letter({ it, to, letter }: { it: Finding; to: Addressee; letter: LetterRow }) {
  const { t, w, day } = useT();
  const session = useSession();
  const [open, setOpen] = useState(false);
  const { send, done } = useSend(it, to);
  const language = letter.language ?? 'uk';
  const facts: [Key, string | null][] = [['drafted_by', letter.drafted_by], ['asked_by', letter.asked_by], ['released_by', letter.released_by], ['sent_on', day(letter.sent)]];
  const acts: Act[] = [];
  if (mayNotify(it.phase) && letter.state === 'draft')
    acts.push({ id: 'notify', label: t('letter_send'), note: t('letter_send_text'), two: true, main: true, fields: [{ key: 'reason', label: t('reason'), required: true }], send: send('notify', language) });
  if (letter.sent && !letter.answered)
    acts.push({ id: 'answer', label: t('letter_answered'), fields: [{ key: 'says', label: t('letter_says'), required: true, long: true }, { key: 'date', label: t('when'), initial: session.as_of, help: t('day_help') }], send: send('answer', language) });
  return (
    <div className="stack">
      <p><span className="chip">{w(letter.state)}</span> {t(languageOf(letter.language))}</p>
      <dl className="facts">
        {facts.filter(([, value]) => value).map(([key, value]) => <div className="fact" key={key}><dt>{t(key)}</dt><dd>{value}</dd></div>)}
        {letter.due && !letter.answered && <div className="fact"><dt>{t('answer_by')}</dt><dd><Deadline of={letter.due} /></dd></div>}
        {letter.answered && <div className="fact"><dt>{t('answered_on')}</dt><dd>{day(letter.answered)}: {letter.answer}</dd></div>}
      </dl>
      <Acts label={`${t(nameOf(to))}, ${t(languageOf(letter.language))}`} acts={acts} done={done} />
      <div className="row"><Button className="button small" aria-expanded={open} onPress={() => setOpen(!open)}>{t(open ? 'letter_close' : 'letter_read')}</Button>
        <a className="button small" href={`#/print/letter/${it.id}/${to}/${language}`}>{t('print')}</a></div>
      {open && <Text id={it.id} to={to} language={language} />}
    </div>
  );
}

function One({ it, to }: { it: Finding; to: Addressee }) {
  const { t, lang } = useT();
  const { send, done } = useSend(it, to);
  const letters = it.letters.filter(row => row.addressee === to);
  const here = letters.some(row => row.language === lang);
  const draft: Act = { id: 'draft', label: t(here ? 'letter_again' : 'letter_draft'), note: t('letter_draft_text', { l: t(languageOf(lang)) }), fields: [], send: send('draft', lang) };
  return (
    <section className="panel stack"><div className="panel-head"><h3>{t(nameOf(to))}</h3>{letters.length === 0 && <span className="chip">{t('letter_none')}</span>}</div>
      {letters.map(letter => <Letter key={letter.language} it={it} to={to} letter={letter} />)}
      {mayDraft(it.phase) && <Acts label={t(nameOf(to))} acts={[draft]} done={done} />}
    </section>
  );
}

/** One letter an addressee and language; nothing goes out before a second person has read it. */
export function Letters({ it }: { it: Finding }) {
  const { t } = useT();
  return (
    <section className="stack" aria-labelledby="h-letters"><h2 id="h-letters">{t('letters')}</h2>
      <p className="muted">{t('letters_text')}</p>
      <div className="halves">{addressees.map(to => <One key={to} it={it} to={to} />)}</div>
    </section>
  );
}
