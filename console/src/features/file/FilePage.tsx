/** One incident, everything about it, on one page; printed with a watermark. */
import './file.css';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import { holds } from '../../app/access.ts';
import { hallNow } from '../../app/clock.ts';
import { useMe } from '../../app/session.ts';
import { useTongue } from '../../i18n/index.ts';
import { areaName, useAreas } from '../../panels/areas.ts';
import { useClassName } from '../../panels/classes.ts';
import { Jurisdiction } from '../../panels/Jurisdiction.tsx';
import { IncidentStateTag, LevelMark } from '../../panels/marks.tsx';
import { orgName, useOrganisations } from '../../panels/organisations.ts';
import { Photos } from '../../panels/Photos.tsx';
import { BackToWork } from '../../panels/BackToWork.tsx';
import { Callers } from '../../panels/Callers.tsx';
import { Merged } from '../../panels/Merged.tsx';
import { Onlookers } from '../../panels/Onlookers.tsx';
import { Reveal } from '../../panels/Reveal.tsx';
import type { IncidentFields } from '../../sync/kinds.ts';
import { ageText, clockOf, dayOf, secondsOf } from '../../ui/time.ts';
import { Empty, Trouble } from '../../ui/Trouble.tsx';
import { IncidentOrders } from '../liaison/IncidentOrders.tsx';
import { ExportDialog } from './ExportDialog.tsx';
import { RecordingSection } from './RecordingSection.tsx';
import type { Wanted } from './RecordingPlayer.tsx';
import { Decisions, FeedbackLines, OrderLines, RatingLine, ReviewLines } from './Sections.tsx';
import { Timeline } from './Timeline.tsx';
import { dossierOf } from './dossier.ts';
import { recordingAt, secondIn } from './recording.ts';
import { useFile } from './useFile.ts';
import { usePrint } from './usePrint.ts';
import { useRecordings } from './useRecordings.ts';

function Head({ id, incident }: { id: string; incident: IncidentFields }) {
  const { t, term, lang } = useTongue();
  useAreas();
  const me = useMe();
  const [isRevealOpen, setRevealOpen] = useState(false);
  const [isExportOpen, setExportOpen] = useState(false);
  const { action: printing, print } = usePrint(id);
  const className = useClassName(incident.class_code, lang);
  const end = incident.closed_at === null ? hallNow() : Date.parse(incident.closed_at);
  const canReveal = holds(me, 'commander', 'county_desk', 'station_desk', 'reviewer', 'inspector');
  return (
    <header className="panel file-head">
      <div className="row wrap">
        <h1 className="num">{incident.number}</h1>
        <LevelMark level={incident.level} />
        <strong title={t('file.class_version', { n: incident.class_version })}>{className}</strong>
        <IncidentStateTag state={incident.state} />
        {incident.is_inspection_only && <span className="tag warn">{t('file.inspection_only')}</span>}
        {incident.is_unsafe_to_contact && <span className="tag danger">{t('file.unsafe')}</span>}
        <span className="grow" />
        <Onlookers subject={id} />
        <BackToWork id={id} incident={incident} />
        <button type="button" className="btn no-print" disabled={printing.state !== 'idle'} onClick={print}>
          {t('file.print')}
        </button>
        <button type="button" className="btn no-print" onClick={() => setExportOpen(true)}>
          {t('file.export')}
        </button>
        <ExportDialog incidentId={id} number={incident.number} isOpen={isExportOpen} onClose={() => setExportOpen(false)} />
      </div>
      <Trouble sentence={printing.trouble} />
      <Merged id={id} incident={incident} />
      <Callers incidentId={id} />
      <dl className="facts">
        <dt>{t('file.place')}</dt>
        <dd>
          {incident.place_text}{' '}
          <span className="muted num">
            {incident.lon.toFixed(5)}, {incident.lat.toFixed(5)} WGS-84
          </span>
        </dd>
        <dt>{t('file.owner')}</dt>
        <dd>
          <Jurisdiction incidentId={id} />
          <span className="muted">
            {orgName(incident.county_code, lang)}
            {incident.grid_code !== null && ` · ${areaName(incident.grid_code, lang)}`}
          </span>
        </dd>
        <dt>{t('file.reporter')}</dt>
        <dd className="row wrap">
          {incident.reporter_name === null && incident.reporter_phone === null ? (
            t('file.nobody')
          ) : (
            <>
              {incident.reporter_name} <span className="num">{incident.reporter_phone}</span>
            </>
          )}
          <span className="muted">{term('channel', incident.channel)}</span>
          {canReveal && (
            <span className="no-print">
              <Reveal
                incidentId={id}
                isOpen={isRevealOpen}
                onOpen={() => setRevealOpen(true)}
                onClose={() => setRevealOpen(false)}
              />
            </span>
          )}
        </dd>
        <dt>{t('file.opened')}</dt>
        <dd className="num">
          {dayOf(incident.opened_at)} {secondsOf(incident.opened_at)} ·{' '}
          {incident.closed_at === null
            ? t('file.open_for', { age: ageText(end - Date.parse(incident.opened_at)) })
            : t('file.closed_after', {
                at: `${dayOf(incident.closed_at)} ${clockOf(incident.closed_at)}`,
                age: ageText(end - Date.parse(incident.opened_at)),
              })}
          {incident.reopened_at !== null &&
            ` · ${t('reopened.at', { at: `${dayOf(incident.reopened_at)} ${clockOf(incident.reopened_at)}` })}`}
        </dd>
        <dt>{t('file.narrative')}</dt>
        <dd style={{ whiteSpace: 'pre-wrap' }}>{incident.narrative}</dd>
        {incident.outcome !== null && (
          <>
            <dt>{t('file.outcome')}</dt>
            <dd>{term('outcome', incident.outcome)}</dd>
          </>
        )}
      </dl>
    </header>
  );
}

/** Who printed it and when, over every sheet. */
function Watermark({ number }: { number: string }) {
  const { lang } = useTongue();
  const me = useMe();
  const [at, setAt] = useState(hallNow);
  useEffect(() => {
    // The moment of printing, not the one in which the page was opened.
    const stamp = () => flushSync(() => setAt(hallNow()));
    addEventListener('beforeprint', stamp);
    return () => removeEventListener('beforeprint', stamp);
  }, []);
  const line = `${me.name} · ${orgName(me.org_code ?? null, lang)} · ${number} · ${dayOf(at)} ${secondsOf(at)}`;
  return (
    <div className="watermark" aria-hidden="true">
      {Array.from({ length: 24 }, (_, index) => (
        <span key={index}>{line}</span>
      ))}
    </div>
  );
}

export default function FilePage({ id }: { id: string }) {
  const { t } = useTongue();
  useOrganisations();
  const { incident, timeline, trouble, isLoading } = useFile(id);
  const dossier = useMemo(() => dossierOf(timeline), [timeline]);
  const me = useMe();
  const mayListen = holds(me, 'call_taker', 'commander', 'county_desk', 'station_desk', 'reviewer', 'inspector');
  const facts = useMemo(() => timeline.filter((entry) => entry.name.startsWith('evidence.recording.')).length, [timeline]);
  const recordings = useRecordings(id, mayListen, facts);
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const { list } = recordings;
  const isHeard = useCallback((at: string) => recordingAt(list, at) !== undefined, [list]);
  const goTo = useCallback(
    (at: string) => {
      const found = recordingAt(list, at);
      const s = found === undefined ? null : secondIn(found, at);
      if (found !== undefined && s !== null) setWanted((last) => ({ recordingId: found.id, s, n: (last?.n ?? 0) + 1 }));
    },
    [list],
  );

  if (incident === null) {
    return (
      <div className="file-none">
        <Trouble sentence={trouble} />
        {isLoading && <Empty title={t('common.loading')} />}
      </div>
    );
  }
  return (
    <div className="file">
      <Watermark number={incident.number} />
      <Head id={id} incident={incident} />
      <Trouble sentence={trouble} />
      <div className="file-columns">
        <Timeline entries={timeline} isHeard={isHeard} onMoment={goTo} />
        <div className="file-side">
          {mayListen && (
            <RecordingSection
              recordings={recordings}
              timeline={timeline}
              wanted={wanted}
              isCall={incident.channel === 'voice'}
            />
          )}
          {dossier.photos.length > 0 && (
            <section className="panel" aria-label={t('file.photos')}>
              <header>
                <h2>{t('file.photos')}</h2>
              </header>
              <div className="pad">
                <Photos ids={dossier.photos} label={t('file.photos')} />
              </div>
            </section>
          )}
          <OrderLines orders={dossier.orders} />
          <IncidentOrders incidentId={id} isOpen={incident.closed_at === null && !incident.is_inspection_only} />
          <FeedbackLines lines={dossier.feedback} />
          <ReviewLines lines={dossier.reviews} />
          <RatingLine rating={dossier.rating} />
          <Decisions incidentId={id} decisions={dossier.decisions} />
        </div>
      </div>
    </div>
  );
}
