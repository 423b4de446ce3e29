/** The keys of a call that goes on. */
import type { ReactNode } from 'react';
import { useTongue } from '../../i18n/index.ts';
import type { Of } from '../../sync/kinds.ts';
import type { Strip } from './useStrip.ts';

export type Panel = 'add' | 'digits';

export interface CallKeysProps {
  readonly strip: Strip;
  readonly contact: Of<'contact'>;
  readonly panel: Panel | null;
  readonly onPanel: (panel: Panel) => void;
  readonly onHold: () => void;
}

interface KeyProps {
  readonly keys: string;
  readonly text: string;
  readonly what?: string;
  readonly on?: boolean;
  readonly tone?: string;
  readonly isOff?: boolean;
  readonly onPress: () => void;
  readonly children?: ReactNode;
}

function Key({ keys, text, what, on, tone = '', isOff = false, onPress }: KeyProps) {
  return (
    <button
      type="button"
      className={`btn small ${on === true ? 'on' : ''} ${tone}`}
      disabled={isOff}
      title={what ?? text}
      {...(on !== undefined && { 'aria-pressed': on })}
      onClick={onPress}
    >
      {text} <kbd>{keys}</kbd>
    </button>
  );
}

export function CallKeys({ strip, contact, panel, onPanel, onHold }: CallKeysProps) {
  const { t } = useTongue();
  const { own, officer, call } = strip;
  const isBusy = strip.action.state !== 'idle';
  const isSilent = contact.is_silent || strip.call.tags.length > 0;
  if (own === undefined) {
    return (
      <div className="call-keys">
        <Key keys="Alt G" text={t('call.rejoin')} tone="primary" isOff={isBusy} onPress={strip.rejoin} />
      </div>
    );
  }
  return (
    <div className="call-keys" role="group" aria-label={t('call.keys')}>
      <Key keys="Alt M" text={strip.isMuted ? t('call.unmute') : t('call.mute')} on={strip.isMuted} onPress={strip.mute} />
      {contact.state === 'taken' && <Key keys="F3" text={t('hold.hold')} what={t('call.hold_what')} isOff={isBusy} onPress={onHold} />}
      <Key keys="Alt P" text={t('call.pad')} what={t('call.pad_what')} on={panel === 'digits'} onPress={() => onPanel('digits')} />
      <Key keys="Alt T" text={t('call.add')} what={t('call.add_what')} on={panel === 'add'} onPress={() => onPanel('add')} />
      {officer !== undefined && (
        <Key keys="Alt W" text={t('call.whisper')} what={t('call.whisper_what')} on={own.mode === 'whisper'} isOff={isBusy} onPress={strip.whisper} />
      )}
      {isSilent && call.asked_key_at === null && (
        <button type="button" className="btn small" title={t('call.ask_key_what')} disabled={isBusy} onClick={strip.askKey}>
          {t('call.ask_key')}
        </button>
      )}
      {officer?.state === 'joined' && <Key keys="Alt G" text={t('call.leave')} what={t('call.leave_what')} isOff={isBusy} onPress={strip.leave} />}
      <Key
        keys="Alt X"
        text={strip.isSure ? t('call.hang_up_sure') : t('call.hang_up')}
        what={t('call.hang_up_what')}
        tone={strip.isSure ? 'danger sure' : 'danger'}
        isOff={isBusy}
        onPress={strip.hangUp}
      />
    </div>
  );
}
