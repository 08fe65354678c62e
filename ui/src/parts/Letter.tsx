// The text of a letter as the program writes it: "# heading", "- item", "! warning", else a paragraph a line.
import type { ReactNode } from 'react';

export function LetterText({ text }: { text: string }) {
  const parts: ReactNode[] = [];
  let items: string[] = [];
  const flush = () => {
    if (items.length) parts.push(<ul key={parts.length}>{items.map((item, i) => <li key={i}>{item}</li>)}</ul>);
    items = [];
  };
  for (const line of text.split('\n')) {
    if (line.startsWith('- ')) { items.push(line.slice(2)); continue; }
    flush();
    if (!line.trim()) continue;
    if (line.startsWith('# ')) parts.push(<h3 key={parts.length}>{line.slice(2)}</h3>);
    else if (line.startsWith('! ')) parts.push(<p key={parts.length} className="strong">{line.slice(2)}</p>);
    else parts.push(<p key={parts.length}>{line}</p>);
  }
  flush();
  return <div className="letter">{parts}</div>;
}
