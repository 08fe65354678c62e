import { Link } from 'wouter';

export interface Tab { to: string; label: string; here: boolean }
/** Parts of a screen; every one has its own address. */
export function Tabs({ tabs, label }: { tabs: readonly Tab[]; label: string }) {
  if (tabs.length < 2) return null;
  return <nav className="tabs" aria-label={label}>{tabs.map(tab => <Link key={tab.to} href={tab.to} aria-current={tab.here ? 'page' : undefined}>{tab.label}</Link>)}</nav>;
}
