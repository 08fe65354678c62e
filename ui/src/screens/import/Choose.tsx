// Step 1: the file, what it holds, and how its letters are written.
import { useEffect, useState } from 'react';
import { Button, FileTrigger } from 'react-aria-components';
import { Hideable } from '../../app/privacy';
import { useT } from '../../i18n';
import { Choose as Select, TextInput } from '../../parts/fields';
import { encodings, guessEncoding, guessKinds, parseCsv, readAs, type Encoding, type Kind } from './csv';

export interface Chosen { file: File; encoding: Encoding; head: string[]; samples: string[][]; lines: boolean; /** a person said how the letters are written: the program is given them so */ told?: boolean; /** the text, when it is small enough to be read here */ text?: string }
const SAMPLE = 64 * 1024;
const WHOLE = 4 * 1024 * 1024;
export const MOST = 64 * 1024 * 1024;

export async function look(file: File, as?: Encoding): Promise<Chosen> {
  const bytes = new Uint8Array(await file.slice(0, SAMPLE).arrayBuffer());
  const encoding = as ?? guessEncoding(bytes);
  const text = readAs(bytes, encoding);
  const lines = /^\s*\{/.test(text);
  const rows = lines ? [] : parseCsv(text, undefined, 8).rows;
  const first = lines ? keysOf(text) : rows[0] ?? [];
  return {
    file, encoding, lines, told: as !== undefined && as !== guessEncoding(bytes), head: first, samples: rows.slice(1, 6),
    ...(file.size <= WHOLE ? { text: readAs(new Uint8Array(await file.arrayBuffer()), encoding) } : {}),
  };
}
function keysOf(text: string): string[] {
  try { return Object.keys(JSON.parse(text.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n'))) as object); } catch { return []; }
}

function Preview({ chosen, choose }: { chosen: Chosen; choose: (encoding: Encoding) => void }) {
  const { t } = useT();
  const [texts, setTexts] = useState<Partial<Record<Encoding, string>>>({});
  useEffect(() => {
    void chosen.file.slice(0, 600).arrayBuffer().then(buffer => setTexts(Object.fromEntries(encodings.map(name => [name, readAs(new Uint8Array(buffer), name)]))));
  }, [chosen.file]);
  return (
    <fieldset className="stack plain-set"><legend className="strong">{t('letters_read')}</legend>
      <p className="muted">{t('letters_read_text')}</p>
      {encodings.map(name => (
        <label key={name} className="sample" data-chosen={name === chosen.encoding || undefined}>
          <input type="radio" name="encoding" checked={name === chosen.encoding} onChange={() => choose(name)} />
          <span className="mono">{name}</span><span className="mono cut"><Hideable>{(texts[name] ?? '').split('\n').slice(0, 2).join(' ⏎ ')}</Hideable></span></label>
      ))}
    </fieldset>
  );
}

export function ChooseFile({ chosen, setChosen, kind, setKind, source, setSource, kinds, next }: {
  chosen: Chosen | null; setChosen: (chosen: Chosen) => void; kind: string; setKind: (kind: string) => void; source: string; setSource: (source: string) => void;
  kinds: readonly Kind[]; next: () => void;
}) {
  const { t, n, maybe } = useT();
  const name = (id: string) => maybe(`import_${id}`) ?? id;
  const guesses = chosen ? guessKinds(chosen.head, kinds) : [];
  const tooLarge = (chosen?.file.size ?? 0) > MOST;
  return (
    <section className="panel stack form-wide"><h2>{t('import_file')}</h2>
      <p>{t('import_file_text')}</p>
      <div className="row">
        <FileTrigger acceptedFileTypes={['.csv', '.tsv', '.txt', '.jsonl', '.ndjson']} onSelect={files => {
          const file = files?.[0];
          if (file) void look(file).then(found => {
            setChosen(found);
            const best = guessKinds(found.head, kinds)[0];
            if (best) setKind(best.kind);
          });
        }}><Button className={chosen ? 'button' : 'button main-act'} autoFocus>{t(chosen ? 'import_other_file' : 'import_choose_file')}</Button></FileTrigger>
        {chosen && <span><span className="mono">{chosen.file.name}</span> <span className="muted">{t('kilobytes', { n: n(Math.max(1, Math.round(chosen.file.size / 1024))) })}</span></span>}
      </div>
      {tooLarge && <p role="alert" className="brick strong">{t('import_too_large')}</p>}
      {chosen && <>
        <div className="row top">
          <Select label={t('import_kind')} value={kind} onChange={setKind} choices={kinds.map(one => ({ id: one.kind, label: name(one.kind) }))} />
          <TextInput name="source" label={t('import_source')} help={t('import_source_help')} value={source} onChange={setSource} />
        </div>
        {guesses.length > 0 && <p className="muted">{t('import_guess', { k: name(guesses[0]!.kind), a: guesses[0]!.known, b: chosen.head.length })}</p>}
        {guesses.length === 0 && <p className="ochre">{t('import_guess_none')}</p>}
        {!chosen.lines && <Preview chosen={chosen} choose={encoding => void look(chosen.file, encoding).then(setChosen)} />}
        <div className="row"><Button className="button main-act" isDisabled={!kind || tooLarge} onPress={next}>{t('import_to_columns')}</Button></div>
      </>}
    </section>
  );
}
