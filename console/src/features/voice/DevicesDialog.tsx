/** Microphone, loudspeaker, bell: chosen, seen and heard before a call needs them. */
import { Modal } from 'antd';
import { useEffect, useState } from 'react';
import { askMicrophone, ownTrack, switchDevice, useVoice } from '../../app/voice.ts';
import { useTongue } from '../../i18n/index.ts';
import { canChooseLoudspeaker, chosenDevices, listDevices, onDevices, type Device, type DeviceUse } from '../../source/devices.ts';
import { hearOneself, playTone } from '../../source/voiceTest.ts';
import { play } from '../../ui/tones.ts';
import { canUseHook, chooseHook } from './hookKey.ts';
import { Level } from './Level.tsx';
import { LineNote } from './LineNote.tsx';

const USES: readonly DeviceUse[] = ['microphone', 'loudspeaker', 'bell'];
type Devices = Readonly<Record<DeviceUse, readonly Device[]>>;

function useDevices(isAllowed: boolean): Devices {
  const [devices, setDevices] = useState<Devices>({ microphone: [], loudspeaker: [], bell: [] });
  useEffect(() => {
    let isOld = false;
    const look = () =>
      void Promise.all(USES.map(listDevices)).then(([microphone = [], loudspeaker = [], bell = []]) => {
        if (!isOld) setDevices({ microphone, loudspeaker, bell });
      });
    look();
    const stop = onDevices(look);
    return () => {
      isOld = true;
      stop();
    };
    // Names come with the permission.
  }, [isAllowed]);
  return devices;
}

type Test = 'idle' | 'recording' | 'playing' | 'failed';

function OwnEcho() {
  const { t } = useTongue();
  const [test, setTest] = useState<Test>('idle');
  function start(): void {
    const track = ownTrack();
    if (track === null) {
      askMicrophone();
      return;
    }
    setTest('recording');
    hearOneself(track, chosenDevices().loudspeaker, () => setTest('playing')).then(
      () => setTest('idle'),
      () => setTest('failed'),
    );
  }
  return (
    <div className="row wrap">
      <button type="button" className="btn small" disabled={test === 'recording' || test === 'playing'} onClick={start}>
        {t('voice.echo')}
      </button>
      <span className="muted" role="status">
        {test === 'recording' && t('voice.echo_recording')}
        {test === 'playing' && t('voice.echo_playing')}
        {test === 'failed' && t('voice.echo_failed')}
        {test === 'idle' && t('voice.echo_what')}
      </span>
    </div>
  );
}

function Hook() {
  const { t } = useTongue();
  const [found, setFound] = useState<boolean | null>(null);
  if (!canUseHook()) return <p className="muted">{t('voice.hook_media')}</p>;
  return (
    <div className="row wrap">
      <button type="button" className="btn small" onClick={() => void chooseHook().then(setFound, () => setFound(false))}>
        {t('voice.hook')}
      </button>
      <span className="muted" role="status">
        {found === null ? t('voice.hook_media') : found ? t('voice.hook_found') : t('voice.hook_none')}
      </span>
    </div>
  );
}

export default function DevicesDialog({ onClose }: { onClose: () => void }) {
  const { t, term } = useTongue();
  const { line } = useVoice();
  const devices = useDevices(line.microphone === 'open');
  const [chosen, setChosen] = useState(chosenDevices);
  const canChoose = canChooseLoudspeaker();
  function choose(use: DeviceUse, id: string): void {
    switchDevice(use, id === '' ? null : id);
    setChosen(chosenDevices());
  }
  return (
    <Modal open onCancel={onClose} footer={null} title={t('voice.devices_title')} width={520}>
      <div className="voice-devices">
        <LineNote />
        {USES.map((use) => (
          <div key={use} className="voice-device">
            <label className="grow">
              <span className="label">{term('voice.device', use)}</span>
              <select
                className="field"
                value={chosen[use] ?? ''}
                disabled={use !== 'microphone' && !canChoose}
                onChange={(event) => choose(use, event.target.value)}
              >
                <option value="">{t('voice.device_default')}</option>
                {devices[use].map((one, index) => (
                  <option key={one.id} value={one.id}>
                    {one.name === '' ? t('voice.device_unnamed', { n: index + 1 }) : one.name}
                  </option>
                ))}
              </select>
            </label>
            {use === 'microphone' && <Level of="own" label={t('call.level_own')} />}
            {use === 'loudspeaker' && (
              <button type="button" className="btn small" onClick={() => void playTone(chosenDevices().loudspeaker)}>
                {t('voice.tone')}
              </button>
            )}
            {use === 'bell' && (
              <button type="button" className="btn small" onClick={() => play('ring', true)}>
                {t('voice.ring')}
              </button>
            )}
          </div>
        ))}
        {!canChoose && <p className="hint">{t('voice.no_choice')}</p>}
        <OwnEcho />
        <Hook />
        <p className="muted">{t('voice.kept')}</p>
      </div>
    </Modal>
  );
}
