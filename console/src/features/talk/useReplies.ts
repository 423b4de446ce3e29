/** The hall's sentences for quick replies, in the person's language; asked for once. */
import { useEffect, useMemo, useState } from 'react';
import { source } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';
import type { QuickReply } from './replies.ts';

type Templates = readonly Schema<'Template'>[];
let asked: Promise<Templates> | null = null;

export function useReplies(): readonly QuickReply[] {
  const { pick } = useTongue();
  const [all, setAll] = useState<Templates>([]);
  useEffect(() => {
    let isOver = false;
    const asking = asked ?? source.get('/api/channels/templates', {});
    asked = asking;
    asking
      .then((found) => {
        if (!isOver) setAll(found);
      })
      .catch(() => {
        asked = null; // without them the seat types; the next one asks again
      });
    return () => {
      isOver = true;
    };
  }, []);
  return useMemo(() => all.map((one) => ({ key: one.key, words: pick(one.zh, one.en) })), [all, pick]);
}
