/** The class, found by name, code, pinyin or initials. */
import { useMemo, useState, type RefObject } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { classNameOf, useClasses, type IncidentClass } from '../classes.ts';
import { findClasses } from '../classSearch.ts';
import { Combobox, type Choice } from '../../ui/Combobox.tsx';
import { LevelMark } from '../marks.tsx';
import { classChange } from './classChange.ts';
import type { DraftCall } from './draftCall.ts';

/** Classes as choices of a list. */
export function useClassChoices(text: string): readonly Choice<IncidentClass>[] {
  const { lang } = useTongue();
  const classes = useClasses();
  return useMemo(
    () =>
      findClasses(classes, text).map((one) => ({
        key: one.code,
        value: one,
        content: (
          <>
            <span className="num muted">{one.code}</span>
            <span className="grow cut">{lang === 'zh' ? one.name_zh : one.name_en}</span>
            <LevelMark level={one.default_level} short />
          </>
        ),
      })),
    [classes, text, lang],
  );
}

export function ClassField({ call, inputRef }: { call: DraftCall; inputRef?: RefObject<HTMLInputElement | null> }) {
  const { t, lang } = useTongue();
  const [text, setText] = useState<string | null>(null);
  useClasses();
  const { draft, change } = call;
  const chosen = draft.classCode === null ? '' : `${draft.classCode} ${classNameOf(draft.classCode, lang)}`;
  const choices = useClassChoices(text ?? '');

  return (
    <Combobox
      label={t('seat.class')}
      placeholder={t('seat.class_hint')}
      {...(inputRef && { inputRef })}
      text={text ?? chosen}
      choices={choices}
      {...(text !== null && text.trim() !== '' && { nothing: t('seat.class_none') })}
      onText={(next) => {
        setText(next);
        if (next.trim() === '') change({ classCode: null });
      }}
      onBlur={() => setText(null)}
      onTake={(one) => {
        change(classChange(call, one));
        setText(null);
      }}
    />
  );
}
