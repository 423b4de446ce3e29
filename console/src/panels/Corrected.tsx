/** What a reviewer put right: what stood there, and what stands there now. */
import { useTongue } from '../i18n/index.ts';
import { classNameOf, useClasses } from './classes.ts';

export interface CorrectedFields {
  readonly class_code?: unknown;
  readonly level?: unknown;
}

export interface CorrectedProps {
  readonly from: CorrectedFields;
  readonly to: CorrectedFields;
}

export function Corrected({ from, to }: CorrectedProps) {
  const { t, term, lang } = useTongue();
  useClasses();
  const said = (field: string, value: unknown) => {
    if (typeof value !== 'string' && typeof value !== 'number') return '';
    return field === 'class_code' ? classNameOf(String(value), lang) : term('level', String(value));
  };
  const fields = (['class_code', 'level'] as const).filter((field) => to[field] !== undefined);
  if (fields.length === 0) return null;
  return (
    <dl className="facts">
      {fields.map((field) => (
        <div key={field} style={{ display: 'contents' }}>
          <dt>{t(`corrected.${field}`)}</dt>
          <dd>
            {from[field] !== undefined && (
              <>
                <del>{said(field, from[field])}</del> <span aria-hidden="true">→</span>{' '}
              </>
            )}
            <ins>{said(field, to[field])}</ins>
          </dd>
        </div>
      ))}
    </dl>
  );
}
