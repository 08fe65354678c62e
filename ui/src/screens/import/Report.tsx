// What the file would do, or did: counts, errors by cause, and the bad rows with their bad cell marked.
import { useMemo, useState } from 'react';
import { Button } from 'react-aria-components';
import type { ImportAnswer } from '../../api/types';
import { Hideable } from '../../app/privacy';
import { useT } from '../../i18n';
import { Table } from '../../parts/Table';
import { saveFile } from '../../parts/save';
import { fileOf } from './data';
import { causesOf, readReport, type Report as Refused } from './refusals';

export function Counts({ answer, done }: { answer: ImportAnswer; done: boolean }) {
  const { t, n } = useT();
  const file = fileOf(answer);
  const rows = [
    ['import_new', file.new], ['import_changed', file.changed], ['import_same', file.same], ['import_duplicate', file.possible_duplicate], ['import_refused', file.refused],
  ] as const;
  return (
    <dl className="figures" aria-label={t(done ? 'import_did' : 'import_would')}>{rows.map(([key, count]) => (
      <div key={key}><dt>{t(key)}</dt><dd className={key === 'import_refused' && count > 0 ? 'brick' : undefined}>{n(count ?? 0)}</dd></div>))}</dl>
  );
}

export function SaveRefused({ answer }: { answer: ImportAnswer }) {
  const { t } = useT();
  if (!answer.refused_csv) return null;
  return <>
    {answer.report_csv && <p><Button className="button" onPress={() => saveFile(answer.report_csv!, 'report.csv', 'text/csv')}>{t('import_save_report')}</Button> <span className="muted">{t('import_save_report_text')}</span></p>}
    <p><Button className="button" onPress={() => saveFile(answer.refused_csv!, 'refused.csv', 'text/csv')}>{t('import_save_refused')}</Button> <span className="muted">{t('import_save_refused_text')}</span></p></>;
}

function BadRows({ report }: { report: Refused }) {
  const { t } = useT();
  const [most, setMost] = useState(25);
  const head = report.head;
  return (
    <div className="stack">
      <div className="scroll" role="group" tabIndex={0} aria-label={t('import_rows')}><table className="table rows-bad"><caption>{t('import_rows')}</caption>
        <thead><tr><th scope="col" className="num">{t('import_line')}</th><th scope="col">{t('import_column')}</th><th scope="col">{t('import_value')}</th><th scope="col">{t('import_reason')}</th>
          {head.map((column, i) => <th scope="col" key={i} className="mono">{column}</th>)}</tr></thead>
        <tbody>{report.refusals.slice(0, most).map((one, i) => (
          <tr key={i}><th scope="row" className="num">{one.line ?? '–'}</th><td className="mono">{one.column ?? '–'}</td><td><Hideable>{one.value ?? '–'}</Hideable></td><td>{one.reason}</td>
            {head.map((column, k) => <td key={k} className={column === one.column ? 'bad-cell' : 'muted'}><Hideable>{one.cells?.[k]}</Hideable></td>)}</tr>
        ))}</tbody></table></div>
      {report.refusals.length > most && <div className="row"><Button className="button" onPress={() => setMost(most + 100)}>{t('import_more_rows', { n: report.refusals.length - most })}</Button></div>}
    </div>
  );
}

export function Refusals({ answer, text }: { answer: ImportAnswer; text?: string | undefined }) {
  const { t, n } = useT();
  const report = useMemo(() => readReport(answer.refused_csv, fileOf(answer).refusals ?? [], text), [answer, text]);
  const causes = useMemo(() => causesOf(report.refusals), [report]);
  if (report.refusals.length === 0) return null;
  return (
    <section className="panel stack"><h2>{t('import_errors', { n: fileOf(answer).refused })}</h2>
      <Table tall label={t('import_causes')} rows={causes} id={(_, i) => String(i)} columns={[
        { key: 'rows', head: t('import_rows_n'), num: true, cell: cause => n(cause.rows) },
        { key: 'column', head: t('import_column'), rowHead: true, cell: cause => <span className="mono">{cause.column ?? t('import_whole_row')}</span> },
        { key: 'reason', head: t('import_reason'), cell: cause => cause.reason },
        { key: 'examples', head: t('import_examples'), cell: cause => <Hideable>{cause.examples.join(' · ') || '–'}</Hideable> },
        { key: 'remedy', head: t('import_remedy'), cell: cause => cause.remedy ?? '–' },
      ]} />
      <BadRows report={report} />
      <SaveRefused answer={answer} />
    </section>
  );
}

export function Remarks({ answer }: { answer: ImportAnswer }) {
  const { t } = useT();
  const file = fileOf(answer);
  const unknown = file.unknown_columns ?? [], alike = file.possible_duplicates ?? [], notes = file.notes ?? [];
  if (unknown.length + alike.length + notes.length === 0) return null;
  return (
    <div className="notice attention">
      {unknown.length > 0 && <p>{t('import_unknown_columns', { c: unknown.join(', ') })}</p>}
      {alike.length > 0 && <><p>{t('import_alike')}</p><ul>{alike.map((line, i) => <li key={i}>{line}</li>)}</ul></>}
      {notes.map((note, i) => <p key={i}>{note}</p>)}
    </div>
  );
}
