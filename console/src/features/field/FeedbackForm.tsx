/** 反馈: chips, words, photos. What was written stays on the phone until the hall has it. */
import { useState } from 'react';
import { useTongue } from '../../i18n/index.ts';
import type { Of, Outcome } from '../../sync/kinds.ts';
import { PhotoInput, usePhotoPile } from '../../ui/PhotoInput.tsx';
import { photosFor } from '../../ui/photoShelf.ts';
import type { OutboxNow } from './useOutbox.ts';

const OUTCOMES: readonly Outcome[] = [
  'settled_on_scene',
  'mediated',
  'handed_over',
  'taken_to_station',
  'sent_to_hospital',
  'nobody_found',
  'unfounded',
  'other',
];

interface FeedbackDraft {
  readonly outcome: Outcome | null;
  readonly text: string;
}

function readDraft(name: string, returned: Of<'feedback'> | null): FeedbackDraft {
  try {
    const held = localStorage.getItem(name);
    if (held !== null) return JSON.parse(held) as FeedbackDraft;
  } catch {
    // A draft that cannot be read is begun anew.
  }
  return { outcome: returned?.outcome ?? null, text: returned?.text ?? '' };
}

export interface FeedbackFormProps {
  readonly order: Of<'order'>;
  readonly returned: Of<'feedback'> | null;
  readonly outbox: OutboxNow;
}

export function FeedbackForm({ order, returned, outbox }: FeedbackFormProps) {
  const { t, term } = useTongue();
  const name = `yyl.feedback.${order.id}.${returned?.round ?? 0}`;
  const [draft, setDraft] = useState(() => readDraft(name, returned));
  const pile = usePhotoPile(`feedback-${order.id}`);
  const isReady = draft.outcome !== null && draft.text.trim().length >= 2;

  function change(part: Partial<FeedbackDraft>): void {
    const next = { ...draft, ...part };
    setDraft(next);
    localStorage.setItem(name, JSON.stringify(next));
  }
  async function send(): Promise<void> {
    if (!isReady) return;
    const blobs = (await photosFor(`feedback-${order.id}`)).map((photo) => photo.blob);
    await outbox.add(order.id, 'feedback', { outcome: draft.outcome, text: draft.text.trim() }, blobs);
    await pile.clear();
    localStorage.removeItem(name);
  }

  return (
    <>
      <section className="card" aria-label={t('feedback.title')}>
        <h2>{t('feedback.title')}</h2>
        {returned !== null && (
          <p className="trouble">
            {t('feedback.returned')} {returned.remarks}
          </p>
        )}
        <fieldset>
          <legend className="label">{t('feedback.outcome')}</legend>
          <div className="chips outcome">
            {OUTCOMES.map((one) => (
              <label key={one} className={draft.outcome === one ? 'on' : ''}>
                <input
                  type="radio"
                  name={`outcome-${order.id}`}
                  checked={draft.outcome === one}
                  onChange={() => change({ outcome: one })}
                />
                {term('outcome', one)}
              </label>
            ))}
          </div>
        </fieldset>
        <label>
          <span className="label">{t('feedback.words')}</span>
          <textarea
            className="field"
            rows={4}
            maxLength={8000}
            value={draft.text}
            placeholder={t('feedback.hint')}
            onChange={(event) => change({ text: event.target.value })}
          />
        </label>
        <PhotoInput pile={pile} label={t('feedback.photo')} />
      </section>
      <div className="phone-foot">
        <button type="button" className="btn primary huge" disabled={!isReady} onClick={() => void send()}>
          {t('feedback.send')}
        </button>
      </div>
    </>
  );
}
