/** The command line at the foot, with what it could become. */
import { useMemo, useState, type RefObject } from 'react';
import { useTongue, type Key } from '../../i18n/index.ts';
import { catalogue } from '../../i18n/catalogue.ts';
import { findClasses, soundOf } from '../../panels/classSearch.ts';
import { useClasses } from '../../panels/classes.ts';
import type { Ranking } from '../../panels/useRanking.ts';
import type { Of } from '../../sync/kinds.ts';
import { Combobox, type Choice } from '../../ui/Combobox.tsx';
import { minutesOf } from '../../ui/time.ts';
import { commandsFor, matching, parse, type CommandName, type CommandWord } from './commandLine.ts';
import { REASONS } from './PauseDialog.tsx';
import { DISPOSITIONS } from './useCall.ts';

export interface CommandCall {
  readonly name: CommandName;
  /** Crew id, class code, level, disposition, incident id, or words for the place. */
  readonly value: string;
}

export interface CommandLineProps {
  readonly inputRef: RefObject<HTMLInputElement | null>;
  /** With an empty hand other commands are of use. */
  readonly isIdle: boolean;
  readonly ranking: Ranking | null;
  readonly incidents: readonly Of<'incident'>[];
  readonly onCall: (call: CommandCall) => void;
  readonly onLeave: () => void;
}

interface Offer {
  readonly call: CommandCall | null;
  /** What the line becomes when more must be said. */
  readonly text: string;
}

function wordsOf(key: Key): readonly string[] {
  const [zh, en] = catalogue[key];
  return [...zh.split('|'), ...en.split('|')].map((word) => word.toLowerCase());
}

interface Possible {
  readonly value: string;
  readonly words: string;
  readonly label: string;
}

function fits(one: Possible, index: number, rest: string): boolean {
  return rest === '' || String(index + 1) === rest || one.words.toLowerCase().includes(rest.toLowerCase());
}

export function CommandLine({ inputRef, isIdle, ranking, incidents, onCall, onLeave }: CommandLineProps) {
  const { t, term, lang } = useTongue();
  const [text, setText] = useState('');
  const classes = useClasses();

  const choices = useMemo<readonly Choice<Offer>[]>(() => {
    function possible(command: CommandWord, rest: string): readonly Possible[] {
      switch (command.name) {
        case 'send':
          return (ranking?.ranked ?? []).slice(0, 9).map((crew) => ({
            value: crew.crew_id,
            words: crew.call_sign,
            label: `${crew.call_sign} · ${t('ranking.minutes', { n: minutesOf(crew.eta_s) })}`,
          }));
        case 'level':
          return [1, 2, 3, 4].map((n) => ({ value: String(n), words: '', label: term('level', String(n)) }));
        case 'class':
          return findClasses(classes, rest).map((one) => ({
            value: one.code,
            words: rest,
            label: `${one.code} ${lang === 'zh' ? one.name_zh : one.name_en}`,
          }));
        case 'settle':
          return DISPOSITIONS.map((one) => ({ value: one, words: term('disposition', one), label: term('disposition', one) }));
        case 'link':
          return incidents.map((one) => ({
            value: one.id,
            words: `${one.number} ${one.place_text ?? ''}`,
            label: `${one.number} ${one.place_text ?? ''}`,
          }));
        case 'pause':
          return REASONS.map((one) => ({ value: one, words: `${term('pause', one)} ${soundOf(term('pause', one)).initials}`, label: term('pause', one) }));
        case 'place':
          return rest === '' ? [] : [{ value: rest, words: rest, label: rest }];
        default:
          return [];
      }
    }

    if (text === '') return [];
    const { word, rest } = parse(text);
    const commands = matching(word, (command) => wordsOf(command.words), commandsFor(isIdle));
    const [only] = commands;
    if (only?.takes && commands.length === 1 && (rest !== null || wordsOf(only.words).includes(word))) {
      return possible(only, rest ?? '')
        .map((one, index) => ({ one, index }))
        .filter(({ one, index }) => only.name === 'class' || fits(one, index, rest ?? ''))
        .slice(0, 9)
        .map(({ one, index }) => ({
          key: `${only.name}-${one.value}`,
          value: { call: { name: only.name, value: one.value }, text: '' },
          content: (
            <>
              <kbd>{index + 1}</kbd>
              <strong>{t(only.words).split('|')[0]}</strong> <span className="grow cut">{one.label}</span>
            </>
          ),
        }));
    }
    return commands.map((command) => {
      const shown = t(command.words).split('|')[0] ?? '';
      return {
        key: command.name,
        value: { call: command.takes ? null : { name: command.name, value: '' }, text: `/${shown} ` },
        content: (
          <>
            <strong>/{shown}</strong> <span className="grow muted cut">{t(command.hint)}</span>
          </>
        ),
      };
    });
  }, [text, isIdle, ranking, incidents, classes, t, term, lang]);

  return (
    <Combobox
      label={t('cmd.title')}
      labelHidden
      up
      inputRef={inputRef}
      text={text}
      placeholder={isIdle ? t('cmd.idle_placeholder') : t('cmd.placeholder')}
      choices={choices}
      {...(text !== '' && { nothing: t('cmd.nothing') })}
      onText={setText}
      staysOpen={(offer) => offer.call === null}
      onTake={(offer) => {
        if (offer.call === null) {
          setText(offer.text);
          return;
        }
        setText('');
        onCall(offer.call);
      }}
      onKey={(event) => {
        if (event.key === 'Escape') {
          setText('');
          onLeave();
        }
      }}
    />
  );
}
