/**
 * Loud or at the ear, as far as a browser lets a page choose: another loudspeaker where there are several; on Android,
 * whose microphones carry the way of the sound with them, the one of the speakerphone.
 */
import { useEffect, useState } from 'react';
import { switchDevice } from '../../app/voice.ts';
import { canChooseLoudspeaker, chosenDevices, listDevices, onDevices, type DeviceUse } from '../../source/devices.ts';

interface Ways {
  readonly use: DeviceUse;
  readonly loud: string;
  readonly quiet: string | null;
}

const LOUD = /speaker/i;

async function findWays(): Promise<Ways | null> {
  const outputs = canChooseLoudspeaker() ? await listDevices('loudspeaker') : [];
  const loudOutput = outputs.find((one) => LOUD.test(one.name));
  if (outputs.length > 1 && loudOutput !== undefined) return { use: 'loudspeaker', loud: loudOutput.id, quiet: null };
  const inputs = await listDevices('microphone');
  const loudInput = inputs.find((one) => LOUD.test(one.name));
  const other = inputs.find((one) => one !== loudInput);
  return loudInput === undefined || other === undefined ? null : { use: 'microphone', loud: loudInput.id, quiet: other.id };
}

export function useLoudspeaker() {
  const [ways, setWays] = useState<Ways | null>(null);
  const [isLoud, setLoud] = useState(false);
  useEffect(() => {
    let isOld = false;
    const look = () =>
      void findWays().then((found) => {
        if (isOld) return;
        setWays(found);
        setLoud(found !== null && chosenDevices()[found.use] === found.loud);
      });
    look();
    const stop = onDevices(look);
    return () => {
      isOld = true;
      stop();
    };
  }, []);
  function toggle(): void {
    if (ways === null) return;
    switchDevice(ways.use, isLoud ? ways.quiet : ways.loud);
    setLoud(!isLoud);
  }
  return { isLoud, canBeLoud: ways !== null, toggle };
}
