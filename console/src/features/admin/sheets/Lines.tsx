/** An ordered list in a sheet: Alt+↑ and Alt+↓ move the line one is in, as its buttons do. */
import { useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useTongue } from '../../../i18n/index.ts';
import { faultsAt, moved, valueAt } from './draft.ts';
import { useEditing } from './editing.ts';
import { Faults } from './Fields.tsx';

export interface LinesProps {
  readonly where: string;
  readonly label: string;
  readonly most: number;
  /** The fields of one line. */
  readonly children: (where: string, index: number) => ReactNode;
  /** What a new line holds; null: lines are added in another way. */
  readonly fresh: unknown;
  readonly add?: string;
  /** A line that may not be taken out. */
  readonly isKept?: (index: number) => boolean;
}

export function Lines({ where, label, most, children, fresh, add, isKept }: LinesProps) {
  const { t } = useTongue();
  const { body, isOpen, faults, set } = useEditing();
  const list = useRef<HTMLOListElement>(null);
  const held = valueAt(body, where);
  const lines = Array.isArray(held) ? (held as readonly unknown[]) : [];

  function move(index: number, by: -1 | 1): void {
    if (index + by < 0 || index + by >= lines.length) return;
    set(where, moved(lines, index, by));
    // The focus goes with the line: it may be moved on.
    requestAnimationFrame(() => {
      const line = list.current?.children[index + by];
      const buttons = line?.querySelectorAll<HTMLElement>(':scope > .sheet-line-keys > button') ?? [];
      const wanted = buttons[by === -1 ? 0 : 1];
      (wanted?.matches(':disabled') === true ? buttons[by === -1 ? 1 : 0] : wanted)?.focus();
    });
  }
  function onKey(event: KeyboardEvent, index: number): void {
    if (!event.altKey || !isOpen || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
    event.preventDefault();
    event.stopPropagation();
    move(index, event.key === 'ArrowUp' ? -1 : 1);
  }
  return (
    <div className="sheet-lines" role="group" aria-label={label}>
      <ol ref={list}>
        {lines.map((_, index) => (
          <li key={index} onKeyDown={(event) => onKey(event, index)}>
            <div className="grow">{children(`${where}.${index}`, index)}</div>
            {isOpen && (
              <span className="sheet-line-keys">
                <button type="button" className="btn small quiet" aria-label={t('sheet.up', { n: index + 1 })} disabled={index === 0} onClick={() => move(index, -1)}>
                  ↑
                </button>
                <button
                  type="button"
                  className="btn small quiet"
                  aria-label={t('sheet.down', { n: index + 1 })}
                  disabled={index === lines.length - 1}
                  onClick={() => move(index, 1)}
                >
                  ↓
                </button>
                <button
                  type="button"
                  className="btn small quiet"
                  aria-label={t('sheet.take_out', { n: index + 1 })}
                  disabled={isKept?.(index) === true}
                  onClick={() => set(where, lines.filter((__, at) => at !== index))}
                >
                  ✕
                </button>
              </span>
            )}
          </li>
        ))}
      </ol>
      <Faults faults={faultsAt(faults, where)} />
      {isOpen && add !== undefined && lines.length < most && (
        <button
          type="button"
          className="btn small"
          onClick={() => {
            set(where, [...lines, fresh]);
            requestAnimationFrame(() => list.current?.lastElementChild?.querySelector<HTMLElement>('input, textarea, select')?.focus());
          }}
        >
          {add}
        </button>
      )}
    </div>
  );
}
