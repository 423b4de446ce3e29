/** One question: how it is asked, its answers and what they warn of; and words that speak for a class. */
import { useTongue } from '../../../i18n/index.ts';
import { classNameOf, useClasses } from '../../../panels/classes.ts';
import type { Guide } from './draft.ts';
import { withValue } from './draft.ts';
import { useEditing } from './editing.ts';
import { CheckField, ChoiceField, Part, TextField, WordsField } from './Fields.tsx';
import { Lines } from './Lines.tsx';

const DANGERS = ['weapon', 'explosive', 'mental', 'suicide', 'drugs', 'drunk', 'crowd', 'dog', 'infection', 'wounded'] as const;
const FILLS = ['place', 'reporter_name', 'account', 'amount', 'bank', 'paid_at', 'channel'] as const;
const CHOICE = { id: '', zh: '', en: '', danger: null, words: [] };

export interface QuestionFormProps {
  readonly where: string;
  readonly guide: Guide;
  /** As it is in use; undefined: it is new, and may be taken away again. */
  readonly used: Guide['questions'][number] | undefined;
  readonly onGone: () => void;
}

export function QuestionForm({ where, guide, used, onGone }: QuestionFormProps) {
  const { t, term, pick } = useTongue();
  const { isOpen, replace, body } = useEditing();
  const at = Number(where.split('.')[1]);
  const question = guide.questions[at];
  if (question === undefined) return null;
  const cards = guide.cards.filter((one) => one.questions.includes(question.id));
  const keptAnswers = new Set(used?.choices.map((one) => one.id));
  return (
    <div className="admin-form">
      <TextField where={`${where}.id`} label={t('sheet.id')} isFixed={used !== undefined} />
      <p className="muted sheet-what">
        {cards.length === 0
          ? t('sheet.question.no_card')
          : t('sheet.question.cards', { names: cards.map((one) => (one.classes.includes('') ? t('sheet.card.any') : pick(one.zh, one.en) || one.classes.join(' '))).join(' · ') })}
      </p>
      <div className="pair">
        <TextField where={`${where}.zh`} label={t('admin.name_zh')} />
        <TextField where={`${where}.en`} label={t('admin.name_en')} />
        <TextField where={`${where}.ask_zh`} label={t('sheet.question.ask_zh')} rows={2} />
        <TextField where={`${where}.ask_en`} label={t('sheet.question.ask_en')} rows={2} />
      </div>
      <div className="row wrap">
        <CheckField where={`${where}.is_many`} label={t('sheet.question.many')} />
        <CheckField where={`${where}.has_text`} label={t('sheet.question.text')} />
      </div>
      <ChoiceField where={`${where}.fills`} label={t('sheet.question.fills')} choices={FILLS} nameOf={(one) => term('sheet.fills', one)} none={t('sheet.none')} />
      <Part title={t('sheet.question.choices')}>
        {used !== undefined && <p className="muted sheet-what">{t('sheet.question.kept')}</p>}
        <Lines
          where={`${where}.choices`}
          label={t('sheet.question.choices')}
          most={9}
          fresh={CHOICE}
          add={t('sheet.question.add_choice')}
          isKept={(index) => keptAnswers.has(question.choices[index]?.id ?? '')}
        >
          {(line, index) => (
            <>
              <div className="pair">
                <TextField where={`${line}.zh`} label={t('admin.name_zh')} />
                <TextField where={`${line}.en`} label={t('admin.name_en')} />
                <TextField where={`${line}.id`} label={t('sheet.id')} isFixed={keptAnswers.has(question.choices[index]?.id ?? '')} />
                <ChoiceField where={`${line}.danger`} label={t('sheet.question.danger')} choices={DANGERS} nameOf={(one) => term('danger', one)} none={t('sheet.none')} />
              </div>
              <WordsField where={`${line}.words`} label={t('sheet.question.words')} rows={2} />
            </>
          )}
        </Lines>
      </Part>
      {isOpen && used === undefined && (
        <button
          type="button"
          className="btn"
          onClick={() => {
            replace(withValue(body, 'questions', guide.questions.filter((_, index) => index !== at)));
            onGone();
          }}
        >
          {t('sheet.question.remove')}
        </button>
      )}
    </div>
  );
}

export function KeywordsForm({ where, guide, isUsed, onGone }: { where: string; guide: Guide; isUsed: boolean; onGone: () => void }) {
  const { t, lang } = useTongue();
  const { isOpen, replace, body } = useEditing();
  useClasses();
  const at = Number(where.split('.')[1]);
  const held = guide.keywords[at];
  if (held === undefined) return null;
  return (
    <div className="admin-form">
      <TextField where={`${where}.class_code`} label={t('sheet.keywords.class')} isFixed={isUsed} />
      <span className="muted sheet-what">{classNameOf(held.class_code, lang)}</span>
      <WordsField where={`${where}.words`} label={t('sheet.keywords.words')} rows={6} what={t('sheet.words_what')} />
      {isOpen && (
        <button
          type="button"
          className="btn"
          onClick={() => {
            replace(withValue(body, 'keywords', guide.keywords.filter((_, index) => index !== at)));
            onGone();
          }}
        >
          {t('sheet.keywords.remove')}
        </button>
      )}
    </div>
  );
}
