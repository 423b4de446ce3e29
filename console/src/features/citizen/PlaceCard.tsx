/** Where it is: one touch for the phone's position, or the map, or words. */
import type { ReactNode } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { usePosition, type PhonePosition } from './usePosition.ts';

export interface PlaceCardProps {
  readonly position: PhonePosition | null;
  readonly placeText: string;
  readonly isMapOpen: boolean;
  readonly onPosition: (position: PhonePosition | null) => void;
  readonly onPlaceText: (text: string) => void;
  readonly onMap: () => void;
  readonly children: ReactNode;
}

export function PlaceCard(props: PlaceCardProps) {
  const { t } = useTongue();
  const { finding, ask } = usePosition();
  const { position } = props;

  async function locate(): Promise<void> {
    const found = await ask();
    if (found !== null) props.onPosition(found);
    else if (!props.isMapOpen) props.onMap();
  }

  return (
    <section className="card">
      <h2>{t('report.where')}</h2>
      <div className="two">
        <button type="button" className="btn" disabled={finding === 'asking'} onClick={() => void locate()}>
          <svg width="20" height="20" viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="2" aria-hidden="true">
            <circle cx="12" cy="12" r="6" />
            <path d="M12 2v4M12 18v4M2 12h4M18 12h4" />
          </svg>
          {finding === 'asking' ? t('report.locating') : t('report.locate')}
        </button>
        <button type="button" className="btn" aria-expanded={props.isMapOpen} onClick={props.onMap}>
          {props.isMapOpen ? t('report.map_close') : t('report.map')}
        </button>
      </div>
      <p role="status">
        {position !== null && (
          <span className="place-known">
            ✓{' '}
            {position.accuracy_m
              ? t('report.position_within', { m: Math.round(position.accuracy_m) })
              : t('report.position_known')}{' '}
            <button type="button" className="btn small quiet" onClick={() => props.onPosition(null)}>
              {t('report.position_drop')}
            </button>
          </span>
        )}
        {position === null && finding === 'denied' && t('report.position_denied')}
        {position === null && finding === 'failed' && t('report.position_failed')}
        {position === null && finding === 'absent' && t('report.position_absent')}
      </p>
      {props.children}
      <label>
        <span className="sr-only">{t('report.place_text')}</span>
        <input
          className="field"
          maxLength={300}
          value={props.placeText}
          placeholder={t('report.place_text')}
          onChange={(event) => props.onPlaceText(event.target.value)}
        />
      </label>
    </section>
  );
}
