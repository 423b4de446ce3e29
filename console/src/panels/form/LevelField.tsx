/** The level: four keys in a row, told by number, shape and word. */
import { useId } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { LevelMark } from '../marks.tsx';
import type { Level } from '../../sync/kinds.ts';
import type { DraftCall } from './draftCall.ts';

const LEVELS: readonly Level[] = [1, 2, 3, 4];

export function LevelField({ call }: { call: DraftCall }) {
  const { t } = useTongue();
  const name = useId();
  const { draft, change } = call;
  return (
    <fieldset
      className="level-field"
      onKeyDown={(event) => {
        const level = Number(event.key);
        if (level >= 1 && level <= 4) {
          event.preventDefault();
          event.stopPropagation();
          change({ level: level as Level });
        }
      }}
    >
      <legend className="label">{t('seat.level')}</legend>
      <div className="level-keys">
        {LEVELS.map((level) => (
          <label key={level} className={draft.level === level ? 'on' : ''}>
            <input
              type="radio"
              name={name}
              checked={draft.level === level}
              onChange={() => change({ level })}
            />
            <LevelMark level={level} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
