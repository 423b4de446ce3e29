/** Sending a file of patrol plans as it is. */
import type { Schema } from './contract.ts';
import { errorOf, Unreachable } from './refusal.ts';

const DEADLINE_MS = 120_000;

/** How many plans it brought. Throws Refusal or Unreachable. */
export async function sendPlanFile(orgCode: string, file: File): Promise<Schema<'PatrolPlansReply'>> {
  const format = file.name.toLowerCase().endsWith('.csv') ? 'csv' : 'xlsx';
  const path = `/api/field/patrol-plans/file?org_code=${encodeURIComponent(orgCode)}&format=${format}`;
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
  return body as Schema<'PatrolPlansReply'>;
}
