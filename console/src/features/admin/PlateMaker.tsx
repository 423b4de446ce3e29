/** Choose a building by words, pinyin or initials, and say which plates it gets. */
import { useState } from 'react';
import { commands, source } from '../../app/hall.ts';
import { sentenceOf } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';
import type { Sentence } from '../../source/refusal.ts';
import { Trouble } from '../../ui/Trouble.tsx';

export function PlateMaker({ onMade }: { onMade: (plates: readonly Schema<'Plate'>[]) => void }) {
  const { t } = useTongue();
  const [words, setWords] = useState('');
  const [hits, setHits] = useState<readonly Schema<'PlaceHit'>[]>([]);
  const [place, setPlace] = useState<Schema<'PlaceHit'> | null>(null);
  const [details, setDetails] = useState('');
  const [failed, setFailed] = useState<Sentence | null>(null);

  async function find(): Promise<void> {
    setPlace(null);
    try {
      setHits(words.trim() === '' ? [] : await source.get('/api/places/search', {}, { q: words.trim(), limit: 8 }));
    } catch (error) {
      setFailed(sentenceOf(error));
    }
  }
  async function make(): Promise<void> {
    if (place === null) return;
    setFailed(null);
    const lines = details.split('\n').map((line) => line.trim());
    const wanted = lines.filter((line) => line !== '');
    try {
      const body = { place_id: place.id, details: wanted.length > 0 ? wanted : [''] };
      const reply = await commands.send({ path: '/api/doorplates', body });
      setDetails('');
      onMade(reply.plates);
    } catch (error) {
      setFailed(sentenceOf(error));
    }
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void (place === null ? find() : make());
      }}
    >
      <Trouble sentence={failed} />
      <label>
        <span className="label">{t('admin.plates.place')}</span>
        <input
          className="field"
          value={words}
          maxLength={100}
          onChange={(event) => {
            setWords(event.target.value);
            setPlace(null);
          }}
        />
      </label>
      <ul>
        {hits.map((hit) => (
          <li key={hit.id}>
            <button type="button" className="link" aria-pressed={hit.id === place?.id} onClick={() => setPlace(hit)}>
              {hit.id === place?.id ? `✓ ${hit.full_zh}` : hit.full_zh}
            </button>
          </li>
        ))}
      </ul>
      <label>
        <span className="label">{t('admin.plates.details')}</span>
        <textarea className="field" rows={4} value={details} onChange={(event) => setDetails(event.target.value)} />
      </label>
      <button type="submit" className="btn primary" disabled={place === null && words.trim() === ''}>
        {place === null ? t('admin.plates.place') : t('admin.plates.make')}
      </button>
    </form>
  );
}
