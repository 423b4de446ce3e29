/** What can come back instead of a reply. */

export type Sentence = readonly [zh: string, en: string];

/** The hall said no, in a sentence for the person. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly sentence: Sentence,
    readonly details: Readonly<Record<string, unknown>> = {},
    readonly fields: readonly string[] = [],
  ) {
    super(`${code}: ${sentence[1]}`);
    this.name = 'Refusal';
  }
}

/** No answer: the network or the hall is away. Nobody knows whether it was done; the same key tells. */
export class Unreachable extends Error {
  constructor(readonly retryAfterMs = 0) {
    super('unreachable');
    this.name = 'Unreachable';
  }
}

interface ErrorBody {
  readonly code: string;
  readonly zh: string;
  readonly en: string;
  readonly details?: Readonly<Record<string, unknown>>;
  readonly fields?: readonly { readonly field: string }[];
}

function isErrorBody(body: unknown): body is ErrorBody {
  return typeof body === 'object' && body !== null && 'code' in body && 'zh' in body && 'en' in body;
}

/** A reply with a status of 400 or above as an error to throw. */
export function errorOf(status: number, body: unknown, retryAfter: string | null): Refusal | Unreachable {
  if (status === 502 || status === 503 || status === 504) {
    const seconds = Number(retryAfter ?? '0');
    return new Unreachable(Number.isFinite(seconds) ? seconds * 1000 : 0);
  }
  if (!isErrorBody(body)) return new Unreachable();
  const fields = (body.fields ?? []).map((one) => one.field);
  return new Refusal(status, body.code, [body.zh, body.en], body.details ?? {}, fields);
}
