/** A list of which only what is in sight is drawn: thousands of rows cost as little as twenty. */
import { useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';

export interface VirtualListProps<T> {
  readonly label: string;
  readonly items: readonly T[];
  readonly rowHeight: number;
  readonly keyOf: (item: T) => string;
  readonly render: (item: T, isChosen: boolean) => ReactNode;
  readonly chosen: string | null;
  readonly onChoose: (item: T) => void;
  readonly onOpen?: (item: T) => void;
  readonly onContext?: (item: T) => void;
  readonly empty: ReactNode;
}

const SPARE_ROWS = 6;

export function VirtualList<T>(props: VirtualListProps<T>) {
  const { items, rowHeight, keyOf, chosen } = props;
  const box = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  const [height, setHeight] = useState(600);
  const at = items.findIndex((item) => keyOf(item) === chosen);

  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  function reveal(index: number): void {
    const element = box.current;
    if (element === null) return;
    const from = index * rowHeight;
    if (from < element.scrollTop) element.scrollTop = from;
    else if (from + rowHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = from + rowHeight - element.clientHeight;
  }

  function move(to: number): void {
    const index = Math.max(0, Math.min(items.length - 1, to));
    const item = items[index];
    if (item === undefined) return;
    props.onChoose(item);
    reveal(index);
  }

  function onKeyDown(event: KeyboardEvent): void {
    const moves: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: items.length - 1,
      PageDown: at + Math.floor(height / rowHeight),
      PageUp: at - Math.floor(height / rowHeight),
    };
    const to = moves[event.key];
    const item = items[at];
    if (to !== undefined) {
      event.preventDefault();
      move(to);
    } else if (event.key === 'Enter' && item !== undefined && props.onOpen !== undefined) {
      event.preventDefault();
      props.onOpen(item);
    }
  }

  if (items.length === 0) return <div className="virtual-empty">{props.empty}</div>;
  const first = Math.max(0, Math.floor(top / rowHeight) - SPARE_ROWS);
  const last = Math.min(items.length, Math.ceil((top + height) / rowHeight) + SPARE_ROWS);
  return (
    <div
      ref={box}
      className="virtual"
      role="listbox"
      tabIndex={0}
      aria-label={props.label}
      {...(at >= 0 && { 'aria-activedescendant': `row-${keyOf(items[at] as T)}` })}
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
      onKeyDown={onKeyDown}
    >
      <div role="presentation" style={{ height: items.length * rowHeight, position: 'relative' }}>
        {items.slice(first, last).map((item, index) => {
          const key = keyOf(item);
          return (
            <div
              key={key}
              id={`row-${key}`}
              role="option"
              aria-selected={key === chosen}
              aria-posinset={first + index + 1}
              aria-setsize={items.length}
              className={key === chosen ? 'virtual-row chosen' : 'virtual-row'}
              style={{ position: 'absolute', insetInline: 0, top: (first + index) * rowHeight, height: rowHeight }}
              onClick={() => props.onChoose(item)}
              onDoubleClick={() => props.onOpen?.(item)}
              onContextMenu={() => {
                props.onChoose(item);
                props.onContext?.(item);
              }}
            >
              {props.render(item, key === chosen)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
