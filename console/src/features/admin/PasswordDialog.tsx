/** Another password for an account. */
import { Modal } from 'antd';
import { useState } from 'react';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Of } from '../../sync/kinds.ts';
import { Trouble } from '../../ui/Trouble.tsx';

const LEAST = 8;

export function PasswordDialog({ account, isOpen, onClose }: { account: Of<'account'>; isOpen: boolean; onClose: () => void }) {
  const { t } = useTongue();
  const action = useAction();
  const [password, setPassword] = useState('');

  async function done(): Promise<void> {
    if (password.length < LEAST) return;
    const isDone = await action.run(async (send) => {
      const values = { account_id: account.id };
      await send({ path: '/api/agencies/accounts/{account_id}/password', values, body: { password } });
    });
    if (!isDone) return;
    setPassword('');
    onClose();
  }

  return (
    <Modal
      open={isOpen}
      title={`${t('admin.password.reset')} ${account.login}`}
      okText={t('admin.password.reset')}
      cancelText={t('common.cancel')}
      okButtonProps={{ disabled: password.length < LEAST, loading: action.state !== 'idle' }}
      onOk={() => void done()}
      onCancel={onClose}
      width={400}
      destroyOnHidden
    >
      <label>
        <span className="label">{t('admin.password.new')}</span>
        <input
          className="field"
          type="password"
          minLength={LEAST}
          maxLength={200}
          autoComplete="new-password"
          autoFocus
          value={password}
          onChange={(event) => setPassword(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') void done();
          }}
        />
      </label>
      <p className="muted">{t('admin.password.what')}</p>
      <Trouble sentence={action.trouble} onClose={action.clear} />
    </Modal>
  );
}
