/** A tone when an incident comes new onto the board. Draws nothing: the page is not drawn again for it. */
import { useEffect } from 'react';
import { findOf, listOf, onMoved, store } from '../../app/hall.ts';
import { currentPrefs } from '../../app/prefs.ts';
import { useTongue } from '../../i18n/index.ts';
import { notice, play } from '../../ui/tones.ts';

export function BoardTones() {
  const { t } = useTongue();
  useEffect(() => {
    const inSight = () => new Set(listOf(store, 'incident').map((one) => one.id));
    let known = inSight();
    return onMoved((moved) => {
      if (!moved.kinds.has('incident')) return;
      // Only what came new is looked at: entities are in the order in which they came.
      const entities = store.list('incident');
      for (let i = entities.length - 1; i >= 0; i--) {
        const id = entities[i]?.id ?? '';
        if (known.has(id)) break;
        known.add(id);
        const incident = findOf(store, 'incident', id);
        if (moved.whole || incident?.closed_at !== null) continue;
        play('incoming', currentPrefs().isMuted);
        notice(t('board.new'), `${incident.number} ${incident.place_text ?? ''}`, 'incoming');
      }
      // What left sight is known no more: an all-day board does not gather it.
      if (known.size > 2 * entities.length) known = inSight();
    });
  }, [t]);
  return null;
}
