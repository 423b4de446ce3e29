/** Asking somebody into the call: 12345 first, then partners, then any number; spoken with first, or handed over at once. */
import { useEffect, useRef, useState } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { Combobox } from '../../ui/Combobox.tsx';
import { transferChoices, type PartnerLine, type TransferChoice } from './parties.ts';

export type Attended = 'warm' | 'blind';

export interface AddPartyProps {
  readonly partners: readonly PartnerLine[];
  readonly onAdd: (choice: TransferChoice, attended: Attended) => void;
  readonly onClose: () => void;
}

export function AddParty({ partners, onAdd, onClose }: AddPartyProps) {
  const { t, term } = useTongue();
  const [text, setText] = useState('');
  const [attended, setAttended] = useState<Attended>('warm');
  const input = useRef<HTMLInputElement>(null);
  // The person asked for it by a key: the next key belongs here.
  useEffect(() => input.current?.focus(), []);
  const choices = transferChoices(partners, text).slice(0, 9);
  return (
    <div
      className="call-panel"
      role="group"
      aria-label={t('call.add')}
      onKeyDownCapture={(event) => {
        // One press leaves, also while the list is open: whoever is on the phone has no hand for two.
        if (event.key !== 'Escape') return;
        event.preventDefault();
        event.stopPropagation();
        onClose();
      }}
    >
      <div className="call-add">
        <Combobox
          label={t('call.add_whom')}
          inputRef={input}
          text={text}
          placeholder={t('call.add_hint')}
          choices={choices.map((one) => ({
            key: one.key,
            value: one,
            content: (
              <>
                <strong className="grow cut">{one.partnerId === null ? t('call.dial', { number: one.name }) : one.name}</strong>
                {one.partnerId !== null && <span className="num muted">{one.number}</span>}
              </>
            ),
          }))}
          nothing={t('call.add_nothing')}
          onText={setText}
          onTake={(choice) => onAdd(choice, attended)}
        />
      </div>
      <fieldset className="row wrap">
        <legend className="sr-only">{t('call.attended')}</legend>
        {(['warm', 'blind'] as const).map((one) => (
          <label key={one} className="row call-attended">
            <input type="radio" name="attended" checked={attended === one} onChange={() => setAttended(one)} />
            {term('call.attended', one)}
          </label>
        ))}
      </fieldset>
      <button type="button" className="btn small quiet" onClick={onClose}>
        {t('common.close')} <kbd>Esc</kbd>
      </button>
    </div>
  );
}
