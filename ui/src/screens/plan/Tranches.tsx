// A package handed over in steps: how much we have given against what has come, after each of them.
import { useState } from 'react';
import { Button, Input, Label, NumberField } from 'react-aria-components';
import type { Cell } from '../../api/types';
import { useT } from '../../i18n';
import { Table } from '../../parts/Table';
import { ErrorBox } from '../../parts/states';
import { useJob, type Evaluation } from './data';
import { Running } from './Running';

export function Tranches({ cell }: { cell: Cell }) {
  const { t, n } = useT();
  const run = useJob('evaluate');
  const [exposure, setExposure] = useState(20);
  const [of, setOf] = useState<Cell | null>(null);
  const answer = of === cell ? (run.result as Evaluation | undefined) : undefined;
  const rows = (answer?.tranches ?? []).reduce<{ given: number; returned: number; exposure: number; sumGiven: number; sumReturned: number }[]>((all, step) => {
    const last = all.at(-1);
    all.push({ ...step, sumGiven: (last?.sumGiven ?? 0) + step.given, sumReturned: (last?.sumReturned ?? 0) + step.returned });
    return all;
  }, []);
  return (
    <section className="panel stack" aria-labelledby="h-tranches"><h2 id="h-tranches">{t('tranches')}</h2><p className="muted">{t('tranches_text')} {t('tranches_why')}</p>
      <div className="row"><NumberField className="field" minValue={1} value={exposure} onChange={value => !Number.isNaN(value) && setExposure(value)}><Label>{t('exposure')}</Label>
        <div className="row tight"><Button slot="decrement" className="button">−</Button><Input className="input number" /><Button slot="increment" className="button">+</Button></div></NumberField>
      <Button className="button" isDisabled={run.running} onPress={() => { setOf(cell); run.start({ package: { given: cell.compose?.given ?? {}, returned: cell.compose?.returned ?? {} }, tranches: exposure }); }}>{t('show_steps')}</Button></div>
      {run.running && <Running run={run} />}
      {run.error ? <ErrorBox error={run.error} /> : null}
      {answer && answer.possible === false && <p className="notice attention">{t('tranches_none', { n: n(answer.least_exposure, 1) })}</p>}
      {rows.length > 0 && <Table label={t('tranches')} rows={rows} id={(_, i) => String(i)} columns={[
        { key: 'step', head: t('step'), num: true, cell: r => n(rows.indexOf(r) + 1) },
        { key: 'given', head: t('given'), num: true, cell: r => n(r.given) }, { key: 'returned', head: t('returned'), num: true, cell: r => n(r.returned) },
        { key: 'sum', head: t('so_far'), num: true, cell: r => t('ratio', { g: n(r.sumGiven), r: n(r.sumReturned) }) },
        { key: 'exposure', head: t('exposure'), num: true, cell: r => n(r.exposure, 1) }]} />}
      {answer?.expected_home !== undefined && <p>{t('tranches_home', { n: n(answer.expected_home) })}</p>}
    </section>
  );
}
