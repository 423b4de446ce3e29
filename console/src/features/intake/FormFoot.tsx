/** The keys of the form: open, send, save, settle, link, next. */
import { useTongue } from '../../i18n/index.ts';
import type { CallFormProps } from './CallForm.tsx';

export function FormFoot({ call, action, ...props }: CallFormProps) {
  const { t } = useTongue();
  const isBusy = action.state !== 'idle';
  const isOpened = call.incidentId !== null;
  const isEnded = call.contact.state !== 'taken';
  const isForInspection = call.chosenClass?.is_inspection_only ?? false;
  const hasLive = call.orders.some((order) => order.ended_at === null);

  if (!isOpened && !isEnded) {
    return (
      <footer className="seat-foot row wrap">
        <button type="button" className="btn primary" disabled={isBusy} onClick={props.onSend}>
          {isForInspection ? t('seat.open_inspection') : t('seat.open_send')} <kbd>Ctrl Enter</kbd>
        </button>
        {!isForInspection && (
          <button type="button" className="btn" disabled={isBusy} onClick={props.onOpen}>
            {t('seat.open')} <kbd>Ctrl ⇧ Enter</kbd>
          </button>
        )}
        <span className="grow" />
        <button type="button" className="btn" disabled={isBusy} onClick={props.onHold}>
          {t('hold.hold')} <kbd>F3</kbd>
        </button>
        <button type="button" className="btn" disabled={isBusy} onClick={props.onLink}>
          {t('seat.link')}
        </button>
        <button type="button" className="btn" disabled={isBusy} onClick={props.onSettle}>
          {t('seat.settle')} <kbd>F6</kbd>
        </button>
      </footer>
    );
  }
  return (
    <footer className="seat-foot row wrap">
      {isOpened && !hasLive && !(call.incident?.is_inspection_only ?? isForInspection) && (
        <button type="button" className="btn primary" disabled={isBusy} onClick={props.onSend}>
          {t('seat.send_best')} <kbd>Ctrl Enter</kbd>
        </button>
      )}
      {(call.incident?.is_inspection_only ?? false) && <span className="tag warn">{t('seat.for_inspection')}</span>}
      <button type="button" className="btn" disabled={isBusy || !call.hasChanges} onClick={() => void call.save()}>
        {t('seat.save')} <kbd>Ctrl S</kbd>
      </button>
      <span className="grow" />
      <button type="button" className={hasLive ? 'btn primary' : 'btn'} disabled={isBusy} onClick={props.onFinish}>
        {t('seat.finish')} <kbd>F9</kbd>
      </button>
    </footer>
  );
}
