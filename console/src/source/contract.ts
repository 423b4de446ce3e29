/** What the pages need of a hall, live now; replay and simulation will implement the same. */
import type { components, paths } from '../generated/api.ts';
import type { LinkState, Message } from '../sync/messages.ts';

export type Schemas = components['schemas'];
export type Schema<N extends keyof Schemas> = Schemas[N];

type Method = 'get' | 'post' | 'put' | 'delete';
type PathsWith<M extends Method> = {
  [P in keyof paths]: paths[P] extends Record<M, { responses: unknown }> ? P : never;
}[keyof paths];
export type GetPath = PathsWith<'get'>;
/** Where something is done: sent by POST, or by PUT or DELETE where the command says so. */
export type PostPath = PathsWith<'post'> | PathsWith<'put'> | PathsWith<'delete'>;

type Operation<P extends keyof paths, M extends Method> = paths[P] extends Record<M, infer O> ? O : never;
type JsonOf<R> = R extends { readonly content: { readonly 'application/json': infer J } } ? J : undefined;
type Success<O> = O extends { readonly responses: infer R } ? R[keyof R & (200 | 201 | 204)] : never;

/** The reply of an operation, from OpenAPI. */
export type Reply<P extends keyof paths, M extends Method> = JsonOf<Success<Operation<P, M>>>;

/** The body of an operation, from OpenAPI; undefined where there is none. */
export type Body<P extends keyof paths, M extends Method> =
  Operation<P, M> extends { readonly requestBody: { readonly content: { readonly 'application/json': infer J } } }
    ? J
    : undefined;

export type PathValues = Readonly<Record<string, string>>;
export type QueryValues = Readonly<Record<string, string | number | undefined>>;

/** A command on its way: `key` names this one action, however often it is sent. */
export interface Command<P extends PostPath = PostPath> {
  readonly path: P;
  readonly values?: PathValues;
  readonly body?: P extends PathsWith<'put'> ? Body<P, 'put'> : Body<P, 'post'>;
  readonly key?: string;
  readonly method?: 'PUT' | 'DELETE';
}

export interface FeedSink {
  messages(messages: readonly Message[]): void;
  state(state: LinkState): void;
}

export interface Following {
  readonly stop: () => void;
  /** Say what this screen shows, so that others who see the same learn of it. */
  readonly look: (subjects: readonly string[]) => void;
}

export interface Source {
  readonly kind: 'live' | 'replay' | 'simulation';
  /** Follow the feed. */
  follow(sink: FeedSink): Following;
  get<P extends GetPath>(path: P, values?: PathValues, query?: QueryValues): Promise<Reply<P, 'get'>>;
  /** Send once. Throws Refusal or Unreachable. */
  post<P extends PostPath>(command: Command<P>): Promise<Reply<P, 'post'>>;
  /** Send a photo as it is. */
  upload(path: UploadPath, photo: Blob): Promise<Schema<'UploadReply'>>;
}

export type UploadPath = '/api/public/uploads' | '/api/evidence/uploads';
