/** One kind of force: changed or made; gathered for the next version, not sent by itself. */
import { useState } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { codesOf, type ForceType } from './forceDraft.ts';

export interface ForceFormProps {
  readonly one: ForceType | null;
  /** Whether it may be changed: only the newest version is. */
  readonly isOpen: boolean;
  readonly onStage: (changed: ForceType) => void;
}

const NEW: ForceType = {
  code: '',
  name_zh: '',
  name_en: '',
  is_police: true,
  takes: [],
  contains: [],
  levels: [1, 4],
  officers: 1,
  people: 2,
};
const LEVELS = [1, 2, 3, 4];

export function ForceForm({ one, isOpen, onStage }: ForceFormProps) {
  const { t, term } = useTongue();
  const [draft, setDraft] = useState<ForceType>(one ?? NEW);
  const [takes, setTakes] = useState((one?.takes ?? []).join(' '));
  const [contains, setContains] = useState((one?.contains ?? []).join(' '));
  const put = (part: Partial<ForceType>) => setDraft((before) => ({ ...before, ...part }));
  const [gravest = 1, mildest = 4] = draft.levels;
  const field = (label: string, value: string, onChange: (value: string) => void, isRequired = true) => (
    <label>
      <span className="label">{label}</span>
      <input className="field" required={isRequired} maxLength={200} disabled={!isOpen} value={value} onChange={(event) => onChange(event.target.value)} />
    </label>
  );
  const number = (label: string, value: number, onChange: (value: number) => void) => (
    <label>
      <span className="label">{label}</span>
      <input className="field" type="number" min={0} max={40} required disabled={!isOpen} value={value} onChange={(event) => onChange(Number(event.target.value))} />
    </label>
  );
  const level = (label: string, value: number, onChange: (value: number) => void) => (
    <label>
      <span className="label">{label}</span>
      <select className="field" disabled={!isOpen} value={value} onChange={(event) => onChange(Number(event.target.value))}>
        {LEVELS.map((each) => (
          <option key={each} value={each}>
            {term('level', String(each))}
          </option>
        ))}
      </select>
    </label>
  );
  return (
    <form
      className="body admin-form"
      onSubmit={(event) => {
        event.preventDefault();
        onStage({ ...draft, takes: [...codesOf(takes)], contains: [...codesOf(contains)] });
      }}
    >
      <label>
        <span className="label">{t('admin.code')}</span>
        <input className="field" required pattern="[a-z_]{2,30}" disabled={one !== null || !isOpen} value={draft.code} onChange={(event) => put({ code: event.target.value })} />
      </label>
      <div className="pair">
        {field(t('admin.name_zh'), draft.name_zh, (value) => put({ name_zh: value }))}
        {field(t('admin.name_en'), draft.name_en, (value) => put({ name_en: value }))}
      </div>
      {field(t('admin.forces.takes'), takes, setTakes, false)}
      {field(t('admin.forces.contains'), contains, setContains, false)}
      <p className="muted">{t('admin.forces.codes')}</p>
      <div className="pair">
        {level(t('admin.forces.gravest'), gravest, (value) => put({ levels: [value, mildest] }))}
        {level(t('admin.forces.mildest'), mildest, (value) => put({ levels: [gravest, value] }))}
      </div>
      <div className="pair">
        {number(t('admin.forces.officers'), draft.officers, (value) => put({ officers: value }))}
        {number(t('admin.forces.people'), draft.people, (value) => put({ people: value }))}
      </div>
      <label className="row">
        <input type="checkbox" disabled={!isOpen} checked={draft.is_police} onChange={(event) => put({ is_police: event.target.checked })} />
        {t('admin.forces.police')}
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
