/** Keys of a desk: one table per page, told apart from typing. */
import { useEffect, useEffectEvent } from 'react';

/** Names as `ctrl+shift+Enter`, `F2`, `j`, `?`. */
export type KeyTable = Readonly<Record<string, (event: KeyboardEvent) => void>>;

export function nameOf(event: KeyboardEvent): string {
  const parts: string[] = [];
  if (event.ctrlKey || event.metaKey) parts.push('ctrl');
  if (event.altKey) parts.push('alt');
  // With a sign the shift is part of the sign itself ("?"), with a named key it is said.
  if (event.shiftKey && event.key.length > 1) parts.push('shift');
  parts.push(event.key);
  return parts.join('+');
}

export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !['checkbox', 'radio', 'button', 'range'].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** What Enter presses by itself. */
function isPressed(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('button, a[href], summary') !== null;
}

/** Plain letters and digits are keys only while nobody types; keys with Ctrl and function keys always. */
export function useKeys(table: KeyTable, isOn = true): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent): void => {
    if (event.isComposing || event.defaultPrevented) return;
    const name = nameOf(event);
    const isPlain = event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey;
    if (isPlain && isTyping(event.target)) return;
    if (event.key === 'Enter' && name === 'Enter' && isPressed(event.target)) return;
    if (document.querySelector('[aria-modal="true"], dialog[open]') !== null) return;
    const action = table[name];
    if (action === undefined) return;
    event.preventDefault();
    action(event);
  });
  useEffect(() => {
    if (!isOn) return undefined;
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [isOn]);
}
