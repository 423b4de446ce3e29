/**
 * The officer's outbox: what was done without a network is kept and sent in its order when it is back.
 *
 * Nothing overtakes. What the hall refuses is taken out, together with the later steps of the same order, and
 * told to the person in the hall's own words.
 */
import type { Sentence } from '../source/refusal.ts';

export interface OutboxPhoto {
  readonly blob: Blob;
  /** Given once it was uploaded; a photo is not sent twice. */
  readonly uploadId: string | null;
}

export type OrderStep = 'accept' | 'refuse' | 'depart' | 'arrive' | 'feedback';
/** What may not wait behind a photo: it has an outbox of its own. */
export type UrgentStep = 'panic' | 'help' | 'help_withdraw';
/** Of a patrol, in an outbox of its own as well: an order never waits behind a photo of a lock. */
export type PatrolStep = 'patrol_start' | 'patrol_visit' | 'patrol_hazard' | 'patrol_end';

export interface OutboxItem {
  /** Sorts by time of entering. */
  readonly id: string;
  readonly key: string;
  /** Steps of one order belong together. */
  readonly group: string;
  readonly step: OrderStep | UrgentStep | PatrolStep;
  readonly body: Readonly<Record<string, unknown>> | null;
  readonly photos: readonly OutboxPhoto[];
  readonly at: number;
}

export interface OutboxShelf {
  all(): Promise<OutboxItem[]>;
  put(item: OutboxItem): Promise<void>;
  remove(id: string): Promise<void>;
}

/** What became of one attempt. */
export type Sent =
  | { readonly kind: 'done' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'signed_out' }
  | { readonly kind: 'refused'; readonly sentence: Sentence };

export interface Post {
  upload(photo: Blob): Promise<{ readonly uploadId: string } | Exclude<Sent, { kind: 'done' }>>;
  send(item: OutboxItem, photoIds: readonly string[]): Promise<Sent>;
}

export interface OutboxState {
  readonly waiting: readonly OutboxItem[];
  readonly isSending: boolean;
}

export class Outbox {
  private waiting: OutboxItem[] = [];
  private isSending = false;
  private sequence = 0;

  constructor(
    private readonly shelf: OutboxShelf,
    private readonly post: Post,
    private readonly tell: {
      changed(state: OutboxState): void;
      refused(item: OutboxItem, sentence: Sentence, dropped: number): void;
      signedOut(): void;
    },
    private readonly now: () => number,
  ) {}

  /** Take up what an earlier page left. */
  async load(): Promise<void> {
    const items = await this.shelf.all();
    this.waiting = items.sort((a, b) => (a.id < b.id ? -1 : 1));
    this.changed();
  }

  async add(item: Pick<OutboxItem, 'key' | 'group' | 'step' | 'body'>, photos: readonly Blob[] = []): Promise<void> {
    const at = this.now();
    this.sequence += 1;
    const id = `${String(at).padStart(15, '0')}-${String(this.sequence).padStart(6, '0')}`;
    const whole: OutboxItem = { ...item, id, at, photos: photos.map((blob) => ({ blob, uploadId: null })) };
    await this.shelf.put(whole);
    this.waiting.push(whole);
    this.changed();
    await this.flush();
  }

  /** Send what can be sent now; stops at the first that finds no network. */
  async flush(): Promise<void> {
    if (this.isSending) return;
    this.isSending = true;
    this.changed();
    try {
      for (let item = this.waiting[0]; item !== undefined; item = this.waiting[0]) {
        const sent = await this.sendOne(item);
        if (sent.kind === 'done') {
          await this.take(item);
        } else if (sent.kind === 'refused') {
          await this.drop(item, sent.sentence);
        } else {
          if (sent.kind === 'signed_out') this.tell.signedOut();
          break;
        }
      }
    } finally {
      this.isSending = false;
      this.changed();
    }
  }

  private async sendOne(item: OutboxItem): Promise<Sent> {
    const ids: string[] = [];
    let current = item;
    for (const [index, photo] of item.photos.entries()) {
      if (photo.uploadId !== null) {
        ids.push(photo.uploadId);
        continue;
      }
      const reply = await this.post.upload(photo.blob);
      if ('kind' in reply) return reply;
      ids.push(reply.uploadId);
      const photos = current.photos.with(index, { blob: photo.blob, uploadId: reply.uploadId });
      current = { ...current, photos };
      await this.shelf.put(current);
      this.waiting[0] = current;
    }
    return this.post.send(current, ids);
  }

  private async take(item: OutboxItem): Promise<void> {
    await this.shelf.remove(item.id);
    this.waiting = this.waiting.filter((one) => one.id !== item.id);
    this.changed();
  }

  private async drop(item: OutboxItem, sentence: Sentence): Promise<void> {
    const together = this.waiting.filter((one) => one.group === item.group);
    for (const one of together) await this.shelf.remove(one.id);
    this.waiting = this.waiting.filter((one) => one.group !== item.group);
    this.changed();
    this.tell.refused(item, sentence, together.length - 1);
  }

  private changed(): void {
    this.tell.changed({ waiting: [...this.waiting], isSending: this.isSending });
  }
}
