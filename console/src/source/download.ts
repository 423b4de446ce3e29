/** A file of the hall, saved by the browser; what the hall refuses comes as a sentence, not as a broken file. */
import { errorOf, Unreachable } from './refusal.ts';

const DEADLINE_MS = 120_000;

/** Fetch and save under a name. Throws Refusal or Unreachable. */
export async function download(path: string, name: string): Promise<void> {
  let response: Response;
  try {
    response = await fetch(path, { signal: AbortSignal.timeout(DEADLINE_MS), credentials: 'same-origin' });
  } catch {
    throw new Unreachable();
  }
  if (!response.ok) {
    const body: unknown = await response.json().catch(() => undefined);
    throw errorOf(response.status, body, response.headers.get('Retry-After'));
  }
  const url = URL.createObjectURL(await response.blob());
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
