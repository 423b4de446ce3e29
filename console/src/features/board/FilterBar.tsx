/** What the lists show: words, area, level, state, class, overdue only. */
import { Select } from 'antd';
import { memo, useMemo, type RefObject } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { LevelMark } from '../../panels/marks.tsx';
import { useClasses } from '../../panels/classes.ts';
import { useOrganisations } from '../../panels/organisations.ts';
import type { IncidentState } from '../../sync/kinds.ts';
import { isFiltered, NO_FILTER, type Filter } from './rows.ts';

const STATES: readonly IncidentState[] = [
  'opened',
  'dispatched',
  'under_way',
  'on_scene',
  'handled',
  'closed',
  'cancelled',
  'merged',
];

export interface FilterBarProps {
  readonly filter: Filter;
  readonly setFilter: (filter: Filter) => void;
  readonly filterRef: RefObject<HTMLInputElement | null>;
}

/** What is overdue, and the way out of a filter. Apart from the fields: its number moves all the time. */
export function OverdueBar({ filter, setFilter, overdue }: Omit<FilterBarProps, 'filterRef'> & { readonly overdue: number }) {
  const { t } = useTongue();
  return (
    <div className="board-filter-row">
      <button
        type="button"
        className={overdue > 0 ? 'btn small danger' : 'btn small'}
        aria-pressed={filter.isOverdueOnly}
        title={`${t('board.filter_overdue')} (u)`}
        onClick={() => setFilter({ ...filter, isOverdueOnly: !filter.isOverdueOnly })}
      >
        <span aria-hidden="true">!</span> {t('board.count_overdue', { n: overdue })}
      </button>
      {isFiltered(filter) && (
        <button type="button" className="btn small quiet" onClick={() => setFilter({ ...NO_FILTER, org: filter.org })}>
          {t('board.filter_clear')}
        </button>
      )}
    </div>
  );
}

export const FilterBar = memo(function FilterBar({ filter, setFilter, filterRef }: FilterBarProps) {
  const { t, term, lang, pick } = useTongue();
  const organisations = useOrganisations();
  const classes = useClasses();
  const areas = useMemo(
    () =>
      organisations
        .filter((one) => one.kind === 'county' || one.kind === 'station')
        .map((one) => ({ value: one.code, label: (one.kind === 'station' ? '\u3000' : '') + pick(one.name_zh, one.name_en) })),
    // `lang` says all that matters of `pick`.
    // oxlint-disable-next-line react/exhaustive-deps
    [organisations, lang],
  );
  const kinds = useMemo(
    () =>
      classes
        .filter((one) => one.code.length === 2)
        .map((one) => ({ value: one.code, label: pick(one.name_zh, one.name_en) })),
    // oxlint-disable-next-line react/exhaustive-deps
    [classes, lang],
  );
  const states = STATES.map((value) => ({ value, label: term('incident.state', value) }));
  const toggleLevel = (level: number) => {
    const levels = filter.levels.includes(level)
      ? filter.levels.filter((one) => one !== level)
      : [...filter.levels, level];
    setFilter({ ...filter, levels });
  };

  return (
    <>
      <input
        ref={filterRef}
        className="field"
        type="search"
        aria-label={t('board.filter')}
        placeholder={`${t('board.filter')}  /`}
        value={filter.text}
        onChange={(event) => setFilter({ ...filter, text: event.target.value })}
        onKeyDown={(event) => {
          if (event.key === 'Escape') event.currentTarget.blur();
        }}
      />
      <Select
        aria-label={t('board.area')}
        placeholder={t('board.area_all')}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        value={filter.org ?? undefined}
        options={areas}
        onChange={(org: string | undefined) => setFilter({ ...filter, org: org ?? null })}
      />
      <div className="board-filter-row">
        <span className="board-levels" role="group" aria-label={t('board.filter_level')}>
          {[1, 2, 3, 4].map((level) => (
            <button
              key={level}
              type="button"
              className="btn small"
              aria-pressed={filter.levels.includes(level)}
              onClick={() => toggleLevel(level)}
            >
              <LevelMark level={level} short />
            </button>
          ))}
        </span>
        <Select
          size="small"
          aria-label={t('board.filter_state')}
          placeholder={t('board.filter_state')}
          allowClear
          popupMatchSelectWidth={false}
          value={filter.state ?? undefined}
          options={states}
          onChange={(state: IncidentState | undefined) => setFilter({ ...filter, state: state ?? null })}
        />
        <Select
          size="small"
          aria-label={t('board.filter_class')}
          placeholder={t('board.filter_class')}
          allowClear
          popupMatchSelectWidth={false}
          value={filter.classCode ?? undefined}
          options={kinds}
          onChange={(code: string | undefined) => setFilter({ ...filter, classCode: code ?? null })}
        />
      </div>
    </>
  );
});
