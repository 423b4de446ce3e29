/** Reporting something found on patrol that somebody has to do something about. */
import { useState } from 'react';
import { useTongue } from '../../i18n/index.ts';
import type { HazardKind, Of } from '../../sync/kinds.ts';
import { PhotoInput, usePhotoPile } from '../../ui/PhotoInput.tsx';
import { photosFor } from '../../ui/photoShelf.ts';
import { groupOf, type PatrolOutbox } from './usePatrolOutbox.ts';
import type { PhonePosition } from './usePhonePosition.ts';

const KINDS: readonly HazardKind[] = ['fire', 'road', 'public_order', 'facility', 'person', 'other'];

export interface PatrolHazardProps {
  readonly patrolId: string;
  readonly point: Of<'patrol_point'> | undefined;
  readonly position: PhonePosition | null;
  readonly outbox: PatrolOutbox;
  readonly sent: number;
}

export function PatrolHazard({ patrolId, point, position, outbox, sent }: PatrolHazardProps) {
  const { t, term } = useTongue();
  const name = `yyl.patrol-hazard.${patrolId}`;
  const [kind, setKind] = useState<HazardKind>('facility');
  const [text, setText] = useState(() => localStorage.getItem(name) ?? '');
  const pile = usePhotoPile(name);

  async function send(): Promise<void> {
    const blobs = (await photosFor(name)).map((photo) => photo.blob);
    const body = {
      number: position === null ? (point?.number ?? null) : null,
      kind,
      text: text.trim(),
      position: position === null ? null : { lon: position.lon, lat: position.lat, datum: 'WGS84' },
    };
    await outbox.add(groupOf(patrolId, null), 'patrol_hazard', body, blobs);
    await pile.clear();
    localStorage.removeItem(name);
    setText('');
  }
  return (
    <details>
      <summary>
        {t('patrol.hazard')}
        {sent > 0 && ` · ${t('patrol.hazard_sent', { n: sent })}`}
      </summary>
      <div className="chips outcome" role="radiogroup" aria-label={t('patrol.hazard')}>
        {KINDS.map((one) => (
          <label key={one} className={kind === one ? 'on' : ''}>
            <input type="radio" name="hazard-kind" checked={kind === one} onChange={() => setKind(one)} />
            {term('hazard.kind', one)}
          </label>
        ))}
      </div>
      <label>
        <span className="label">{t('patrol.hazard_text')}</span>
        <textarea
          className="field"
          rows={2}
          maxLength={1000}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            localStorage.setItem(name, event.target.value);
          }}
        />
      </label>
      <PhotoInput pile={pile} label={t('patrol.photo')} />
      <button type="button" className="btn big block" disabled={text.trim().length < 2} onClick={() => void send()}>
        {t('patrol.hazard_send')}
      </button>
    </details>
  );
}
