/** One rule of sensitive words: what alerts, what must stand near, what makes it harmless, who must know. */
import { catalogue } from '../../../i18n/catalogue.ts';
import { useTongue } from '../../../i18n/index.ts';
import { linesOf, withValue, type Lexicon } from './draft.ts';
import { useEditing } from './editing.ts';
import { ChoiceField, SomeField, TextField, WordsField } from './Fields.tsx';

const LEVELS = ['station', 'county', 'city', 'province'] as const;
const WORDS = 'triage.alert.';
/** What a rule may be about: the kinds of alerts there are words for; the model's own is no rule's. */
const ALERTS = Object.keys(catalogue)
  .filter((one) => one.startsWith(WORDS) && one !== 'triage.alert.model')
  .map((one) => one.slice(WORDS.length));

export interface RuleFormProps {
  readonly where: string;
  readonly lexicon: Lexicon;
  /** Whether the rule is in use already: alerts name it, so it keeps its id. */
  readonly isUsed: boolean;
  readonly onGone: () => void;
}

export function RuleForm({ where, lexicon, isUsed, onGone }: RuleFormProps) {
  const { t, term } = useTongue();
  const { isOpen, replace, body } = useEditing();
  const at = Number(where.split('.')[1]);
  return (
    <div className="admin-form">
      <div className="pair">
        <TextField where={`${where}.id`} label={t('sheet.id')} isFixed={isUsed} />
        <ChoiceField where={`${where}.kind`} label={t('sheet.rule.kind')} choices={ALERTS} nameOf={(one) => term('triage.alert', one)} none={t('admin.choose')} />
      </div>
      <SomeField where={`${where}.levels`} label={t('sheet.rule.levels')} choices={LEVELS} nameOf={(one) => term('org.kind', one)} />
      <WordsField where={`${where}.words`} label={t('sheet.rule.words')} rows={4} what={t('sheet.words_what')} />
      <WordsField
        where={`${where}.patterns`}
        label={t('sheet.rule.patterns')}
        rows={4}
        what={t('sheet.rule.patterns_what')}
        read={linesOf}
        write={(words) => words.join('\n')}
      />
      <WordsField where={`${where}.needs`} label={t('sheet.rule.needs')} rows={2} what={t('sheet.rule.needs_what')} />
      <WordsField where={`${where}.unless`} label={t('sheet.rule.unless')} rows={2} what={t('sheet.rule.unless_what')} />
      {isOpen && (
        <button
          type="button"
          className="btn"
          onClick={() => {
            replace(withValue(body, 'rules', lexicon.rules.filter((_, index) => index !== at)));
            onGone();
          }}
        >
          {t('sheet.rule.remove')}
        </button>
      )}
    </div>
  );
}

export function ExceptionForm({ where }: { where: 'harmless' | 'fiction' | 'reality' }) {
  const { t } = useTongue();
  return (
    <div className="admin-form">
      <WordsField where={where} label={t(`sheet.exception.${where}`)} rows={16} what={`${t(`sheet.exception.${where}_what`)} ${t('sheet.words_what')}`} />
    </div>
  );
}
