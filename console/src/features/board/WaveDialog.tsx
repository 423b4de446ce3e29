/** Asking for a further wave: how many, from how far out, which forces, standby forces or not, and why. */
import { Modal } from 'antd';
import { useState, type KeyboardEvent } from 'react';
import { holds } from '../../app/access.ts';
import { listOf, store } from '../../app/hall.ts';
import { useMe } from '../../app/session.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { forceNameOf, useForces } from '../../panels/forces.ts';
import type { Schema } from '../../source/contract.ts';
import type { Of } from '../../sync/kinds.ts';
import { Trouble } from '../../ui/Trouble.tsx';

type Body = Schema<'WaveBody'>;
const REACHES = ['grid', 'neighbours', 'county', 'city', 'across'] as const;
const STANDBY = ['without', 'with', 'only'] as const;
/** How many are offered first, by level. */
const USUAL = { 1: 4, 2: 2, 3: 1, 4: 1 } as const;

export interface WaveDialogProps {
  readonly incident: Of<'incident'>;
  readonly number: number;
  readonly onClose: () => void;
}

export function WaveDialog({ incident, number, onClose }: WaveDialogProps) {
  const { t, term, lang } = useTongue();
  useForces();
  const action = useAction();
  const me = useMe();
  const [body, setBody] = useState<Body>({
    count: USUAL[incident.level],
    // Only a commander asks beyond the county as a matter of course, and for the gravest.
    reach: holds(me, 'commander') && incident.level === 1 ? 'city' : holds(me, 'commander', 'county_desk') ? 'county' : 'neighbours',
    forces: [],
    standby: 'without',
    reason: t('reinforce.many'),
  });
  const put = (part: Partial<Body>) => setBody((before) => ({ ...before, ...part }));
  const forces = [...new Set(listOf(store, 'crew').map((one) => one.force_type))].sort();
  const isReady = body.reason.trim().length >= 2 && body.count >= 1 && body.count <= 20;

  async function send(): Promise<void> {
    if (!isReady) return;
    const isDone = await action.run(async (post) => {
      const values = { incident_id: incident.id };
      await post({ path: '/api/dispatch/incidents/{incident_id}/waves', values, body: { ...body, reason: body.reason.trim() } });
    });
    if (isDone) onClose();
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) void send();
  }
  return (
    <Modal
      open
      title={t('wave.title', { n: number, number: incident.number })}
      okText={t('wave.ok')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: !isReady, loading: action.state !== 'idle' }}
      onOk={() => void send()}
      onCancel={onClose}
      width={520}
      destroyOnHidden
    >
      <div className="wave-form" onKeyDown={onKeyDown}>
        <label>
          <span className="label">{t('wave.count')}</span>
          <input
            className="field narrow"
            type="number"
            min={1}
            max={20}
            autoFocus
            value={body.count}
            onChange={(event) => put({ count: Number(event.target.value) })}
          />
        </label>
        <label>
          <span className="label">{t('wave.reach')}</span>
          <select className="field" value={body.reach} onChange={(event) => put({ reach: event.target.value as Body['reach'] })}>
            {REACHES.map((one) => (
              <option key={one} value={one}>
                {term('wave.reach', one)}
              </option>
            ))}
          </select>
        </label>
        <fieldset>
          <legend className="label">{t('wave.forces')}</legend>
          <div className="row wrap">
            {forces.map((one) => (
              <label key={one} className="row">
                <input
                  type="checkbox"
                  checked={body.forces.includes(one)}
                  onChange={(event) =>
                    put({ forces: event.target.checked ? [...body.forces, one] : body.forces.filter((other) => other !== one) })
                  }
                />
                {forceNameOf(one, lang)}
              </label>
            ))}
          </div>
        </fieldset>
        <label>
          <span className="label">{t('wave.standby')}</span>
          <select className="field" value={body.standby} onChange={(event) => put({ standby: event.target.value as Body['standby'] })}>
            {STANDBY.map((one) => (
              <option key={one} value={one}>
                {term('wave.standby', one)}
              </option>
            ))}
          </select>
        </label>
        <label>
          <span className="label">{t('wave.reason')}</span>
          <input className="field" maxLength={200} value={body.reason} onChange={(event) => put({ reason: event.target.value })} />
        </label>
        <Trouble sentence={action.trouble} onClose={action.clear} />
      </div>
    </Modal>
  );
}
