/** 我要报警: no login, three touches. */
import '../../styles/phone.css';
import './citizen.css';
import { lazy, Suspense, useEffect, useState } from 'react';
import { Link } from 'wouter';
import { useTongue } from '../../i18n/index.ts';
import { PhotoInput } from '../../ui/PhotoInput.tsx';
import { Trouble } from '../../ui/Trouble.tsx';
import { KindButtons } from './KindButtons.tsx';
import { PhoneBar, useBigType } from './PhoneBar.tsx';
import { PlaceCard } from './PlaceCard.tsx';
import { PlateNote } from './PlateNote.tsx';
import { SilentCall } from './SilentCall.tsx';
import { isEmpty, lastSent } from './draft.ts';
import { usePlate } from './usePlate.ts';
import { useReport } from './useReport.ts';

const PlaceMap = lazy(() => import('./PlaceMap.tsx'));

export default function ReportPage({ plate }: { plate?: string }) {
  const { t } = useTongue();
  const [isBig, turnBig] = useBigType();
  const report = useReport();
  const { draft, change, pile, state } = report;
  const [isMapOpen, setMapOpen] = useState(false);
  const plateState = usePlate(plate ?? null, report);
  const before = lastSent();
  useEffect(() => {
    document.title = `${t('report.title')} · ${t('app.name')}`;
  }, [t]);

  const words = (
    <section className="card">
      <label htmlFor="what">
        <h2>{t('report.what')}</h2>
      </label>
      <textarea
        id="what"
        className="field"
        rows={3}
        maxLength={4000}
        value={draft.text}
        placeholder={t('report.what_hint')}
        onChange={(event) => change({ text: event.target.value })}
      />
      <PhotoInput pile={pile} label={t('report.photo')} />
    </section>
  );
  const contact = (
    <details className="card" open={draft.phone !== '' || draft.name !== ''}>
      <summary>{t('report.contact')}</summary>
      <label>
        <span className="label">{t('report.phone')}</span>
        <input
          className="field"
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          maxLength={23}
          value={draft.phone}
          onChange={(event) => change({ phone: event.target.value })}
        />
      </label>
      <label>
        <span className="label">{t('report.name')}</span>
        <input
          className="field"
          autoComplete="name"
          maxLength={40}
          value={draft.name}
          onChange={(event) => change({ name: event.target.value })}
        />
      </label>
    </details>
  );
  return (
    <div className={isBig ? 'phone big' : 'phone'}>
      <PhoneBar title={t('report.title')} isBig={isBig} turnBig={turnBig} />
      <main className="phone-page">
        <p className="hint">
          {t('report.ring')}{' '}
          <a href="tel:110" className="num">
            <strong>110</strong>
          </a>
        </p>
        {before !== null && (
          <p className="hint">
            <Link href={`/r/${before.token}`}>{t('report.before', { number: before.number })}</Link>
          </p>
        )}
        <PlateNote state={plateState} />
        <KindButtons kind={draft.kind} onKind={(kind) => change({ kind })} />
        <PlaceCard
          position={draft.position}
          placeText={draft.placeText}
          onPosition={(position) => change({ position })}
          onPlaceText={(placeText) => change({ placeText })}
          onMap={() => setMapOpen(!isMapOpen)}
          isMapOpen={isMapOpen}
        >
          {isMapOpen && (
            <Suspense fallback={<p className="muted">{t('map.loading')}</p>}>
              <PlaceMap position={draft.position} onPosition={(position) => change({ position })} />
            </Suspense>
          )}
        </PlaceCard>
        {isBig ? (
          <details className="card">
            <summary>{t('report.more')}</summary>
            {words}
            {contact}
          </details>
        ) : (
          <>
            {words}
            {contact}
          </>
        )}
        <SilentCall
          isSilent={draft.isSilent}
          onSend={(position) => report.send({ isSilent: true, ...(position !== null && { position }) })}
        />
      </main>
      <div className="phone-foot">
        <Trouble sentence={report.trouble} />
        {state === 'waiting' && (
          <div className="hint warn" role="status">
            {t('report.waiting')}{' '}
            <button type="button" className="btn small" onClick={report.stop}>
              {t('report.edit')}
            </button>
          </div>
        )}
        <button
          type="button"
          className="btn primary huge"
          disabled={state !== 'writing'}
          aria-describedby={isEmpty(draft, pile.photos.length) ? 'send-hint' : undefined}
          onClick={() => report.send()}
        >
          {state === 'writing' ? t('report.send') : t('report.sending')}
        </button>
        <p id="send-hint" className="sr-only">
          {t('report.empty')}
        </p>
      </div>
    </div>
  );
}
