/** One key accepts the move that was proposed first. */
import { store } from '../../app/hall.ts';
import type { Action } from '../../app/useAction.ts';
import { listOf } from '../../sync/kinds.ts';

export function acceptFirst(action: Action): void {
  const first = listOf(store, 'relocation').find((one) => one.state === 'proposed');
  if (first === undefined) return;
  const values = { relocation_id: first.id };
  void action.run(async (post) => {
    await post({ path: '/api/planning/relocations/{relocation_id}/decision', values, body: { decision: 'accept' } });
  });
}
