/** What holds on a stretch of road, for how long, and why. */
import { Modal } from 'antd';
import { useState } from 'react';
import { hallNow } from '../../app/clock.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { distanceText } from '../../ui/time.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import type { Restricting } from './useRestricting.ts';

const MINUTES = ['30', '60', '240'] as const;

export function RestrictDialog({ restricting }: { restricting: Restricting }) {
  const { t } = useTongue();
  const action = useAction();
  const [kind, setKind] = useState<'closed' | 'slow'>('closed');
  const [speed, setSpeed] = useState(15);
  const [isBoth, setBoth] = useState(true);
  const [minutes, setMinutes] = useState('');
  const [reason, setReason] = useState('');
  const { begin, end, way } = restricting;
  const isReady = way !== null && !way.is_estimated && reason.trim().length >= 2;

  async function done(): Promise<void> {
    if (!isReady || begin === null || end === null) return;
    const until = minutes === '' ? null : new Date(hallNow() + Number(minutes) * 60_000).toISOString();
    const isDone = await action.run(async (send) => {
      const at = (place: typeof begin) => ({ ...place, datum: 'WGS84' as const });
      const body = {
        kind,
        begin: at(begin),
        end: at(end),
        both_ways: isBoth,
        speed_kmh: kind === 'slow' ? speed : null,
        reason: reason.trim(),
        until,
      };
      await send({ path: '/api/roads/restrictions', body });
    });
    if (isDone) restricting.stop();
  }

  return (
    <Modal
      open
      title={t('roads.title')}
      okText={t('roads.ok')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !isReady, loading: action.state !== 'idle' }}
      onOk={() => void done()}
      onCancel={restricting.stop}
      width={460}
    >
      <div className="restrict">
        {way !== null && (
          <p className="muted">
            {way.is_estimated ? t('roads.estimated') : t('roads.length', { length: distanceText(way.distance_m) })}
          </p>
        )}
        <div className="row wrap" role="radiogroup" aria-label={t('roads.title')}>
          {(['closed', 'slow'] as const).map((one) => (
            <label key={one}>
              <input type="radio" name="kind" checked={kind === one} onChange={() => setKind(one)} /> {t(`roads.kind.${one}`)}
            </label>
          ))}
          {kind === 'slow' && (
            <label className="row">
              <span className="muted">{t('roads.speed')}</span>
              <input
                className="field num"
                type="number"
                min={1}
                max={120}
                value={speed}
                onChange={(event) => setSpeed(Math.max(1, Math.min(120, Number(event.target.value) || 1)))}
              />
            </label>
          )}
        </div>
        <label>
          <input type="checkbox" checked={isBoth} onChange={(event) => setBoth(event.target.checked)} /> {t('roads.both')}
          {!isBoth && <span className="muted"> · {t('roads.one')}</span>}
        </label>
        <label>
          <span className="label">{t('roads.minutes')}</span>
          <select className="field" value={minutes} onChange={(event) => setMinutes(event.target.value)}>
            <option value="">{t('roads.no_end')}</option>
            {MINUTES.map((one) => (
              <option key={one} value={one}>
                {t(`roads.minutes_${one}`)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span className="label">{t('roads.reason')}</span>
          <input className="field" autoFocus maxLength={200} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
        <div className="row wrap">
          {(['accident', 'water', 'event'] as const).map((one) => (
            <button key={one} type="button" className="btn small" onClick={() => setReason(t(`roads.reason.${one}`))}>
              {t(`roads.reason.${one}`)}
            </button>
          ))}
        </div>
        <Trouble sentence={restricting.trouble ?? action.trouble} />
      </div>
    </Modal>
  );
}
