// When the bureau was copied last, how old that is, and whether the copy verified.
import { useT } from '../../i18n';
import { Loaded } from '../../parts/states';
import { useCopies } from './data';

export function Copies() {
  const { t, n, day } = useT();
  const moment = (at: string) => `${day(at.slice(0, 10))}, ${at.slice(11, 16)} UTC`;
  return (
    <section className="panel stack" aria-labelledby="h-copies"><h2 id="h-copies">{t('copies')}</h2><p className="muted">{t('copies_text')}</p>
      <Loaded query={useCopies()}>{({ backup, restore, old_after_days: old, 'backup verified': verified }) => <>
        {!backup ? <p className="notice wrong strong" role="alert">{t('copy_none')}</p>
          : backup.days > old ? <p className="notice attention strong" role="alert">{t('copy_old', { n: backup.days })}</p> : <p className="notice good">{t('copy_fresh', { n: backup.days })}</p>}
        <dl className="facts">
          {backup && <><div className="fact"><dt>{t('copy_last')}</dt><dd>{moment(backup.at)}</dd></div><div className="fact"><dt>{t('copy_by')}</dt><dd>{backup.by}</dd></div>
            <div className="fact"><dt>{t('copy_file')}</dt><dd className="mono">{backup.file ?? n(null)}</dd></div></>}
          <div className="fact"><dt>{t('copy_verified')}</dt><dd className={verified?.good === false ? 'brick strong' : undefined}>{!verified || (backup && verified.at < backup.at) ? t('copy_verified_never')
            : t(verified.good === false ? 'copy_verified_no' : 'copy_verified_yes', { d: moment(verified.at), f: verified.file ?? '' })}{verified?.sha256 && <span className="hash block">{verified.sha256}</span>}</dd></div>
          <div className="fact"><dt>{t('copy_restored')}</dt><dd>{restore ? moment(restore.at) : t('copy_restored_never')}</dd></div>
        </dl></>}</Loaded>
    </section>
  );
}
