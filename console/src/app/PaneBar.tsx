/** The narrow bar of a part that stands in a window of its own. */
import { useEffect } from 'react';
import { useTongue } from '../i18n/index.ts';
import { secondsOf } from '../ui/time.ts';
import { useNow } from './clock.ts';
import { LinkPill } from './LinkPill.tsx';

const NAMES = { map: 'board.pane.map', lists: 'board.pane.lists', crews: 'board.pane.crews' } as const;

export function PaneBar({ pane }: { pane: string }) {
  const { t } = useTongue();
  const now = useNow();
  const name = pane in NAMES ? t(NAMES[pane as keyof typeof NAMES]) : t('desk.board');
  useEffect(() => {
    document.title = `${name} · ${t('app.name')}`;
  }, [name, t]);
  return (
    <header className="desk-bar pane-bar">
      <strong className="grow">{name}</strong>
      <LinkPill />
      <span className="num desk-clock">{secondsOf(now)}</span>
    </header>
  );
}
