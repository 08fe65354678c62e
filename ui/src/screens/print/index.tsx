import { More, useT } from '../../i18n';
import { BalancePaper, PlacesPaper, PlanPaper, RoundPaper } from './situation';
import { DebriefPaper, DisclosurePaper, ExtractPaper, FindingPaper, LedgerPaper, LetterPaper, PersonPaper, ReplyPaper, StatementPaper } from './papers';

function Paper({ path }: { path: string }) {
  const { t } = useT();
  const [kind, id = '', more = '', language = 'uk'] = path.split('/').map(decodeURIComponent);
  switch (kind) {
    case 'person': return <PersonPaper id={id} />;
    case 'finding': return <FindingPaper id={id} />;
    case 'letter': return <LetterPaper id={id} to={more} language={language} />;
    case 'statement': return <StatementPaper id={id} open={more === 'public'} />;
    case 'reply': return <ReplyPaper id={id} />;
    case 'extract': return <ExtractPaper id={id} />;
    case 'debrief-form': return <DebriefPaper />;
    case 'disclosure': return <DisclosurePaper id={id} />;
    case 'places': return <PlacesPaper />;
    case 'balance': return <BalancePaper />;
    case 'round': return <RoundPaper id={id} />;
    case 'plan': return <PlanPaper />;
    case 'ledger': return <LedgerPaper />;
    default: return <><h1>{t('no_page')}</h1><p><a href="#/">{t('nav_dashboard')}</a></p></>;
  }
}

/** Papers: plain, black on white, without the frame of the page. */
export default function PrintScreen({ path }: { path: string }) {
  return <main className="print"><More parts={['office', 'law', 'families', 'places', 'rounds', 'plan']}><Paper path={path} /></More></main>;
}
