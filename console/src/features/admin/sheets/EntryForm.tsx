/** The form of whatever is chosen in a sheet. */
import { Empty } from '../../../ui/Trouble.tsx';
import { useTongue } from '../../../i18n/index.ts';
import { CardForm } from './CardForm.tsx';
import { entriesOf, valueAt, type Body } from './draft.ts';
import { useEditing } from './editing.ts';
import { DangerForm, KindForm } from './KindForm.tsx';
import { KeywordsForm, QuestionForm } from './QuestionForm.tsx';
import { ExceptionForm, RuleForm } from './RuleForm.tsx';

export interface EntryFormProps {
  readonly where: string;
  /** The version in use: what stands in it keeps its name. */
  readonly present: Body;
  readonly onGone: () => void;
}

export function EntryForm({ where, present, onGone }: EntryFormProps) {
  const { t } = useTongue();
  const { body } = useEditing();
  const [list] = where.split('.');
  if (valueAt(body, where) === undefined) return <Empty title={t('case.none')} what={t('sheet.choose')} />;
  const key = entriesOf(body).find((one) => one.where === where)?.key;
  const isUsed = entriesOf(present).some((one) => one.key === key);
  if ('cards' in body && 'cards' in present) {
    if (list === 'cards') return <CardForm where={where} guide={body} onGone={onGone} />;
    if (list === 'keywords') return <KeywordsForm where={where} guide={body} isUsed={isUsed} onGone={onGone} />;
    const id = valueAt(body, `${where}.id`);
    return <QuestionForm where={where} guide={body} used={present.questions.find((one) => one.id === id)} onGone={onGone} />;
  }
  if ('rules' in body) {
    if (list === 'harmless' || list === 'fiction' || list === 'reality') return <ExceptionForm where={list} />;
    return <RuleForm where={where} lexicon={body} isUsed={isUsed} onGone={onGone} />;
  }
  if ('police' in body) return list === 'danger' || list === 'signs' ? <DangerForm where={list} /> : <KindForm where={where} lists={body} isUsed={isUsed} onGone={onGone} />;
  return null;
}
