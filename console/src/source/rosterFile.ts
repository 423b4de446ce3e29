/** Sending a roster's file as it is. */
import type { Schema } from './contract.ts';
import { errorOf, Unreachable } from './refusal.ts';

const DEADLINE_MS = 60_000;

/** The roster with the file's turns. Throws Refusal or Unreachable. */
export async function sendRosterFile(rosterId: string, version: number, file: File): Promise<Schema<'RosterView'>> {
  const format = file.name.toLowerCase().endsWith('.csv') ? 'csv' : 'xlsx';
  const path = `/api/force/rosters/${encodeURIComponent(rosterId)}/file?expected_version=${version}&format=${format}`;
  let response: Response;
  let body: unknown;
  try {
    const headers = { 'Content-Type': 'application/octet-stream' };
    const signal = AbortSignal.timeout(DEADLINE_MS);
    response = await fetch(path, { method: 'POST', headers, body: file, signal, credentials: 'same-origin' });
    body = await response.json();
  } catch {
    throw new Unreachable();
  }
  if (!response.ok) throw errorOf(response.status, body, response.headers.get('Retry-After'));
  return body as Schema<'RosterView'>;
}
