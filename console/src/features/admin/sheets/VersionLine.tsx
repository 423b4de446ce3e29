/** Which version of a sheet is shown, who made it when and why; the way to the others and back. */
import { useTongue } from '../../../i18n/index.ts';
import type { Schema } from '../../../source/contract.ts';
import { clockOf, dayOf } from '../../../ui/time.ts';
import type { SheetKind } from './draft.ts';

export interface VersionLineProps {
  readonly kind: SheetKind;
  readonly versions: readonly Schema<'SheetVersion'>[];
  readonly shown: number;
  readonly onShow: (version: number) => void;
  readonly onBack: () => void;
}

export function VersionLine({ kind, versions, shown, onShow, onBack }: VersionLineProps) {
  const { t, term } = useTongue();
  const made = versions.find((one) => one.version === shown);
  const newest = versions[0]?.version ?? 0;
  return (
    <header className="panel sheet-line">
      <button type="button" className="btn small quiet" onClick={onBack}>
        ← {t('admin.section.sheets')}
      </button>
      <h2>{t(`sheet.kind.${kind}`)}</h2>
      <select className="field narrow" aria-label={t('admin.classes.versions')} value={shown} onChange={(event) => onShow(Number(event.target.value))}>
        {versions.map((one) => (
          <option key={one.version} value={one.version}>
            {t('admin.classes.version', { n: one.version })} · {dayOf(one.made_at)} {clockOf(one.made_at)}
          </option>
        ))}
        <option value={0}>{t('sheet.shipped')}</option>
      </select>
      {shown === newest && <span className="tag ok">{t('sheet.in_use')}</span>}
      <span className="grow muted cut">
        {made !== undefined && `${term('actor', made.made_by_name)} · ${made.note}`}
        {newest === 0 && t('sheet.shipped_what')}
      </span>
    </header>
  );
}
