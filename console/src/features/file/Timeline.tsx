/** Every fact of the incident, as sentences, oldest first. */
import { Switch } from 'antd';
import { useMemo, useState } from 'react';
import { findOf, store } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { classNameOf } from '../../panels/classes.ts';
import { useForces } from '../../panels/forces.ts';
import { orgName } from '../../panels/organisations.ts';
import { dayOf, secondsOf } from '../../ui/time.ts';
import type { Entry } from './dossier.ts';
import { isTechnical, sentenceFor, type Names } from './sentences.ts';

export function Timeline({ entries }: { entries: readonly Entry[] }) {
  const tongue = useTongue();
  const { t, lang } = tongue;
  useForces();
  const [showsAll, setShowsAll] = useState(false);
  const names = useMemo<Names>(
    () => ({
      className: (code) => classNameOf(code, lang),
      orgName: (code) => orgName(code, lang),
      crewName: (id) => findOf(store, 'crew', id)?.call_sign ?? t('timeline.crew'),
    }),
    [lang, t],
  );
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
                  {secondsOf(entry.at)}
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
