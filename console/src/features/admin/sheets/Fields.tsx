/** Fields of a sheet: each knows its way into the draft, and says what is wrong with it right below. */
import { useId, useState, type ReactNode } from 'react';
import { useTongue } from '../../../i18n/index.ts';
import { faultsAt, faultsUnder, valueAt, wordsOf, wordsText, type Fault } from './draft.ts';
import { useEditing } from './editing.ts';

interface FieldProps {
  readonly where: string;
  readonly label: string;
}

export function Faults({ id, faults }: { readonly id?: string; readonly faults: readonly Fault[] }) {
  const { pick } = useTongue();
  if (faults.length === 0) return null;
  return (
    <span id={id} className="sheet-fault">
      {faults.map((one) => (
        <span key={one.where + one.zh}>{pick(one.zh, one.en)}</span>
      ))}
    </span>
  );
}

export function TextField({ where, label, rows, isFixed = false }: FieldProps & { readonly rows?: number; readonly isFixed?: boolean }) {
  const { body, isOpen, faults, set } = useEditing();
  const id = useId();
  const own = faultsAt(faults, where);
  const held = valueAt(body, where);
  const shared = {
    className: 'field',
    disabled: !isOpen || isFixed,
    value: typeof held === 'string' ? held : '',
    'aria-invalid': own.length > 0,
    'aria-describedby': own.length > 0 ? id : undefined,
    'data-where': where,
    onChange: (event: { readonly target: { readonly value: string } }) => set(where, event.target.value),
  };
  return (
    <div>
      <label>
        <span className="label">{label}</span>
        {rows === undefined ? <input {...shared} /> : <textarea {...shared} rows={rows} />}
      </label>
      <Faults id={id} faults={own} />
    </div>
  );
}

export function NumberField({ where, label, most }: FieldProps & { readonly most: number }) {
  const { body, isOpen, faults, set } = useEditing();
  const own = faultsAt(faults, where);
  const held = valueAt(body, where);
  return (
    <div>
      <label>
        <span className="label">{label}</span>
        <input
          className="field num"
          type="number"
          min={0}
          max={most}
          disabled={!isOpen}
          data-where={where}
          aria-invalid={own.length > 0}
          value={typeof held === 'number' ? held : ''}
          onChange={(event) => set(where, event.target.value === '' ? null : Number(event.target.value))}
        />
      </label>
      <Faults faults={own} />
    </div>
  );
}

export interface WordsFieldProps extends FieldProps {
  readonly rows?: number;
  readonly what?: string;
  readonly read?: (text: string) => readonly string[];
  readonly write?: (words: readonly string[]) => string;
  readonly isNumbered?: boolean;
}

/** Several words in one field. What is being typed stands as typed, also where it is no word yet. */
export function WordsField({ where, label, rows = 3, what, read = wordsOf, write = wordsText, isNumbered = true }: WordsFieldProps) {
  const { t } = useTongue();
  const { body, isOpen, faults, set } = useEditing();
  const held = valueAt(body, where);
  const words = Array.isArray(held) ? (held as readonly string[]) : [];
  const [typed, setTyped] = useState(() => write(words));
  const shown = JSON.stringify(read(typed)) === JSON.stringify(words) ? typed : write(words);
  const own = faultsUnder(faults, where);
  return (
    <div>
      <label>
        <span className="label">
          {label}
          {isNumbered && words.length > 0 && <span className="num"> · {t('sheet.count', { n: words.length })}</span>}
        </span>
        <textarea
          className="field"
          rows={rows}
          disabled={!isOpen}
          data-where={where}
          aria-invalid={own.length > 0}
          value={shown}
          onChange={(event) => {
            setTyped(event.target.value);
            set(where, read(event.target.value));
          }}
        />
      </label>
      {what !== undefined && <span className="muted sheet-what">{what}</span>}
      <Faults faults={own} />
    </div>
  );
}

export interface ChoiceFieldProps extends FieldProps {
  readonly choices: readonly string[];
  readonly nameOf: (one: string) => string;
  /** What stands for nothing; left out: something must be chosen. */
  readonly none?: string;
}

export function ChoiceField({ where, label, choices, nameOf, none }: ChoiceFieldProps) {
  const { body, isOpen, faults, set } = useEditing();
  const own = faultsAt(faults, where);
  const held = valueAt(body, where);
  return (
    <div>
      <label>
        <span className="label">{label}</span>
        <select
          className="field"
          disabled={!isOpen}
          data-where={where}
          aria-invalid={own.length > 0}
          value={typeof held === 'string' ? held : ''}
          onChange={(event) => set(where, event.target.value === '' ? null : event.target.value)}
        >
          {none !== undefined && <option value="">{none}</option>}
          {choices.map((one) => (
            <option key={one} value={one}>
              {nameOf(one)}
            </option>
          ))}
        </select>
      </label>
      <Faults faults={own} />
    </div>
  );
}

/** Some of several; they stand in the order in which they are offered. */
export function SomeField({ where, label, choices, nameOf }: Omit<ChoiceFieldProps, 'none'>) {
  const { body, isOpen, faults, set } = useEditing();
  const held = valueAt(body, where);
  const chosen = Array.isArray(held) ? (held as readonly string[]) : [];
  return (
    <fieldset className="sheet-some">
      <legend className="label">{label}</legend>
      {choices.map((one) => (
        <label key={one}>
          <input
            type="checkbox"
            disabled={!isOpen}
            checked={chosen.includes(one)}
            onChange={(event) => set(where, choices.filter((each) => (each === one ? event.target.checked : chosen.includes(each))))}
          />
          {nameOf(one)}
        </label>
      ))}
      <Faults faults={faultsUnder(faults, where)} />
    </fieldset>
  );
}

export function CheckField({ where, label }: FieldProps) {
  const { body, isOpen, set } = useEditing();
  return (
    <label className="row">
      <input type="checkbox" disabled={!isOpen} checked={valueAt(body, where) === true} onChange={(event) => set(where, event.target.checked)} />
      {label}
    </label>
  );
}

/** A heading above fields that belong together. */
export function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="sheet-part">
      <h3>{title}</h3>
      {children}
    </section>
  );
}
