/** Chips beside what is typed: each is taken by one key, none takes itself or overwrites anything. */
import { useMemo } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { useKeys } from '../../ui/keys.ts';
import { classNameOf, useClasses } from '../classes.ts';
import { classChange } from './classChange.ts';
import type { DraftCall } from './draftCall.ts';
import { useGuide } from './guide.ts';
import { suggestClasses } from './suggest.ts';
import type { Candidate } from './useCandidates.ts';

const CLASS_KEYS = ['j', 'k', 'l'] as const;
const PLACE_KEYS = ['u', 'i', 'o'] as const;

export interface SuggestionsProps {
  readonly call: DraftCall;
  readonly places: readonly Candidate[];
  readonly isOff: boolean;
}

export function Suggestions({ call, places, isOff }: SuggestionsProps) {
  const { t, lang } = useTongue();
  const guide = useGuide();
  const classes = useClasses();
  const { draft, change } = call;
  const { place } = draft;
  const hints = useMemo(
    () => (guide === null || isOff ? [] : suggestClasses(draft.narrative, guide.keywords).filter((one) => one.code !== draft.classCode)),
    [guide, isOff, draft.narrative, draft.classCode],
  );
  const offered = isOff ? [] : places.filter((one) => one.lon !== place?.lon || one.lat !== place.lat).slice(0, 3);

  function takeClass(index: number): void {
    const found = classes.find((one) => one.code === hints[index]?.code);
    if (found !== undefined) change(classChange(call, found));
  }
  function takePlace(index: number): void {
    const one = offered[index];
    if (one !== undefined) change({ place: { text: one.text, lon: one.lon, lat: one.lat }, placeQuery: '' });
  }
  useKeys({
    ...Object.fromEntries(CLASS_KEYS.map((key, index) => [`alt+${key}`, () => takeClass(index)])),
    ...Object.fromEntries(PLACE_KEYS.map((key, index) => [`alt+${key}`, () => takePlace(index)])),
  });

  if (isOff) return null;
  return (
    <div className="suggestions" role="group" aria-label={t('chip.title')}>
      {hints.map((one, index) => {
        const name = classNameOf(one.code, lang);
        const label = t('chip.class', { name, words: one.words.join(' ') });
        return (
          <button key={one.code} type="button" tabIndex={-1} className="chip" title={label} onClick={() => takeClass(index)}>
            <kbd>Alt {CLASS_KEYS[index]?.toUpperCase()}</kbd> {name}
          </button>
        );
      })}
      {offered.map((one, index) => (
        <button
          key={one.key}
          type="button"
          tabIndex={-1}
          className="chip place"
          title={t('chip.place', { name: one.text })}
          onClick={() => takePlace(index)}
        >
          <kbd>Alt {PLACE_KEYS[index]?.toUpperCase()}</kbd> <span className="cut">★ {one.name}</span>
        </button>
      ))}
    </div>
  );
}
