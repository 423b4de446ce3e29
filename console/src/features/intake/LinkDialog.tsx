/** Tying a contact to an incident that is open already: the nearest first. */
import { Modal } from 'antd';
import { useMemo, useState } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { distanceM, type LonLat } from '../../map/datum.ts';
import { classNameOf } from '../../panels/classes.ts';
import { IncidentStateTag, Moment } from '../../panels/marks.tsx';
import type { Of } from '../../sync/kinds.ts';
import { distanceText } from '../../ui/time.ts';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { Empty } from '../../ui/Trouble.tsx';

export interface LinkDialogProps {
  readonly isOpen: boolean;
  readonly incidents: readonly Of<'incident'>[];
  readonly near: LonLat | null;
  readonly onClose: () => void;
  readonly onLink: (incidentId: string) => void;
}

export function LinkDialog({ isOpen, incidents, near, onClose, onLink }: LinkDialogProps) {
  const { t, lang } = useTongue();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = useMemo(() => {
    const words = text.trim().toLowerCase();
    return incidents
      .filter((one) => words === '' || `${one.number} ${one.place_text ?? ''} ${one.narrative ?? ''}`.toLowerCase().includes(words))
      .map((one) => ({ one, away: near === null ? null : distanceM(near, one) }))
      .sort((a, b) => (a.away ?? 0) - (b.away ?? 0) || Date.parse(b.one.opened_at) - Date.parse(a.one.opened_at));
  }, [incidents, near, text]);
  const target = shown.find(({ one }) => one.id === chosen)?.one ?? shown[0]?.one;

  function done(): void {
    if (target === undefined) return;
    onLink(target.id);
    onClose();
  }

  return (
    <Modal
      open={isOpen}
      title={t('link.title')}
      okText={target === undefined ? t('link.ok') : t('link.ok_to', { number: target.number.slice(-6) })}
      okButtonProps={{ disabled: target === undefined }}
      cancelText={t('common.cancel')}
      onOk={done}
      onCancel={onClose}
      width={560}
      destroyOnHidden
    >
      <input
        className="field"
        autoFocus
        aria-label={t('link.search')}
        placeholder={t('link.search')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && done()}
      />
      <div className="link-list">
        <VirtualList
          label={t('link.title')}
          items={shown}
          rowHeight={48}
          keyOf={({ one }) => one.id}
          chosen={target?.id ?? null}
          onChoose={({ one }) => setChosen(one.id)}
          onOpen={done}
          empty={<Empty title={t('link.none')} />}
          render={({ one, away }) => (
            <div className="link-row">
              <div className="row">
                <strong className="num">{one.number.slice(-6)}</strong> <span>{classNameOf(one.class_code, lang)}</span>
                <IncidentStateTag state={one.state} />
                <span className="grow" />
                {away !== null && <span className="num muted">{distanceText(away)}</span>}
                <Moment at={one.opened_at} />
              </div>
              <div className="cut muted">{one.place_text}</div>
            </div>
          )}
        />
      </div>
    </Modal>
  );
}
