import { Button, Disclosure, DisclosurePanel, Heading } from 'react-aria-components';
import type { Cell } from '../../api/types';
import { useT } from '../../i18n';
import { Table } from '../../parts/Table';

export function FrontierTable({ cells }: { cells: Cell[] }) {
  const { t, n, chance } = useT();
  return (
    <Disclosure><Heading level={3}><Button slot="trigger" className="button small">{t('as_table')}</Button></Heading><DisclosurePanel>
      <Table label={t('frontier')} rows={cells} id={c => String(c.max_given)} columns={[
        { key: 'max', head: t('at_most_given'), num: true, cell: c => n(c.max_given) },
        { key: 'given', head: t('given'), num: true, cell: c => n(c.given) },
        { key: 'returned', head: t('agreed_home'), num: true, cell: c => n(c.returned) },
        { key: 'mean', head: t('home_expected'), num: true, cell: c => n(c.home?.mean) },
        { key: 'sure', head: t('key_sure'), num: true, cell: c => n(c.home?.sure95) },
        { key: 'shock', head: t('key_shock'), num: true, cell: c => n(c.home?.sure95_shock) },
        { key: 'p', head: t('accepted_stated'), num: true, cell: c => (c.probability === undefined ? t('unknown_mark') : chance(c.probability)) },
      ]} /></DisclosurePanel></Disclosure>
  );
}
