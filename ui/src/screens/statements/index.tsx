import { More } from '../../i18n';
import { Statements } from './List';
import { One } from './One';

/** Statements beside the evidence, and which of it may be told to everybody. */
export default function StatementsScreen({ id }: { id: string | undefined }) {
  return <More parts={['law']}>{id ? <One id={decodeURIComponent(id)} /> : <Statements />}</More>;
}
