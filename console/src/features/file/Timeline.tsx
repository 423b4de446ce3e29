/** Every fact of the incident, as sentences, oldest first. */
import { Switch } from 'antd';
import { useState } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { useForces } from '../../panels/forces.ts';
import { dayOf, secondsOf } from '../../ui/time.ts';
import type { Entry } from './dossier.ts';
import { isTechnical, sentenceFor } from './sentences.ts';
import { useNames } from './useNames.ts';

export interface TimelineProps {
  readonly entries: readonly Entry[];
  /** Whether a moment can be heard; then its time leads into the recording. */
  readonly isHeard: (at: string) => boolean;
  readonly onMoment: (at: string) => void;
}

export function Timeline({ entries, isHeard, onMoment }: TimelineProps) {
  const tongue = useTongue();
  const { t } = tongue;
  useForces();
  const [showsAll, setShowsAll] = useState(false);
  const names = useNames();
  const shown = showsAll ? entries : entries.filter((entry) => !isTechnical(entry));
  const hidden = entries.length - entries.filter((entry) => !isTechnical(entry)).length;
  let day = '';

  return (
    <section className="panel file-timeline" aria-label={t('file.timeline')}>
      <header>
        <h2 className="grow">{t('file.timeline')}</h2>
        {hidden > 0 && (
          <label className="row file-all">
            <Switch size="small" checked={showsAll} onChange={setShowsAll} />
            {t('file.all', { n: hidden })}
          </label>
        )}
      </header>
      <ol className="timeline">
        {shown.map((entry) => {
          const on = dayOf(entry.at);
          const isNewDay = on !== day;
          day = on;
          return (
            <li key={entry.event_id} className={isTechnical(entry) ? 'technical' : undefined}>
              {isNewDay && <div className="timeline-day num">{on}</div>}
              <div className="timeline-row">
                <time className="num" dateTime={entry.at}>
                  {isHeard(entry.at) ? (
                    <button
                      type="button"
                      className="moment"
                      aria-label={t('recording.seek', { at: secondsOf(entry.at) })}
                      title={t('recording.seek', { at: secondsOf(entry.at) })}
                      onClick={() => onMoment(entry.at)}
                    >
                      {secondsOf(entry.at)}
                    </button>
                  ) : (
                    secondsOf(entry.at)
                  )}
                </time>
                <span className="timeline-what">{sentenceFor(entry, tongue, names)}</span>
                <span className="timeline-who muted">{tongue.term('actor', entry.actor_name)}</span>
              </div>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
