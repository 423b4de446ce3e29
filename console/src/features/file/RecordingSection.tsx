/** The incident's recordings, each with its player. */
import { useMemo } from 'react';
import { useTongue, type Tongue } from '../../i18n/index.ts';
import { Empty, Trouble } from '../../ui/Trouble.tsx';
import { RecordingPlayer, type Wanted } from './RecordingPlayer.tsx';
import type { Entry } from './dossier.ts';
import { secondIn, together, type Mark, type Recording } from './recording.ts';
import { laneName } from './laneName.ts';
import { isTechnical, sentenceFor } from './sentences.ts';
import type { Recordings } from './useRecordings.ts';
import { useNames } from './useNames.ts';
import './recording.css';

export interface RecordingSectionProps {
  readonly recordings: Recordings;
  readonly timeline: readonly Entry[];
  readonly wanted: Wanted | null;
  /** The incident came by telephone: that there is no recording yet is worth a word. */
  readonly isCall: boolean;
}

/** When each party but the caller came into the call: its first file begins then. */
function joinsOf(recording: Recording, { t }: Tongue): readonly Mark[] {
  const seen = new Set<string>();
  return recording.parts.flatMap((part): Mark[] => {
    const leg = part.leg_id ?? part.id;
    if (part.kind !== 'leg' || part.leg_kind === 'citizen' || part.started_at === null || seen.has(leg)) return [];
    seen.add(leg);
    const s = secondIn(recording, part.started_at);
    const lane = recording.lanes.find((one) => one.leg_id === part.leg_id);
    const who = laneName(part.leg_kind, lane?.name ?? null, t);
    return s === null ? [] : [{ id: part.id, s, at: part.started_at, text: t('recording.joined', { who }) }];
  });
}

export function RecordingSection({ recordings, timeline, wanted, isCall }: RecordingSectionProps) {
  const tongue = useTongue();
  const { t } = tongue;
  const names = useNames();
  const marks = useMemo(() => {
    const told = timeline.filter((entry) => !isTechnical(entry));
    const marksOf = (one: Recording) =>
      told.flatMap((entry): Mark[] => {
        const s = secondIn(one, entry.at);
        return s === null ? [] : [{ id: entry.event_id, s, at: entry.at, text: sentenceFor(entry, tongue, names) }];
      });
    const all = (one: Recording) => together([...marksOf(one), ...joinsOf(one, tongue)], one.seconds);
    return new Map(recordings.list.map((one) => [one.id, all(one)]));
  }, [recordings.list, timeline, tongue, names]);

  const isEmpty = recordings.list.length === 0;
  if (isEmpty && recordings.trouble === null && !isCall) return null;
  return (
    <section className="panel" aria-label={t('recording.title')}>
      <header>
        <h2>{t('recording.title')}</h2>
      </header>
      <div className="pad recordings">
        <Trouble sentence={recordings.trouble} />
        {recordings.trouble !== null && (
          <button type="button" className="btn small" onClick={recordings.again}>
            {t('recording.again')}
          </button>
        )}
        {isEmpty && recordings.trouble === null && recordings.isLoading && <Empty title={t('recording.loading')} />}
        {isEmpty && recordings.trouble === null && !recordings.isLoading && (
          <Empty title={t('recording.none')} what={t('recording.none_why')} />
        )}
        {recordings.list.map((one) => (
          <RecordingPlayer
            key={one.id}
            recording={one}
            marks={marks.get(one.id) ?? []}
            wanted={wanted?.recordingId === one.id ? wanted : null}
            onChanged={recordings.again}
          />
        ))}
      </div>
    </section>
  );
}
