/** The place: searched, taken from what the contact brings, or pointed at on the map. */
import { useMemo, type RefObject } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { Combobox, type Choice } from '../../ui/Combobox.tsx';
import type { DraftCall } from './draftCall.ts';
import { usePlaceSearch, type Candidate } from './useCandidates.ts';

export interface PlaceFieldProps {
  readonly call: DraftCall;
  readonly inputRef?: RefObject<HTMLInputElement | null>;
  readonly own: readonly Candidate[];
  readonly onMark?: (candidate: Candidate | null) => void;
}

export function PlaceField({ call, inputRef, own, onMark }: PlaceFieldProps) {
  const { t, term, lang } = useTongue();
  const { draft, change } = call;
  const found = usePlaceSearch(draft.placeQuery, lang);
  const offered = draft.placeQuery.trim() === '' ? own : found;
  const choices = useMemo<readonly Choice<Candidate>[]>(
    () =>
      offered.map((one, index) => ({
        key: one.key,
        value: one,
        content: (
          <>
            <kbd>{index + 1}</kbd>
            <span className="grow cut" title={one.text}>
              {one.name}
              {one.name !== one.text && <span className="muted"> {one.text}</span>}
            </span>
            <span className="tag">
              {one.why === 'search' ? term('place.kind', one.kind) : one.why === 'words' ? t('place.words') : t('place.reported')}
            </span>
          </>
        ),
      })),
    [offered, t, term],
  );

  return (
    <div>
      <Combobox
        label={t('seat.place')}
        placeholder={own.length > 0 ? t('seat.place_hint_own', { n: own.length }) : t('seat.place_hint')}
        {...(inputRef && { inputRef })}
        text={draft.placeQuery}
        choices={choices}
        {...(onMark && { mark: onMark })}
        {...(draft.placeQuery.trim() !== '' && { nothing: t('seat.place_none') })}
        onText={(placeQuery) => change({ placeQuery })}
        onTake={(one) => change({ place: { text: one.text, lon: one.lon, lat: one.lat }, placeQuery: '' })}
      />
      <p className={draft.place === null ? 'seat-place muted' : 'seat-place'} role="status">
        {draft.place === null ? (
          t('seat.no_place')
        ) : (
          <>
            <span aria-hidden="true">★</span> <strong>{draft.place.text}</strong>{' '}
            <span className="num muted">
              {draft.place.lon.toFixed(5)}, {draft.place.lat.toFixed(5)} WGS-84
            </span>
          </>
        )}
      </p>
    </div>
  );
}
