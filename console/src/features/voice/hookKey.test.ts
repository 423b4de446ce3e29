import { describe, expect, it } from 'vitest';
import { findHook, isSet } from './hookKey.ts';

describe('the hook of a headset', () => {
  it('is found behind what stands before it in the report', () => {
    const reports = [
      { reportId: 1, items: [{ usages: [0x0c_00e9, 0x0c_00ea], reportSize: 1, reportCount: 2 }] },
      { reportId: 2, items: [{ usages: [], reportSize: 4, reportCount: 2 }, { usages: [0x0b_002f, 0x0b_0020], reportSize: 1, reportCount: 2 }] },
    ];
    expect(findHook([{}, { inputReports: reports }])).toEqual({ reportId: 2, bit: 9 });
  });
  it('is absent from a device that only plays', () => {
    expect(findHook([{ inputReports: [{ reportId: 1, items: [{ usages: [0x0c_00cd], reportSize: 1, reportCount: 1 }] }] }])).toBeNull();
  });
  it('is read from the report', () => {
    const data = new DataView(Uint8Array.of(0, 2).buffer);
    expect([isSet(data, 9), isSet(data, 8), isSet(data, 30)]).toEqual([true, false, false]);
  });
});
