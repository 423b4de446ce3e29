/** What the fields of the form need: the seat's call, or a correction made at another desk. */
import type { IncidentClass } from '../classes.ts';
import type { CallDraft } from './callDraft.ts';

export interface DraftCall {
  readonly draft: CallDraft;
  readonly chosenClass: IncidentClass | undefined;
  readonly change: (part: Partial<CallDraft>) => void;
}
