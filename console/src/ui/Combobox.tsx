/** A text field with choices below it (WAI-ARIA combobox): arrows and Enter take one, Escape closes the list. */
import { useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode, type Ref } from 'react';
import './combobox.css';

export interface Choice<T> {
  readonly key: string;
  readonly value: T;
  readonly content: ReactNode;
}

export interface ComboboxProps<T> {
  readonly label: string;
  readonly text: string;
  readonly choices: readonly Choice<T>[];
  readonly onText: (text: string) => void;
  readonly onTake: (value: T) => void;
  readonly placeholder?: string;
  /** Said below the field when nothing was found. */
  readonly nothing?: string;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly onKey?: (event: KeyboardEvent<HTMLInputElement>) => void;
  readonly onBlur?: () => void;
  /** The first choice is marked at once, so that Enter takes it. */
  readonly eager?: boolean;
  readonly up?: boolean;
  readonly labelHidden?: boolean;
  readonly mark?: (value: T | null) => void;
  /** Whether the list stays open after a choice was taken: more is to be said. */
  readonly staysOpen?: (value: T) => boolean;
}

export function Combobox<T>({ inputRef, ...props }: ComboboxProps<T>) {
  const { choices, eager = true } = props;
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(eager ? 0 : -1);
  const list = useRef<HTMLUListElement>(null);
  const marked = at < choices.length ? at : eager && choices.length > 0 ? 0 : -1;
  const shows = isOpen && choices.length > 0;

  useEffect(() => {
    list.current?.children[marked]?.scrollIntoView({ block: 'nearest' });
  }, [marked, shows]);
  const { mark } = props;
  const markedValue = shows ? (choices[marked]?.value ?? null) : null;
  useEffect(() => mark?.(markedValue), [mark, markedValue]);

  function take(index: number): void {
    const choice = choices[index];
    if (choice === undefined) return;
    props.onTake(choice.value);
    setOpen(props.staysOpen?.(choice.value) ?? false);
    setAt(eager ? 0 : -1);
  }

  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.nativeEvent.isComposing) return;
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === 'ArrowDown' && plain && choices.length > 0) {
      event.preventDefault();
      setAt(shows ? Math.min(choices.length - 1, marked + 1) : Math.max(0, marked));
      setOpen(true);
    } else if (event.key === 'ArrowUp' && plain && shows) {
      event.preventDefault();
      setAt(Math.max(0, marked - 1));
    } else if (event.key === 'Enter' && plain && shows && marked >= 0) {
      event.preventDefault();
      event.stopPropagation();
      take(marked);
    } else if (event.key === 'Escape' && shows) {
      event.preventDefault();
      event.stopPropagation();
      setOpen(false);
    } else {
      props.onKey?.(event);
    }
  }

  return (
    <div className={props.up ? 'combobox up' : 'combobox'}>
      <label className={props.labelHidden ? 'sr-only' : 'label'} htmlFor={`${id}-input`}>
        {props.label}
      </label>
      <input
        id={`${id}-input`}
        ref={inputRef}
        className="field"
        role="combobox"
        type="text"
        autoComplete="off"
        spellCheck={false}
        aria-expanded={shows}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        {...(shows && marked >= 0 && { 'aria-activedescendant': `${id}-${marked}` })}
        placeholder={props.placeholder}
        value={props.text}
        onChange={(event) => {
          setOpen(true);
          setAt(eager ? 0 : -1);
          props.onText(event.target.value);
        }}
        onFocus={() => setOpen(true)}
        onBlur={() => {
          setOpen(false);
          props.onBlur?.();
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={`${id}-list`} ref={list} className="combobox-list" role="listbox" aria-label={props.label} hidden={!shows}>
        {choices.map((choice, index) => (
          <li
            key={choice.key}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === marked}
            onPointerDown={(event) => {
              event.preventDefault();
              take(index);
            }}
          >
            {choice.content}
          </li>
        ))}
      </ul>
      {isOpen && choices.length === 0 && props.nothing !== undefined && (
        <p className="combobox-nothing" role="status">
          {props.nothing}
        </p>
      )}
    </div>
  );
}
