/** The earlier contacts, newest first: open their file, or link to one that is still open. */
import { Modal } from 'antd';
import { useRef, useState, type KeyboardEvent } from 'react';
import { useTongue } from '../../i18n/index.ts';
import { IncidentStateTag } from '../../panels/marks.tsx';
import { Empty } from '../../ui/Trouble.tsx';
import { clockOf, dayOf, distanceText } from '../../ui/time.ts';
import { VirtualList } from '../../ui/VirtualList.tsx';
import { whatOf, type Earlier, type Repeats } from './repeats.ts';

const ENDED: ReadonlySet<string> = new Set(['closed', 'cancelled']);

export interface RepeatsDialogProps {
  readonly isOpen: boolean;
  readonly repeats: Repeats | null;
  /** Absent once the contact is an incident itself. */
  readonly onLink: ((incidentId: string) => void) | null;
  readonly onClose: () => void;
}

export function RepeatsDialog({ isOpen, repeats, onLink, onClose }: RepeatsDialogProps) {
  const tongue = useTongue();
  const { t, term } = tongue;
  const [chosen, setChosen] = useState<string | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const earlier = repeats?.earlier ?? [];
  const target = earlier.find((one) => one.contact_id === chosen) ?? earlier[0];
  const canLink = onLink !== null && target?.incident_id != null && !ENDED.has(target.state ?? 'closed');

  function open(one: Earlier | undefined): void {
    // In a window of its own: the seat must be heard, or it counts as lost.
    if (one?.incident_id != null) window.open(`/incidents/${one.incident_id}`, '_blank', 'noopener');
  }
  function link(): void {
    const id = target?.incident_id ?? null;
    if (!canLink || id === null) return;
    onLink(id);
    onClose();
  }
  function onKey(event: KeyboardEvent): void {
    if (event.key.toLowerCase() === 'l' && !event.ctrlKey && !event.altKey) link();
  }
  return (
    <Modal
      open={isOpen}
      title={t('repeat.title')}
      okText={t('seat.link')}
      okButtonProps={{ disabled: !canLink }}
      cancelText={t('common.close')}
      onOk={link}
      onCancel={onClose}
      width={620}
      afterOpenChange={(isShown) => {
        if (isShown) box.current?.querySelector<HTMLElement>('.virtual')?.focus();
      }}
      destroyOnHidden
    >
      <p className="muted">{t('repeat.what')}</p>
      <div className="link-list" ref={box} onKeyDown={onKey}>
        <VirtualList
          label={t('repeat.title')}
          items={earlier}
          rowHeight={48}
          keyOf={(one) => one.contact_id}
          chosen={target?.contact_id ?? null}
          onChoose={(one) => setChosen(one.contact_id)}
          onOpen={open}
          empty={<Empty title={t('repeat.none')} />}
          render={(one) => (
            <div className="link-row">
              <div className="row">
                <span className="num">
                  {dayOf(one.at)} {clockOf(one.at)}
                </span>
                <strong>{whatOf(one, tongue)}</strong>
                {one.state != null && <IncidentStateTag state={one.state} />}
                <span className="grow" />
                {one.same.map((same) => (
                  <span key={same} className={same === 'name' ? 'tag' : 'tag warn'}>
                    {term('same', same)}
                  </span>
                ))}
              </div>
              <div className="cut muted">
                <span className="num">{(one.incident_number ?? one.number).slice(-6)}</span> {one.place_text}
                {one.distance_m != null && <span className="num"> · {distanceText(one.distance_m)}</span>}
              </div>
            </div>
          )}
        />
      </div>
    </Modal>
  );
}
