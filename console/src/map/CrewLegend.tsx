/** What the signs of crews mean: shape by type, filling by state. */
import { useTongue } from '../i18n/index.ts';
import { CREW_TYPES } from './crewTrack.ts';
import { CREW_SHAPES } from './icons.ts';

export function CrewLegend() {
  const { t, term } = useTongue();
  return (
    <details className="map-legend">
      <summary>{t('layers.legend')}</summary>
      {CREW_TYPES.map((type) => (
        <span key={type} className="row">
          <svg width="18" height="18" viewBox="0 0 24 24" aria-hidden="true">
            <polygon points={CREW_SHAPES[type].map((point) => point.join()).join(' ')} />
          </svg>
          {term('layers.sign', type)}
        </span>
      ))}
      <span className="muted">{t('layers.sign.states')}</span>
    </details>
  );
}
