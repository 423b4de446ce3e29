/**
 * After a call: ringing back. Whoever hung up before an answer may be hiding, and a ringing phone would give them away:
 * words first, and ringing only after somebody said that it is safe.
 */
import { useState } from 'react';
import { useTongue } from '../../i18n/index.ts';
import type { Of } from '../../sync/kinds.ts';
import { TextFirst } from './TextFirst.tsx';
import { isCalled } from './parties.ts';
import type { Strip } from './useStrip.ts';

export function CallBack({ strip, contact }: { strip: Strip; contact: Of<'contact'> }) {
  const { t } = useTongue();
  const [isAsking, setAsking] = useState(false);
  const [isCopied, setCopied] = useState(false);
  const { call } = strip;
  const isBusy = strip.action.state !== 'idle';
  const isRinging = call.legs.some((leg) => leg.kind === 'callback' && isCalled(leg));
  if (call.caller_number === null) return <p className="hint call-back">{t('callback.withheld')}</p>;
  if (!call.call_back) {
    return (
      <div className="row wrap call-back">
        <button type="button" className="btn small" disabled={isBusy || isRinging} onClick={() => strip.callBack(true)}>
          {t('callback.ring')}
        </button>
        {isRinging && <span className="muted">{t('callback.ringing')}</span>}
      </div>
    );
  }
  const words = t('callback.text', { number: contact.number });
  return (
    <div className="call-back danger" role="group" aria-label={t('callback.title')}>
      <p>
        <strong>{t('callback.warning')}</strong> {t('callback.what')}
      </p>
      <div className="row wrap">
        <span className="grow call-words">{words}</span>
        <TextFirst contact={contact} hasKey />
        <button
          type="button"
          className="btn small"
          onClick={() => {
            navigator.clipboard.writeText(words).then(
              () => setCopied(true),
              () => setCopied(false),
            );
          }}
        >
          {isCopied ? t('callback.copied') : t('callback.copy')}
        </button>
        {!isAsking && (
          <button type="button" className="btn small" disabled={isBusy || isRinging} onClick={() => setAsking(true)}>
            {isRinging ? t('callback.ringing') : t('callback.ring_anyway')}
          </button>
        )}
      </div>
      {isAsking && (
        <div className="row wrap" role="alertdialog" aria-label={t('callback.sure')}>
          <span className="grow">{t('callback.sure')}</span>
          <button
            type="button"
            className="btn small danger"
            disabled={isBusy}
            onClick={() => {
              setAsking(false);
              strip.callBack(true);
            }}
          >
            {t('callback.ring_safe')}
          </button>
          <button type="button" className="btn small" onClick={() => setAsking(false)}>
            {t('callback.not_now')}
          </button>
        </div>
      )}
    </div>
  );
}
