/** What fills the sentences about recordings. Pure. */
import type { Tongue } from '../../i18n/index.ts';
import { dayOf } from '../../ui/time.ts';
import { number, text, type Data } from './dossier.ts';
import { positionText } from './recording.ts';

/** The sentence's name: whoever took an original is said to have taken it. */
export function recordingKey(name: string, data: Data): string {
  const isTaken = name === 'evidence.recording.listened' && text(data, 'part_id') !== null;
  return isTaken ? 'evidence.recording.taken' : name;
}

export function recordingValues(name: string, data: Data, { t }: Tongue): Record<string, string | number> {
  const dash = (...parts: readonly (string | null)[]) => {
    const said = parts.filter((part) => part !== null);
    return said.length === 0 ? '' : ` — ${said.join(' · ')}`;
  };
  switch (name) {
    case 'evidence.recording.kept': {
      const isSilent = text(data, 'mime') === null;
      return { length: positionText(number(data, 'seconds') ?? 0), rest: dash(isSilent ? t('recording.nothing') : null) };
    }
    case 'evidence.recording.held': {
      const until = text(data, 'until');
      return { rest: dash(text(data, 'reason'), until === null ? null : t('recording.held_until', { day: dayOf(until) })) };
    }
    case 'evidence.recording.erased':
      return { cause: t(data['cause'] === 'erasure' ? 'recording.cause.erasure' : 'recording.cause.retention') };
    default:
      return { purpose: text(data, 'purpose') ?? '', rest: dash(text(data, 'reason')) };
  }
}
