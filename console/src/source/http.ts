/** Requests to the hall over HTTP, same origin. */
import type {
  Command,
  GetPath,
  PathValues,
  PostPath,
  QueryValues,
  Reply,
  Schema,
  UploadPath,
} from './contract.ts';
import { errorOf, Unreachable } from './refusal.ts';

const DEADLINE_MS = 15_000;
const UPLOAD_DEADLINE_MS = 90_000;

/** The path with its values filled in. */
export function fill(path: string, values: PathValues = {}): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? ''));
}

function withQuery(path: string, query: QueryValues): string {
  const words = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) words.set(name, String(value));
  const text = words.toString();
  return text === '' ? path : `${path}?${text}`;
}

async function ask(path: string, init: RequestInit, deadlineMs: number): Promise<unknown> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(path, { ...init, signal: AbortSignal.timeout(deadlineMs), credentials: 'same-origin' });
    text = await response.text();
  } catch {
    throw new Unreachable();
  }
  let body: unknown;
  try {
    body = text === '' ? undefined : JSON.parse(text);
  } catch {
    throw new Unreachable();
  }
  if (!response.ok) throw errorOf(response.status, body, response.headers.get('Retry-After'));
  return body;
}

export async function get<P extends GetPath>(
  path: P,
  values: PathValues = {},
  query: QueryValues = {},
): Promise<Reply<P, 'get'>> {
  return (await ask(withQuery(fill(path, values), query), { method: 'GET' }, DEADLINE_MS)) as Reply<P, 'get'>;
}

export async function post<P extends PostPath>(command: Command<P>): Promise<Reply<P, 'post'>> {
  const headers: Record<string, string> = {};
  if (command.key !== undefined) headers['Idempotency-Key'] = command.key;
  const init: RequestInit = { method: command.method ?? 'POST', headers };
  if (command.body !== undefined) {
    headers['Content-Type'] = 'application/json';
    init.body = JSON.stringify(command.body);
  }
  return (await ask(fill(command.path, command.values), init, DEADLINE_MS)) as Reply<P, 'post'>;
}

export async function upload(path: UploadPath, photo: Blob): Promise<Schema<'UploadReply'>> {
  const init = { method: 'POST', headers: { 'Content-Type': photo.type }, body: photo };
  return (await ask(path, init, UPLOAD_DEADLINE_MS)) as Schema<'UploadReply'>;
}
