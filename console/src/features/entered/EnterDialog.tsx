/** At the desk of a station or county: a walk-in at the counter, or a clue of a community group. */
import { Modal } from 'antd';
import { source } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import { useAsked } from '../admin/useAsked.ts';
import { EnteredList } from './EnteredList.tsx';
import { EnterForm } from './EnterForm.tsx';

const ask = () => source.get('/api/intake/entered');

export function EnterDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTongue();
  const asked = useAsked(ask);
  return (
    <Modal open title={t('entered.title')} footer={null} onCancel={onClose} width={560} destroyOnHidden>
      <EnterForm channels={['walk_in', 'self_received', 'community']} position={null} onSent={asked.again} />
      <EnteredList asked={asked} />
    </Modal>
  );
}
