/** Names that sentences of the timeline need. */
import { useMemo } from 'react';
import { findOf, store } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { classNameOf } from '../../panels/classes.ts';
import { orgName } from '../../panels/organisations.ts';
import type { Names } from './sentences.ts';

export function useNames(): Names {
  const { t, lang } = useTongue();
  return useMemo<Names>(
    () => ({
      className: (code) => classNameOf(code, lang),
      orgName: (code) => orgName(code, lang),
      crewName: (id) => findOf(store, 'crew', id)?.call_sign ?? t('timeline.crew'),
    }),
    [lang, t],
  );
}
