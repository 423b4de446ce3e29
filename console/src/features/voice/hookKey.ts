/** The hook of a headset over WebHID (USB HID usage tables 1.5, page 0x0B telephony, usage 0x20 hook switch). */

interface HidItem {
  readonly usages?: readonly number[];
  readonly reportSize?: number;
  readonly reportCount?: number;
}

interface HidReport {
  readonly reportId?: number;
  readonly items?: readonly HidItem[];
}

interface HidDevice extends EventTarget {
  readonly opened: boolean;
  readonly collections: readonly { readonly inputReports?: readonly HidReport[] }[];
  open(): Promise<void>;
}

interface Hid extends EventTarget {
  getDevices(): Promise<readonly HidDevice[]>;
  requestDevice(options: { filters: readonly { usagePage: number }[] }): Promise<readonly HidDevice[]>;
}

const TELEPHONY = 0x0b;
const HOOK = 0x0b_0020;

function hid(): Hid | null {
  return 'hid' in navigator ? (navigator.hid as Hid) : null;
}

export function canUseHook(): boolean {
  return hid() !== null;
}

/** At which bit of which report the hook stands; null: the device has none. */
export function findHook(collections: HidDevice['collections']): { reportId: number; bit: number } | null {
  for (const collection of collections) {
    for (const report of collection.inputReports ?? []) {
      let bit = 0;
      for (const item of report.items ?? []) {
        const size = item.reportSize ?? 0;
        const at = (item.usages ?? []).indexOf(HOOK);
        if (at >= 0 && size === 1) return { reportId: report.reportId ?? 0, bit: bit + at };
        bit += size * (item.reportCount ?? 0);
      }
    }
  }
  return null;
}

export function isSet(data: DataView, bit: number): boolean {
  const byte = bit >> 3;
  return byte < data.byteLength && ((data.getUint8(byte) >> (bit & 7)) & 1) === 1;
}

/** Hear of every press; gives the way to stop. Only headsets that were allowed before are listened to. */
export function onHook(press: () => void): () => void {
  const stops: (() => void)[] = [];
  let isOver = false;
  async function listen(): Promise<void> {
    for (const device of (await hid()?.getDevices()) ?? []) {
      const hook = findHook(device.collections);
      if (hook === null) continue;
      try {
        if (!device.opened) await device.open();
      } catch {
        continue;
      }
      if (isOver) return;
      let was = false;
      const heard = (event: Event) => {
        const { reportId, data } = event as Event & { readonly reportId: number; readonly data: DataView };
        if (reportId !== hook.reportId) return;
        const is = isSet(data, hook.bit);
        // A hook that is lifted and one that is hung up are one press each.
        if (is !== was) press();
        was = is;
      };
      device.addEventListener('inputreport', heard);
      stops.push(() => device.removeEventListener('inputreport', heard));
    }
  }
  void listen();
  return () => {
    isOver = true;
    for (const stop of stops) stop();
  };
}

/** Have the browser ask which headset it is; true when one with a hook was chosen. */
export async function chooseHook(): Promise<boolean> {
  const chosen = (await hid()?.requestDevice({ filters: [{ usagePage: TELEPHONY }] })) ?? [];
  return chosen.some((one) => findHook(one.collections) !== null);
}
