/** One question card: for which classes, what is asked in which order, what the caller is told, stages of a crisis. */
import { useState } from 'react';
import { useTongue } from '../../../i18n/index.ts';
import { classNameOf, useClasses } from '../../../panels/classes.ts';
import { codesOf, faultsUnder, withValue, type Guide } from './draft.ts';
import { useEditing } from './editing.ts';
import { Faults, NumberField, Part, SomeField, TextField } from './Fields.tsx';
import { Lines } from './Lines.tsx';

const ALSO = ['119', '120', '122', 'gas', 'power', 'water', 'fraud_centre', '12345'] as const;
const SENTENCE = { zh: '', en: '' };

function Sentences({ where, label, add }: { where: string; label: string; add: string }) {
  const { t } = useTongue();
  return (
    <Lines where={where} label={label} most={12} fresh={SENTENCE} add={add}>
      {(line) => (
        <div className="pair">
          <TextField where={`${line}.zh`} label={t('sheet.zh')} rows={2} />
          <TextField where={`${line}.en`} label={t('sheet.en')} rows={2} />
        </div>
      )}
    </Lines>
  );
}

/** The classes of a card: beginnings of codes; none at all is the general card. */
function CardClasses({ where, classes }: { where: string; classes: readonly string[] }) {
  const { t, lang } = useTongue();
  const { isOpen, faults, set } = useEditing();
  useClasses();
  const codes = classes.filter((one) => one !== '');
  const [typed, setTyped] = useState(codes.join(' '));
  const isGeneral = classes.includes('');
  const shown = codesOf(typed).join(' ') === codes.join(' ') ? typed : codes.join(' ');
  const own = faultsUnder(faults, where);
  return (
    <div>
      <label>
        <span className="label">{t('sheet.card.classes')}</span>
        <input
          className="field"
          disabled={!isOpen}
          data-where={where}
          aria-invalid={own.length > 0}
          value={shown}
          onChange={(event) => {
            setTyped(event.target.value);
            set(where, [...(isGeneral ? [''] : []), ...codesOf(event.target.value)]);
          }}
        />
      </label>
      <span className="muted sheet-what">{codes.map((one) => `${one} ${classNameOf(one, lang)}`).join(' · ')}</span>
      <label className="row">
        <input type="checkbox" disabled={!isOpen} checked={isGeneral} onChange={(event) => set(where, [...(event.target.checked ? [''] : []), ...codes])} />
        {t('sheet.card.general')}
      </label>
      <Faults faults={own} />
    </div>
  );
}

export function CardForm({ where, guide, onGone }: { where: string; guide: Guide; onGone: () => void }) {
  const { t, term, pick } = useTongue();
  const { isOpen, set, replace, body } = useEditing();
  const at = Number(where.split('.')[1]);
  const card = guide.cards[at];
  if (card === undefined) return null;
  const known = new Map(guide.questions.map((one) => [one.id, one]));
  const nameOf = (id: string) => {
    const found = known.get(id);
    return found === undefined ? id : pick(found.zh, found.en);
  };
  return (
    <div className="admin-form">
      <CardClasses where={`${where}.classes`} classes={card.classes} />
      <div className="pair">
        <TextField where={`${where}.zh`} label={t('admin.name_zh')} />
        <TextField where={`${where}.en`} label={t('admin.name_en')} />
      </div>
      <Part title={t('sheet.card.questions')}>
        <Lines where={`${where}.questions`} label={t('sheet.card.questions')} most={20} fresh="">
          {(_, index) => <QuestionName id={card.questions[index] ?? ''} nameOf={nameOf} where={`${where}.questions.${index}`} />}
        </Lines>
        {isOpen && card.questions.length < 20 && (
          <select
            className="field"
            aria-label={t('sheet.card.add_question')}
            value=""
            onChange={(event) => set(`${where}.questions`, [...card.questions, event.target.value])}
          >
            <option value="">{t('sheet.card.add_question')}</option>
            {guide.questions
              .filter((one) => !card.questions.includes(one.id))
              .map((one) => (
                <option key={one.id} value={one.id}>
                  {pick(one.zh, one.en)}
                </option>
              ))}
          </select>
        )}
      </Part>
      <Part title={t('card.advice')}>
        <Sentences where={`${where}.advice`} label={t('card.advice')} add={t('sheet.card.add_advice')} />
      </Part>
      <SomeField where={`${where}.also`} label={t('sheet.card.also')} choices={ALSO} nameOf={(one) => term('triage.also', one)} />
      <Part title={t('sheet.card.stages')}>
        <p className="muted sheet-what">{t('sheet.card.stages_what')}</p>
        <Lines where={`${where}.stages`} label={t('sheet.card.stages')} most={8} fresh={{ from_min: 0, zh: '', en: '', do: [], never: [] }} add={t('sheet.card.add_stage')}>
          {(line) => (
            <div className="sheet-stage">
              <div className="triple">
                <NumberField where={`${line}.from_min`} label={t('sheet.card.from_min')} most={1440} />
                <TextField where={`${line}.zh`} label={t('admin.name_zh')} />
                <TextField where={`${line}.en`} label={t('admin.name_en')} />
              </div>
              <h4>{t('sheet.card.do')}</h4>
              <Sentences where={`${line}.do`} label={t('sheet.card.do')} add={t('sheet.card.add_do')} />
              <h4>{t('card.never')}</h4>
              <Sentences where={`${line}.never`} label={t('card.never')} add={t('sheet.card.add_never')} />
            </div>
          )}
        </Lines>
      </Part>
      {isOpen && (
        <button
          type="button"
          className="btn"
          onClick={() => {
            replace(withValue(body, 'cards', guide.cards.filter((_, index) => index !== at)));
            onGone();
          }}
        >
          {t('sheet.card.remove')}
        </button>
      )}
    </div>
  );
}

function QuestionName({ id, where, nameOf }: { id: string; where: string; nameOf: (id: string) => string }) {
  const { faults } = useEditing();
  return (
    <>
      {nameOf(id)} <span className="muted num">{id}</span>
      <Faults faults={faultsUnder(faults, where)} />
    </>
  );
}
