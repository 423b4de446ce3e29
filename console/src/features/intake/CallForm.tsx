/** The form of the contact in hand: narrative on top, then class · level · place, then the reporter. */
import { useEffect, useMemo, type RefObject } from 'react';
import { useList } from '../../app/hall.ts';
import type { Action } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { Photos } from '../../panels/Photos.tsx';
import { Moment } from '../../panels/marks.tsx';
import { Trouble } from '../../ui/Trouble.tsx';
import { ClassField } from '../../panels/form/ClassField.tsx';
import { FormFoot } from './FormFoot.tsx';
import { LevelField } from '../../panels/form/LevelField.tsx';
import { PlaceField } from '../../panels/form/PlaceField.tsx';
import { addedWords } from '../../panels/form/callDraft.ts';
import { QuestionCard } from '../../panels/form/QuestionCard.tsx';
import { Suggestions } from '../../panels/form/Suggestions.tsx';
import type { Suggestion } from '../../panels/form/suggestion.ts';
import { TwoAnswers } from '../../panels/form/TwoAnswers.tsx';
import { repeatText, type Repeats } from './repeats.ts';
import { ContactOrders } from '../liaison/IncidentOrders.tsx';
import { SeatTalk } from '../talk/SeatTalk.tsx';
import { Narrative } from './Narrative.tsx';
import { PaymentLane } from './PaymentLane.tsx';
import { HereHint } from './HereHint.tsx';
import { KnownHint } from './KnownHint.tsx';
import { PhonePlace } from './PhonePlace.tsx';
import { SameHint } from './SameHint.tsx';
import { SpecialHint } from './SpecialHint.tsx';
import { WithdrawalHint } from './WithdrawalHint.tsx';
import type { Call } from './useCall.ts';
import type { Heard } from './useHeard.ts';
import type { Candidate } from '../../panels/form/useCandidates.ts';

export interface FormRefs {
  readonly narrative: RefObject<HTMLTextAreaElement | null>;
  readonly class: RefObject<HTMLInputElement | null>;
  readonly place: RefObject<HTMLInputElement | null>;
}

export interface CallFormProps {
  readonly call: Call;
  readonly action: Action;
  readonly refs: FormRefs;
  readonly candidates: readonly Candidate[];
  readonly found: Suggestion | null;
  readonly heard: Heard;
  readonly showsPayment: boolean;
  readonly onAdvice: (found: Suggestion) => void;
  readonly onAsk: (question: string) => void;
  readonly onPayment: () => void;
  readonly repeats: Repeats | null;
  readonly onRepeats: () => void;
  readonly onHold: () => void;
  readonly onMark: (candidate: Candidate | null) => void;
  readonly onSend: () => void;
  readonly onOpen: () => void;
  readonly onSettle: () => void;
  readonly onLink: () => void;
  readonly onFinish: () => void;
}

function Head({ call, repeats, onRepeats }: Pick<CallFormProps, 'call' | 'repeats' | 'onRepeats'>) {
  const tongue = useTongue();
  const { t, term } = tongue;
  const { contact } = call;
  const again = repeatText(repeats, tongue);
  return (
    <header className="row wrap">
      <h2 className="num">{call.incident?.number ?? contact.number}</h2>
      <span className="tag">{term('channel', contact.channel)}</span>
      {contact.entered_by_name != null && <span className="muted">{t('entered.by', { name: contact.entered_by_name })}</span>}
      <Moment at={contact.received_at} />
      {contact.is_silent && <span className="tag danger">{t('strip.silent')}</span>}
      {contact.is_test && <span className="tag warn">{t('strip.test')}</span>}
      {contact.is_outside_city && <span className="tag warn">{t('strip.outside')}</span>}
      {again !== null && (
        <button type="button" className="chip warn" onClick={onRepeats}>
          {again} <kbd>F10</kbd>
        </button>
      )}
    </header>
  );
}

function Said({ call }: { call: Call }) {
  const { t } = useTongue();
  const { contact, draft, change } = call;
  const added = addedWords(draft, contact);
  const media = useList('media');
  const photos = useMemo(
    () => media.filter((one) => one.contact_id === contact.id && one.purpose === 'report').map((one) => one.id),
    [media, contact.id],
  );
  function takeAdded(): void {
    const narrative = draft.narrative === '' ? added : `${draft.narrative}\n${added}`;
    change({ narrative, heard: contact.text ?? '' });
  }
  return (
    <>
      {added !== '' && call.incidentId === null && (
        <div className="hint row" role="status">
          <span className="grow">
            <strong>{t('seat.added')}</strong> {added}
          </span>
          <button type="button" className="btn small" onClick={takeAdded}>
            {t('seat.take_added')}
          </button>
        </div>
      )}
      <Photos ids={photos} label={t('seat.photos')} />
    </>
  );
}

export function CallForm(props: CallFormProps) {
  const { call, refs, action } = props;
  const { t } = useTongue();
  const { draft, change, contact } = call;
  const { narrative } = refs;

  useEffect(() => {
    const field = narrative.current;
    if (field === null) return;
    field.focus();
    field.setSelectionRange(field.value.length, field.value.length);
    // Once for each contact that comes into hand.
  }, [contact.id, narrative]);

  return (
    <section className="panel seat-form" aria-label={t('seat.form')}>
      <Head call={call} repeats={props.repeats} onRepeats={props.onRepeats} />
      <div className="body seat-fields">
        <Narrative key={contact.id} call={call} heard={props.heard} fieldRef={narrative} />
        <Suggestions
          call={call}
          found={props.found}
          heard={props.heard.words}
          places={props.candidates}
          isOff={call.incidentId !== null}
          onAdvice={props.onAdvice}
          onAsk={props.onAsk}
          onPayment={props.onPayment}
        />
        <SameHint call={call} />
        <Said call={call} />
        <KnownHint call={call} />
        <HereHint call={call} />
        <WithdrawalHint contact={contact} />
        <SeatTalk key={contact.id} contact={contact} />
        <div className="seat-pair">
          <ClassField call={call} inputRef={refs.class} />
          <LevelField call={call} />
        </div>
        <PlaceField call={call} inputRef={refs.place} own={props.candidates} onMark={props.onMark} />
        <PhonePlace contact={contact} />
        <SpecialHint place={draft.place} />
        <TwoAnswers place={draft.place} orders={call.orders} />
        <div className="seat-trio">
          <label>
            <span className="label">{t('seat.reporter')}</span>
            <input
              className="field"
              maxLength={40}
              value={draft.name}
              disabled={call.incidentId !== null}
              onChange={(event) => change({ name: event.target.value })}
            />
          </label>
          <label>
            <span className="label">{t('seat.phone')}</span>
            <input
              className="field num"
              inputMode="tel"
              maxLength={24}
              value={draft.phone}
              disabled={call.incidentId !== null}
              onChange={(event) => change({ phone: event.target.value })}
            />
          </label>
          <label className="seat-check">
            <input
              type="checkbox"
              checked={draft.isUnsafe}
              onChange={(event) => change({ isUnsafe: event.target.checked })}
            />
            {t('seat.unsafe')}
          </label>
        </div>
        {contact.is_test && call.incidentId === null && (
          <label className="seat-check">
            <input type="checkbox" checked={draft.isNoTest ?? false} onChange={(event) => change({ isNoTest: event.target.checked })} />
            {t('seat.no_test')}
          </label>
        )}
        {props.showsPayment && <PaymentLane contact={contact} found={props.found} />}
        {!(call.incident?.is_inspection_only ?? false) && <ContactOrders contactId={contact.id} incidentId={call.incidentId} />}
        <QuestionCard call={call} since={contact.received_at} />
        <Trouble sentence={action.trouble} onClose={action.clear} />
        {action.state === 'retrying' && (
          <p className="hint warn" role="status">
            {t('common.retrying')}
          </p>
        )}
      </div>
      <FormFoot {...props} />
    </section>
  );
}
