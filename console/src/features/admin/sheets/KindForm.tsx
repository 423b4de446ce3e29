/** One kind of the acceptance lists: what it holds, and for 12345's kinds what is done and said. */
import { useTongue } from '../../../i18n/index.ts';
import { classNameOf, useClasses } from '../../../panels/classes.ts';
import { codesOf, valueAt, withValue, type Acceptance } from './draft.ts';
import { useEditing } from './editing.ts';
import { ChoiceField, TextField, WordsField } from './Fields.tsx';

const HOW = ['answer', 'transfer', 'work_order', 'joint', 'police_first'] as const;

export interface KindFormProps {
  readonly where: string;
  readonly lists: Acceptance;
  readonly isUsed: boolean;
  readonly onGone: () => void;
}

export function KindForm({ where, lists, isUsed, onGone }: KindFormProps) {
  const { t, term, lang } = useTongue();
  const { isOpen, replace, body } = useEditing();
  useClasses();
  const [line = '', index] = where.split('.');
  const list = lists[line as 'police' | 'service' | 'also'];
  const held = valueAt(body, `${where}.classes`);
  const classes = Array.isArray(held) ? (held as readonly string[]) : [];
  return (
    <div className="admin-form">
      <TextField where={`${where}.id`} label={t('sheet.id')} isFixed={isUsed} />
      <div className="pair">
        <TextField where={`${where}.zh`} label={t('admin.name_zh')} />
        <TextField where={`${where}.en`} label={t('admin.name_en')} />
      </div>
      <WordsField
        where={`${where}.classes`}
        label={t('sheet.kind.classes')}
        rows={1}
        what={classes.map((one) => `${one} ${classNameOf(one, lang)}`).join(' · ')}
        read={codesOf}
        write={(codes) => codes.join(' ')}
        isNumbered={false}
      />
      <WordsField where={`${where}.words`} label={t('sheet.kind.words')} rows={4} what={t('sheet.words_what')} />
      {line !== 'police' && (
        <>
          <div className="pair">
            <TextField where={`${where}.department`} label={t('sheet.kind.department')} />
            <ChoiceField where={`${where}.how`} label={t('sheet.kind.how')} choices={HOW} nameOf={(one) => term('triage.action', one)} />
          </div>
          <TextField where={`${where}.text_zh`} label={t('sheet.kind.text_zh')} rows={3} />
          <TextField where={`${where}.text_en`} label={t('sheet.kind.text_en')} rows={3} />
        </>
      )}
      {isOpen && (
        <button
          type="button"
          className="btn"
          onClick={() => {
            replace(withValue(body, line, (list as readonly unknown[]).filter((_, at) => at !== Number(index))));
            onGone();
          }}
        >
          {t('sheet.kind.remove')}
        </button>
      )}
    </div>
  );
}

export function DangerForm({ where }: { readonly where: 'danger' | 'signs' }) {
  const { t } = useTongue();
  return (
    <div className="admin-form">
      <WordsField where={where} label={t(`sheet.${where}`)} rows={12} what={`${t(`sheet.${where}_what`)} ${t('sheet.words_what')}`} />
    </div>
  );
}
