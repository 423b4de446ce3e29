/** Mappings of other systems' codes, as lines; the line of each fault is told. And what a code becomes. */
import { useRef, useState } from 'react';
import { useTongue } from '../../../i18n/index.ts';
import { classNameOf, useClasses } from '../../../panels/classes.ts';
import type { Mappings } from './draft.ts';
import { useEditing } from './editing.ts';
import { classOf, lineOf, mappingText, readMappings } from './mappingLines.ts';

export function MappingsForm({ mappings }: { mappings: Mappings }) {
  const { t, pick } = useTongue();
  const { isOpen, faults, set } = useEditing();
  const [typed, setTyped] = useState(() => mappingText(mappings.rows));
  const own = readMappings(typed);
  const isOwn = JSON.stringify(own.rows) === JSON.stringify(mappings.rows);
  const text = isOwn ? typed : mappingText(mappings.rows);
  const read = isOwn ? own : readMappings(text);
  const area = useRef<HTMLTextAreaElement>(null);
  /** Marks a line, counted from 1. */
  function goTo(line: number): void {
    const before = text.split('\n').slice(0, line - 1);
    const start = before.reduce((sum, one) => sum + one.length + 1, 0);
    const end = start + (text.split('\n')[line - 1] ?? '').length;
    area.current?.focus();
    area.current?.setSelectionRange(start, end);
  }
  return (
    <div className="admin-form sheet-mappings">
      <p className="muted sheet-what">{t('sheet.mappings.what')}</p>
      <label className="grow">
        <span className="label">{t('sheet.mappings.lines', { n: mappings.rows.length })}</span>
        <textarea
          ref={area}
          className="field num"
          rows={12}
          spellCheck={false}
          disabled={!isOpen}
          data-where="rows"
          aria-invalid={faults.length > 0}
          value={text}
          onChange={(event) => {
            setTyped(event.target.value);
            set('rows', readMappings(event.target.value).rows);
          }}
        />
      </label>
      <span className="sheet-fault">
        {faults.slice(0, 12).map((one) => {
          const line = lineOf(one, read);
          return (
            <span key={one.where + one.zh}>
              {line !== null && (
                <button type="button" className="link" onClick={() => goTo(line)}>
                  {t('sheet.mappings.line', { n: line })}
                </button>
              )}{' '}
              {pick(one.zh, one.en)}
            </span>
          );
        })}
      </span>
    </div>
  );
}

/** What a code of another system becomes by the draft. */
export function TryCode({ mappings }: { mappings: Mappings }) {
  const { t, lang } = useTongue();
  useClasses();
  const schemes = [...new Set(mappings.rows.map((one) => one.scheme))];
  const [scheme, setScheme] = useState(schemes[0] ?? '');
  const [code, setCode] = useState('');
  const found = code.trim() === '' ? null : classOf(mappings.rows, scheme, code.trim());
  return (
    <div className="admin-form">
      <h3>{t('sheet.try.code')}</h3>
      <div className="pair">
        <label>
          <span className="label">{t('sheet.mappings.scheme')}</span>
          <select className="field" value={scheme} onChange={(event) => setScheme(event.target.value)}>
            {schemes.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span className="label">{t('admin.code')}</span>
          <input className="field num" value={code} onChange={(event) => setCode(event.target.value)} />
        </label>
      </div>
      {code.trim() !== '' && (
        <p role="status" className={found === null ? 'muted' : ''}>
          {found === null ? t('sheet.try.no_class') : `→ ${found} ${classNameOf(found, lang)}`}
        </p>
      )}
    </div>
  );
}
