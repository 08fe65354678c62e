import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { ToggleButton } from 'react-aria-components';
import { useQueryClient } from '@tanstack/react-query';
import { api, ask } from '../../api/http';
import { useKeys } from '../../app/keys';
import { useSession } from '../../app/session';
import { useT } from '../../i18n';
import { Acts, type Act } from '../../parts/Acts';
import { Notes } from '../../parts/Sheet';
import { Table } from '../../parts/Table';
import { Empty, Loaded } from '../../parts/states';
import { daysTo } from '../findings/moves';
import { useInquiries } from './data';

export function useNewInquiry(): Act {
  const { t } = useT();
  const session = useSession();
  return {
    id: 'new', label: t('inquiry_new'), note: t('inquiry_new_text'),
    fields: [
      { key: 'id', label: t('inquiry_number'), required: true, help: t('inquiry_number_help') },
      { key: 'person', label: t('person_number'), help: t('person_number_help') },
      { key: 'name', label: t('asked_name'), help: t('asked_name_help') }, { key: 'born', label: t('asked_born') },
      { key: 'relative', label: t('relative_who'), required: true }, { key: 'relation', label: t('relation'), required: true, help: t('relation_help') },
      { key: 'contact', label: t('relative_contact'), help: t('relative_contact_help') }, { key: 'phrase', label: t('relative_phrase'), help: t('relative_phrase_help') },
      { key: 'authorised', label: t('relative_authorised'), check: true },
      { key: 'date', label: t('day_of'), initial: session.as_of, help: t('day_help_families') }, { key: 'do', label: t('next_do') }, { key: 'by', label: t('next_by') },
    ],
    send: async ({ id = '', authorised, ...rest }) => {
      await ask(api.POST('/inquiries', { body: { act: 'new', id, ...rest, ...(authorised ? { authorised: true } : {}) } }));
      return { id };
    },
  };
}

/** Relatives who ask: the day's work first. */
export function Relatives() {
  const { t, day, w } = useT();
  const session = useSession();
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [due, setDue] = useState(false);
  const add = useNewInquiry();
  const go = (step: number) => {
    const links = [...document.querySelectorAll<HTMLAnchorElement>('a[data-inquiry]')];
    links[Math.min(links.length - 1, Math.max(0, links.indexOf(document.activeElement as HTMLAnchorElement) + step))]?.focus();
  };
  useKeys({ KeyJ: () => go(1), KeyK: () => go(-1), KeyF: () => setDue(!due) });
  return (
    <>
      <Acts label={t('inquiry_new')} acts={[add]} done={answer => { void client.invalidateQueries({ queryKey: ['inquiries'] }); if (answer.id) navigate(`/inquiries/case/${encodeURIComponent(answer.id)}`); }} />
      <Loaded query={useInquiries(due)}>{({ due: late, rows, notes }) => (
        <section className="panel stack">
          <div className="panel-head"><h2>{t('inquiries_count', { n: rows.length, d: late })}</h2>
            <ToggleButton className="button small" isSelected={due} onChange={setDue}>{t('due_only')} <kbd aria-hidden="true">F</kbd></ToggleButton></div>
          {rows.length === 0 ? <Empty>{t(due ? 'inquiries_none_due' : 'inquiries_none')}</Empty> : (
            <Table tall label={t('inquiries')} rows={rows} id={row => row.id} columns={[
              { key: 'id', head: t('inquiry_number'), rowHead: true, cell: row => <Link data-inquiry className="mono" href={`/inquiries/case/${encodeURIComponent(row.id)}`}>{row.id}</Link> },
              { key: 'person', head: t('asked_person'), cell: row => (row.person ? <Link className="mono" href={`/person/${encodeURIComponent(row.person)}/relatives`}>{row.person}</Link> : <span className="muted">{t('person_not_found_yet')}</span>) },
              { key: 'relation', head: t('relation'), cell: row => w(row.relation) },
              { key: 'told', head: t('who_is_told'), cell: row => (row.conflict ? <span className="chip ochre">{t('conflict')}</span> : t(row.authorised ? 'is_told' : 'is_not_told')) },
              { key: 'last', head: t('last_spoken'), cell: row => <span className="nowrap">{day(row.last) || t('never')}</span> },
              { key: 'next', head: t('next_do'), cell: row => row.next ?? <span className="muted">{t('nothing_planned')}</span> },
              { key: 'due', head: t('next_by'), cell: row => <span className={row.due && daysTo(session.as_of, row.due) <= 3 ? 'nowrap ochre strong' : 'nowrap'}>{day(row.due) || '–'}</span> },
              { key: 'state', head: t('state'), cell: row => w(row.state) },
            ]} />
          )}
          <Notes notes={notes} />
        </section>
      )}</Loaded>
    </>
  );
}
