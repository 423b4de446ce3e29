/** One class: changed or made; gathered for the next version, not sent by itself. */
import { useState } from 'react';
import { useTongue } from '../../i18n/index.ts';
import type { IncidentClass } from '../../panels/classes.ts';

export interface ClassFormProps {
  readonly one: IncidentClass | null;
  readonly heads: readonly IncidentClass[];
  /** Whether it may be changed: only the newest version is. */
  readonly isOpen: boolean;
  readonly onStage: (changed: IncidentClass) => void;
}

const NEW: IncidentClass = {
  code: '',
  parent: null,
  name_zh: '',
  name_en: '',
  default_level: 3,
  is_inspection_only: false,
  is_official_code: false,
  is_active: true,
};

export function ClassForm({ one, heads, isOpen, onStage }: ClassFormProps) {
  const { t, term, pick } = useTongue();
  const [draft, setDraft] = useState<IncidentClass>(one ?? NEW);
  const put = (part: Partial<IncidentClass>) => setDraft((before) => ({ ...before, ...part }));
  const isHead = one?.parent === null;
  return (
    <form
      className="body admin-form"
      onSubmit={(event) => {
        event.preventDefault();
        onStage(draft);
      }}
    >
      <div className="pair">
        <label>
          <span className="label">{t('admin.code')}</span>
          <input
            className="field"
            required
            pattern="\d{2,6}"
            disabled={one !== null || !isOpen}
            value={draft.code}
            onChange={(event) => put({ code: event.target.value })}
          />
        </label>
        <label>
          <span className="label">{t('admin.classes.head')}</span>
          <select
            className="field"
            required={!isHead}
            disabled={isHead || !isOpen}
            value={draft.parent ?? ''}
            onChange={(event) => put({ parent: event.target.value || null })}
          >
            <option value="">{isHead ? '—' : t('admin.choose')}</option>
            {heads.map((head) => (
              <option key={head.code} value={head.code}>
                {head.code} {pick(head.name_zh, head.name_en)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <label>
        <span className="label">{t('admin.name_zh')}</span>
        <input className="field" required maxLength={80} disabled={!isOpen} value={draft.name_zh} onChange={(event) => put({ name_zh: event.target.value })} />
      </label>
      <label>
        <span className="label">{t('admin.name_en')}</span>
        <input className="field" required maxLength={80} disabled={!isOpen} value={draft.name_en} onChange={(event) => put({ name_en: event.target.value })} />
      </label>
      <label>
        <span className="label">{t('admin.classes.level')}</span>
        <select className="field" disabled={!isOpen} value={draft.default_level} onChange={(event) => put({ default_level: Number(event.target.value) })}>
          {[1, 2, 3, 4].map((level) => (
            <option key={level} value={level}>
              {term('level', String(level))}
            </option>
          ))}
        </select>
      </label>
      <label className="row">
        <input type="checkbox" disabled={!isOpen} checked={draft.is_inspection_only} onChange={(event) => put({ is_inspection_only: event.target.checked })} />
        {t('admin.classes.inspection_only')}
      </label>
      <label className="row">
        <input type="checkbox" disabled={!isOpen} checked={draft.is_active} onChange={(event) => put({ is_active: event.target.checked })} />
        {t('admin.classes.active')}
      </label>
      {isOpen && (
        <div className="row">
          <button type="submit" className="btn">
            {t('admin.classes.gather')}
          </button>
        </div>
      )}
    </form>
  );
}
