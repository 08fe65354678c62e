import { useDeferredValue, useState } from 'react';
import { Button, Input, Label, SearchField, Text } from 'react-aria-components';
import { useT } from '../../i18n';
import { Choose } from '../../parts/fields';
import { Hits } from './Hits';
import { Grid } from './Grid';

export interface Filter { side: 'ours' | 'theirs' | ''; register: string; sort: 'id' | 'name' | 'born' | '-missing' }
const registers = ['captive', 'missing', 'returned', 'dead', 'free'];

/** The list of people; the words searched for go to the server in a body and stand in no address. */
export default function People() {
  const { t, w } = useT();
  const [query, setQuery] = useState('');
  const asked = useDeferredValue(query.trim());
  const [filter, setFilter] = useState<Filter>({ side: 'ours', register: '', sort: 'id' });
  const set = (key: keyof Filter) => (value: string) => setFilter(old => ({ ...old, [key]: value === 'any' ? '' : value }));
  return (
    <>
      <div className="page-head"><h1>{t('people')}</h1></div>
      <div className="row">
        <SearchField className="field search" value={query} onChange={setQuery}>
          <Label>{t('search')}</Label>
          <div className="box"><Input data-search autoComplete="off" spellCheck="false" />
            <Button className="button" aria-label={t('clear')}>✕</Button></div>
          <Text slot="description">{t('search_help')}</Text>
        </SearchField>
        <Choose label={t('side')} value={filter.side || 'any'} onChange={set('side')} choices={[
          { id: 'any', label: t('any') }, { id: 'ours', label: t('side_ours') }, { id: 'theirs', label: t('side_theirs') }]} />
        <Choose label={t('official_status')} value={filter.register || 'any'} onChange={set('register')} choices={[
          { id: 'any', label: t('any') }, ...registers.map(r => ({ id: r, label: w(r) }))]} />
        <Choose label={t('order')} value={filter.sort} onChange={set('sort')} choices={[
          { id: 'id', label: t('sort_id') }, { id: 'name', label: t('sort_name') }, { id: 'born', label: t('sort_born') }, { id: '-missing', label: t('sort_missing') }]} />
      </div>
      {[...asked].length >= 2 ? <Hits query={asked} /> : <Grid filter={filter} short={[...asked].length === 1} />}
    </>
  );
}
