/** One party of a call: who, how they stand, since when, how loud; and what can be done with them. */
import { useTongue, type Tongue } from '../../i18n/index.ts';
import { Age } from '../../panels/marks.tsx';
import type { Leg } from '../../sync/kinds.ts';
import { isCalled, isLive } from './parties.ts';
import { Level } from './Level.tsx';

const TONES: Readonly<Record<Leg['state'], string>> = {
  asked: 'warn',
  ringing: 'warn',
  joined: 'ok',
  lost: 'danger',
  left: '',
  failed: 'danger',
};

/** Who it is, as people call them. */
export function partyName(leg: Leg, { t, term }: Tongue, isOwn: boolean): string {
  if (isOwn) return t('call.me');
  if (leg.kind === 'citizen' || leg.kind === 'callback') return leg.number ?? t('call.no_number');
  return leg.person_name ?? leg.display ?? leg.number ?? term('leg.kind', leg.kind);
}

/** How it stands: its state, and why it ended where that is known; held and whispering go before "in the call". */
export function partyState(leg: Leg, { term }: Tongue): string {
  if (leg.state === 'joined' && leg.mode !== 'open') return term('leg.mode', leg.mode);
  const why = isLive(leg) ? '' : term('leg.reason', leg.end_reason);
  return why === '' ? term('leg.state', leg.state) : why;
}

export interface PartyProps {
  readonly leg: Leg;
  readonly isOwn: boolean;
  /** Which level is this party's: own words, all that is heard, or what the hall tells of the leg. */
  readonly level: string;
  readonly isBusy: boolean;
  /** Take out of the call, or stop calling; undefined: not from here. */
  readonly onRemove?: (() => void) | undefined;
  readonly onAgain?: (() => void) | undefined;
}

export function Party({ leg, isOwn, level, isBusy, onRemove, onAgain }: PartyProps) {
  const tongue = useTongue();
  const { t, term } = tongue;
  const name = partyName(leg, tongue, isOwn);
  return (
    <li className={isLive(leg) ? 'call-party' : 'call-party gone'}>
      <span className="muted call-kind">{term('leg.kind', leg.kind)}</span>
      <strong className="cut num" title={name}>
        {name}
      </strong>
      <span className={`tag ${TONES[leg.state]}`}>{partyState(leg, tongue)}</span>
      {isLive(leg) && <Age since={leg.since} />}
      {leg.state === 'joined' && leg.mode !== 'held' && (
        <Level of={level} label={isOwn ? t('call.level_own') : t('call.level_of', { name })} />
      )}
      {onRemove !== undefined && isLive(leg) && (
        <button type="button" className="btn small quiet call-x" disabled={isBusy} aria-label={t(isCalled(leg) ? 'call.cancel' : 'call.remove', { name })} title={t(isCalled(leg) ? 'call.cancel' : 'call.remove', { name })} onClick={onRemove}>
          ✕
        </button>
      )}
      {onAgain !== undefined && !isLive(leg) && (
        <button type="button" className="btn small" disabled={isBusy} onClick={onAgain}>
          {t('call.again')}
        </button>
      )}
    </li>
  );
}
