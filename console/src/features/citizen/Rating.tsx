/** How was it: answering and handling, one to five. */
import { useState } from 'react';
import { useAction } from '../../app/useAction.ts';
import { useTongue, type Key } from '../../i18n/index.ts';
import { Trouble } from '../../ui/Trouble.tsx';

const STARS = [1, 2, 3, 4, 5] as const;

function Stars({ name, label, value, onValue }: { name: string; label: Key; value: number; onValue: (n: number) => void }) {
  const { t } = useTongue();
  return (
    <fieldset>
      <legend className="label">{t(label)}</legend>
      <div className="stars">
        {STARS.map((n) => (
          <label key={n} className={n <= value ? 'on' : ''}>
            <input
              type="radio"
              name={name}
              checked={value === n}
              aria-label={t('rating.stars', { n })}
              onChange={() => onValue(n)}
            />
            <span aria-hidden="true">{n <= value ? '★' : '☆'}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

export function Rating({ token, onDone }: { token: string; onDone: () => void }) {
  const { t } = useTongue();
  const [answering, setAnswering] = useState(0);
  const [handling, setHandling] = useState(0);
  const [words, setWords] = useState('');
  const action = useAction();

  async function send(): Promise<void> {
    const isDone = await action.run(async (post) => {
      await post({
        path: '/api/public/follow/{token}/rating',
        values: { token },
        body: { answering, handling, words: words.trim() },
      });
    });
    if (isDone) onDone();
  }

  return (
    <section className="card">
      <h2>{t('rating.title')}</h2>
      <Stars name="answering" label="rating.answering" value={answering} onValue={setAnswering} />
      <Stars name="handling" label="rating.handling" value={handling} onValue={setHandling} />
      <label>
        <span className="label">{t('rating.words')}</span>
        <textarea
          className="field"
          rows={2}
          maxLength={1000}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
      </label>
      <Trouble sentence={action.trouble} onClose={action.clear} />
      <button
        type="button"
        className="btn primary huge"
        disabled={answering === 0 || handling === 0 || action.state !== 'idle'}
        onClick={() => void send()}
      >
        {action.state === 'retrying' ? t('common.retrying') : t('rating.send')}
      </button>
    </section>
  );
}
