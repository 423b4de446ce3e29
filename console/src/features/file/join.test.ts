import { describe, expect, it } from 'vitest';
import { tongueOf } from '../../i18n/index.ts';
import type { Entry } from './dossier.ts';
import { sentenceFor, type Names } from './sentences.ts';

const NAMES: Names = { className: (code) => code, orgName: (code) => code, crewName: (id) => id };

function entry(data: Record<string, unknown>): Entry {
  return { event_id: 'e', position: 1, name: 'intake.contact.advanced', at: '2026-03-01T08:00:00Z', actor: 'a', actor_name: '王芳', data };
}

describe('a report joined and taken back', () => {
  const unlinked = entry({ signal: 'unlink', state: 'taken', taken_by_name: '王芳', contact_number: 'J20260301A000007' });
  it('says in both languages what was undone and what stays', () => {
    expect(sentenceFor(unlinked, tongueOf('zh'), NAMES)).toMatch(/^J20260301A000007 与本警情无关，王芳 已撤销并入.*派警不变$/u);
    expect(sentenceFor(unlinked, tongueOf('en'), NAMES)).toMatch(/^王芳 took J20260301A000007 back, as it is not about this incident.*stay$/u);
  });

  it('is a sentence too where an older fact names no number', () => {
    const old = entry({ signal: 'link', state: 'linked', taken_by_name: '王芳', said: '三楼有老人' });
    expect(sentenceFor(old, tongueOf('zh'), NAMES)).toBe('一起报警 经 王芳 确认为同一警情，并入本警情 — 三楼有老人');
    expect(sentenceFor(old, tongueOf('en'), NAMES)).toBe('王芳 joined a report to this incident: it is about the same event — 三楼有老人');
  });
});
