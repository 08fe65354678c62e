import { useMemo, useState } from 'react';
import { useT } from '../../i18n';
import { Choose } from '../../parts/fields';
import { Loaded } from '../../parts/states';
import { useUsers } from './data';

/** Right by role, and in sentences what one role may.  The table itself stands in the program: it is changed by a new version. */
export function Roles() {
  const { t, w, maybe } = useT();
  const wordsOf = (right: string, words: string) => maybe(`right_${right}`) ?? words;
  const query = useUsers();
  const [role, setRole] = useState('');
  const roles = query.data?.roles ?? [];
  const rights = useMemo(() => [...new Map(roles.flatMap(one => one.rights.map(right => [right.right, right.words] as const)))], [roles]);
  const one = roles.find(entry => entry.role === (role || roles[0]?.role));
  return (
    <Loaded query={query}>{() => <>
      {one && <section className="panel stack"><h2>{t('role_sees')}</h2>
        <div className="row"><Choose label={t('role')} value={one.role} onChange={setRole} choices={roles.map(entry => ({ id: entry.role, label: w(entry.role) }))} /></div>
        <p>{maybe(`role_about_${one.role.replace(/ /g, '_')}`) ?? one.about}</p>
        <div className="halves"><div><h3>{t('role_may')}</h3><ul>{one.rights.map(right => <li key={right.right}>{wordsOf(right.right, right.words)}</li>)}</ul></div>
          <div><h3>{t('role_may_not')}</h3><ul>{rights.filter(([right]) => !one.rights.some(own => own.right === right)).map(([right, words]) => <li key={right} className="muted">{wordsOf(right, words)}</li>)}</ul></div></div></section>}
      <section className="panel stack"><h2>{t('rights_grid')}</h2><p className="muted">{t('rights_grid_text')}</p>
        <div className="scroll tall" role="group" tabIndex={0} aria-label={t('rights_grid')}><table className="table grid-roles"><thead><tr><th scope="col">{t('right')}</th>{roles.map(entry => <th scope="col" key={entry.role}>{w(entry.role)}</th>)}</tr></thead>
          <tbody>{rights.map(([right, words]) => <tr key={right}><th scope="row">{wordsOf(right, words)}</th>{roles.map(entry => (
            <td key={entry.role}>{entry.rights.some(own => own.right === right) ? <><span aria-hidden="true">●</span><span className="sr">{t('yes')}</span></> : <span className="sr">{t('no')}</span>}</td>))}</tr>)}</tbody></table></div></section>
    </>}</Loaded>
  );
}
