/** One idempotency key for one action, kept until the hall has answered: over retries and over a reload. */

export interface KeyShelf {
  get(name: string): string | null;
  set(name: string, key: string): void;
  remove(name: string): void;
}

const PREFIX = 'yyl.key.';

/** A short fingerprint of an action; equal actions have equal ones. */
export function fingerprint(path: string, body: unknown): string {
  const text = `${path}\n${body === undefined ? '' : JSON.stringify(body)}`;
  // FNV-1a, twice with different seeds: only to find the same action again, never for security.
  let a = 0x811c9dc5;
  let b = 0x01000193;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193) >>> 0;
    b = Math.imul(b ^ (code + i), 0x85ebca6b) >>> 0;
  }
  return `${a.toString(36)}${b.toString(36)}${text.length.toString(36)}`;
}

/** The shelf of this tab. */
export function sessionShelf(): KeyShelf {
  return {
    get: (name) => sessionStorage.getItem(PREFIX + name),
    set: (name, key) => sessionStorage.setItem(PREFIX + name, key),
    remove: (name) => sessionStorage.removeItem(PREFIX + name),
  };
}

/** Random, also on a page that came without TLS. */
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
