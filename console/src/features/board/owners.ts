/** Which notices a desk must still confirm. Pure. */
import type { Of } from '../../sync/kinds.ts';

export function unseenBy(notices: readonly Of<'notice'>[], orgCode: string | null): readonly Of<'notice'>[] {
  return notices
    .filter((one) =>
      one.asks.some((side) => one[`${side}_code`] === orgCode && one[`${side}_seen_by`] === null),
    )
    .sort((a, b) => Date.parse(a.raised_at) - Date.parse(b.raised_at));
}
