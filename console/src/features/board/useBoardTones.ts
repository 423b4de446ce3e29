/** A tone when an incident comes new onto the board. */
import { useEffect, useRef } from 'react';
import { useList } from '../../app/hall.ts';
import { currentPrefs } from '../../app/prefs.ts';
import { useTongue } from '../../i18n/index.ts';
import { notice, play } from '../../ui/tones.ts';

export function useBoardTones(): void {
  const { t } = useTongue();
  const incidents = useList('incident');
  const known = useRef<Set<string> | null>(null);
  useEffect(() => {
    const open = incidents.filter((one) => one.closed_at === null);
    const fresh = known.current === null ? [] : open.filter((one) => known.current?.has(one.id) === false);
    known.current = new Set(open.map((one) => one.id));
    const [first] = fresh;
    if (first === undefined) return;
    play('incoming', currentPrefs().isMuted);
    notice(t('board.new'), `${first.number} ${first.place_text ?? ''}`, 'incoming');
  }, [incidents, t]);
}
