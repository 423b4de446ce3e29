/** A contact in hand: form, map, crews, command line, and the keys that join them. */
import { Onlookers } from '../../panels/Onlookers.tsx';
import { lazy, Suspense, useCallback, useMemo, useRef, useState, type RefObject } from 'react';
import { useLocation } from 'wouter';
import { useList } from '../../app/hall.ts';
import { sentenceOf, type Action } from '../../app/useAction.ts';
import { catalogue } from '../../i18n/catalogue.ts';
import { useTongue } from '../../i18n/index.ts';
import type { LonLat } from '../../map/datum.ts';
import { useClasses } from '../../panels/classes.ts';
import { useRanking } from '../../panels/useRanking.ts';
import type { Suggestion } from '../../panels/form/suggestion.ts';
import type { Sentence } from '../../source/refusal.ts';
import type { Level, Of } from '../../sync/kinds.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { CallForm } from './CallForm.tsx';
import { CommandLine, type CommandCall } from './CommandLine.tsx';
import { CrewPanel } from './CrewPanel.tsx';
import { LinkDialog } from './LinkDialog.tsx';
import { RepeatsDialog } from './RepeatsDialog.tsx';
import { useRepeats } from './repeats.ts';
import { SettleDialog } from './SettleDialog.tsx';
import { classChange } from '../../panels/form/classChange.ts';
import { dropCallDraft } from '../../panels/form/callDraft.ts';
import { focusQuestion } from '../../panels/form/QuestionCard.tsx';
import { judgeOpened } from './judge.ts';
import { useCall, type Disposition } from './useCall.ts';
import { addressAt, type Candidate } from '../../panels/form/useCandidates.ts';
import type { Seat } from './useSeat.ts';
import { useInHandKeys } from './useInHandKeys.ts';
import { useSuggested } from './useSuggested.ts';

type FieldRef<E> = RefObject<E | null>;

/** Go to where a question is answered: the place and what happened have fields of their own. */
function askAt(question: string, narrative: FieldRef<HTMLTextAreaElement>, place: FieldRef<HTMLInputElement>): void {
  if (question === 'where') place.current?.focus();
  else if (question === 'what_happened') narrative.current?.focus();
  else focusQuestion(question);
}

const SeatMap = lazy(() => import('./SeatMap.tsx'));

export interface InHandProps {
  readonly contact: Of<'contact'>;
  readonly seat: Seat;
  readonly action: Action;
  readonly commandRef: RefObject<HTMLInputElement | null>;
}

export function InHand({ contact, seat, action, commandRef }: InHandProps) {
  const tongue = useTongue();
  const { t } = tongue;
  const [, go] = useLocation();
  const call = useCall(contact, action);
  const classes = useClasses();
  const narrative = useRef<HTMLTextAreaElement>(null);
  const classRef = useRef<HTMLInputElement>(null);
  const placeRef = useRef<HTMLInputElement>(null);
  const crews = useRef<HTMLDivElement>(null);
  const [marked, setMarked] = useState<Candidate | null>(null);
  const [dialog, setDialog] = useState<'settle' | 'link' | 'repeats' | null>(null);
  const [missing, setMissing] = useState<Sentence | null>(null);
  const suggested = useSuggested(contact, call, tongue);
  const { found, own } = suggested;
  const repeats = useRepeats(contact, call.draft);
  const all = useList('incident');
  const open = useMemo(() => all.filter((one) => one.closed_at === null && one.id !== call.incidentId), [all, call.incidentId]);
  const live = call.orders.some((order) => order.ended_at === null);
  const ranksFor = call.incident?.is_inspection_only === false && contact.state !== 'linked' ? call.incidentId : null;
  const ranking = useRanking(ranksFor, !live);
  const { change } = call;
  const toNarrative = () => narrative.current?.focus();
  async function openAnd(send: boolean): Promise<void> {
    setMissing(null);
    if (call.incidentId !== null) {
      if (send && !live) await call.sendCrew(null);
      return;
    }
    const what = await call.open(send);
    if (what === 'class' || what === 'place') {
      setMissing(catalogue[`seat.missing_${what}`]);
      (what === 'class' ? classRef : placeRef).current?.focus();
    } else if (what === 'done') {
      judgeOpened(contact.id, call.draft, found);
      crews.current?.focus();
    }
  }
  async function finish(): Promise<void> {
    // What was put right is kept before the hand is free: words are never lost.
    if (call.hasChanges && !(await call.save())) return;
    if (await seat.finish()) dropCallDraft(contact.id);
  }
  function sendPlace(index: number): void {
    const crew = ranking.ranking?.ranked[index];
    if (crew !== undefined) void call.sendCrew(crew.crew_id);
  }
  const pickPlace = useCallback(
    (at: LonLat) => {
      setMissing(null);
      addressAt(at.lon, at.lat)
        .then((text) => change({ place: { ...at, text }, placeQuery: '' }))
        .catch((error: unknown) => setMissing(sentenceOf(error)));
    },
    [change],
  );
  const openSettle = (taken: Suggestion | null) => suggested.take(taken, () => setDialog('settle'));
  const takeCandidate = useCallback(
    (one: Candidate) => change({ place: { text: one.text, lon: one.lon, lat: one.lat }, placeQuery: '' }),
    [change],
  );

  function obey({ name, value }: CommandCall): void {
    toNarrative();
    switch (name) {
      case 'send':
        void call.sendCrew(value);
        break;
      case 'best':
        void openAnd(true);
        break;
      case 'open':
        void openAnd(false);
        break;
      case 'level':
        change({ level: Number(value) as Level });
        break;
      case 'class': {
        const found = classes.find((one) => one.code === value);
        if (found !== undefined) change(classChange(call, found));
        break;
      }
      case 'place':
        change({ placeQuery: value });
        placeRef.current?.focus();
        break;
      case 'settle':
        suggested.settle(value as Disposition, '');
        break;
      case 'link':
        void call.link(value);
        break;
      case 'save':
        void call.save();
        break;
      case 'hold':
        void seat.hold(contact.id);
        break;
      case 'again':
        setDialog('repeats');
        break;
      case 'finish':
        void finish();
        break;
      case 'file':
        if (call.incidentId !== null) go(`/incidents/${call.incidentId}`);
        break;
    }
  }

  useInHandKeys({
    isOpened: call.incidentId !== null,
    sendPlace,
    openAnd: (send) => void openAnd(send),
    save: () => void call.save(),
    toCommand: () => commandRef.current?.focus(),
    settle: () => openSettle(null),
    toNarrative,
    toCrews: () => {
      ranking.again();
      crews.current?.focus();
    },
    finish: () => void finish(),
    repeats: () => setDialog('repeats'),
  });

  return (
    <>
      <CallForm
        call={call}
        action={action}
        refs={{ narrative, class: classRef, place: placeRef }}
        candidates={own}
        found={found}
        heard={suggested.heard}
        showsPayment={suggested.showsPayment}
        onAdvice={openSettle}
        onAsk={(question) => askAt(question, narrative, placeRef)}
        onPayment={suggested.openPayment}
        repeats={repeats}
        onRepeats={() => setDialog('repeats')}
        onHold={() => void seat.hold(contact.id)}
        onMark={setMarked}
        onSend={() => void openAnd(true)}
        onOpen={() => void openAnd(false)}
        onSettle={() => openSettle(null)}
        onLink={() => setDialog('link')}
        onFinish={() => void finish()}
      />
      <div className="seat-right">
        <section className="panel seat-map" aria-label={t('map.title')}>
          <Suspense fallback={<p className="empty">{t('map.loading')}</p>}>
            <SeatMap call={call} own={own} marked={marked} onPick={pickPlace} onTake={takeCandidate} />
          </Suspense>
        </section>
        <CrewPanel
          call={call}
          ranking={ranking}
          isBusy={action.state !== 'idle'}
          listRef={crews}
          onSend={(id, role) => void call.sendCrew(id, role)}
        />
      </div>
      <footer className="seat-command">
        <Onlookers subject={call.incidentId ?? contact.id} />
        <div className="grow">
          <CommandLine
            inputRef={commandRef}
            isIdle={false}
            ranking={ranking.ranking}
            incidents={open}
            onCall={obey}
            onLeave={toNarrative}
          />
        </div>
        <Trouble sentence={missing} onClose={() => setMissing(null)} />
      </footer>
      <SettleDialog
        key={suggested.advised}
        isOpen={dialog === 'settle'}
        advised={suggested.advised}
        onClose={() => setDialog(null)}
        onSettle={suggested.settle}
      />
      <RepeatsDialog
        isOpen={dialog === 'repeats'}
        repeats={repeats}
        onLink={contact.state === 'taken' ? (id) => void call.link(id) : null}
        onClose={() => setDialog(null)}
      />
      <LinkDialog
        isOpen={dialog === 'link'}
        incidents={open}
        near={call.draft.place}
        onClose={() => setDialog(null)}
        onLink={(id) => void call.link(id)}
      />
    </>
  );
}
