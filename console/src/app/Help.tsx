/** Keys of the desk, on one sheet. */
import { Modal } from 'antd';
import { useLocation } from 'wouter';
import type { Key } from '../i18n/index.ts';
import { useTongue } from '../i18n/index.ts';

type Line = readonly [keys: string, what: Key];

const EVERYWHERE: readonly Line[] = [
  ['?', 'help.help'],
  ['Tab', 'help.tab'],
  ['Esc', 'help.escape'],
];

const SHEETS: Readonly<Record<string, readonly Line[]>> = {
  '/seat': [
    ['F2', 'help.seat.ready'],
    ['F4', 'help.seat.take'],
    ['F3', 'hold.key'],
    ['Alt J K L', 'chip.key'],
    ['Alt U I O', 'chip.key_place'],
    ['Alt Y', 'chip.key_level'],
    ['Alt A', 'chip.key_answers'],
    ['Alt S', 'chip.key_next'],
    ['Alt N', 'chip.key_advice'],
    ['Alt Z', 'chip.key_payment'],
    ['Alt H', 'heard.key'],
    ['Alt Q', 'card.key'],
    ['Alt 1 2 3', 'same.key'],
    ['Alt B', 'same.key_back'],
    ['F10', 'repeat.key'],
    ['Ctrl Enter', 'help.seat.send'],
    ['Ctrl Shift Enter', 'help.seat.open'],
    ['F8', 'help.seat.crews'],
    ['1 … 9', 'help.seat.digits'],
    ['F6', 'help.seat.settle'],
    ['Ctrl S', 'help.seat.save'],
    ['F9', 'help.seat.finish'],
    ['/', 'help.seat.command'],
    ['Ctrl /', 'help.seat.command_anywhere'],
    ['F7', 'help.seat.narrative'],
    ['Alt C', 'callback.key'],
    ['Alt M', 'help.call.mute'],
    ['Alt P', 'help.call.pad'],
    ['Alt T', 'help.call.add'],
    ['Alt W', 'help.call.whisper'],
    ['Alt G', 'help.call.leave'],
    ['Alt X', 'help.call.hang_up'],
    ['▶❚❚', 'help.call.headset'],
  ],
  '/board': [
    ['j k', 'help.board.move'],
    ['Enter', 'help.board.file'],
    ['1 … 9', 'help.board.send'],
    ['t', 'help.board.take'],
    ['e', 'help.board.amend'],
    ['x', 'help.board.cancel'],
    ['v', 'help.board.reveal'],
    ['z', 'whose.key'],
    ['q', 'whose.key_confirm'],
    ['w', 'help.board.why'],
    ['y', 'help.board.relocate'],
    ['s', 'help.board.seats'],
    ['r', 'help.board.reassign'],
    ['m', 'help.board.merge'],
    ['o', 'help.board.reopen'],
    ['u', 'help.board.overdue'],
    ['l', 'help.board.layers'],
    ['d D C', 'help.board.detach'],
    ['/', 'help.board.filter'],
  ],
  '/review': [
    ['j k', 'help.review.move'],
    ['p', 'help.review.pass'],
    ['r', 'help.review.return'],
    ['Ctrl Enter', 'help.review.confirm'],
    ['o', 'help.review.file'],
  ],
  '/admin': [
    ['/', 'help.admin.find'],
    ['n', 'help.admin.new'],
    ['j k', 'help.admin.move'],
    ['Alt ↑ ↓', 'help.admin.order'],
    ['1 … 0 - =', 'help.admin.section'],
  ],
  '/partner': [
    ['j k ↑ ↓', 'help.partner.move'],
    ['a', 'help.partner.accept'],
    ['r', 'help.partner.return'],
    ['p', 'help.partner.note'],
    ['d', 'help.partner.finish'],
    ['n', 'help.partner.number'],
  ],
  '/exchange': [
    ['j k ↑ ↓', 'help.exchange.move'],
    ['r', 'help.exchange.retry'],
    ['b', 'help.exchange.take_back'],
  ],
  '/inspection': [
    ['j k', 'help.review.move'],
    ['h', 'help.inspection.handle'],
    ['p', 'help.review.pass'],
    ['r', 'help.review.return'],
    ['Ctrl Enter', 'help.review.confirm'],
    ['o', 'help.review.file'],
  ],
};

export function Help({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTongue();
  const [path] = useLocation();
  const lines = [...(SHEETS[path] ?? []), ...EVERYWHERE];
  return (
    <Modal open={isOpen} onCancel={onClose} footer={null} title={t('help.title')} width={520}>
      <dl className="facts">
        {lines.map(([keys, what]) => (
          <div key={keys + what} style={{ display: 'contents' }}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{t(what)}</dd>
          </div>
        ))}
      </dl>
    </Modal>
  );
}
