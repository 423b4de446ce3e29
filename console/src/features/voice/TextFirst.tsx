/** One key sends a text to who gave up before an answer: a phone that rings may betray who hides, a text is less loud. */
import { useList } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Of } from '../../sync/kinds.ts';
import { useKeys } from '../../ui/keys.ts';
import { Trouble } from '../../ui/Trouble.tsx';

/** hasKey: the key is this one's. */
export function TextFirst({ contact, hasKey }: { contact: Of<'contact'>; hasKey: boolean }) {
  const { t, term } = useTongue();
  const action = useAction();
  const sent = useList('delivery').find((one) => one.contact_id === contact.id);
  const send = () => {
    if (action.state !== 'idle' || sent !== undefined) return;
    void action.run(async (post) => {
      const values = { contact_id: contact.id };
      await post({ path: '/api/citizen/contacts/{contact_id}/text-first', values, body: undefined });
    });
  };
  useKeys(hasKey ? { 'alt+c': send } : {});
  if (sent !== undefined) {
    return (
      <span className={sent.state === 'failed' ? 'tag danger' : 'tag ok'} role="status">
        {term('delivery.state', sent.state)}
      </span>
    );
  }
  return (
    <>
      <button type="button" className="btn small primary" disabled={action.state !== 'idle'} onClick={send}>
        {t('callback.text_first')} {hasKey && <kbd>Alt C</kbd>}
      </button>
      <Trouble sentence={action.trouble} onClose={action.clear} />
    </>
  );
}
