/** What the caller shows, on the phone of the officer who is on the way. */
import './talk.css';
import { useEffect, useState } from 'react';
import { source } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';
import { Picture } from './Picture.tsx';
import { useCallVideo } from './useCallVideo.ts';

type Seen = Schema<'Seen'>;
const LOOK_MS = 4_000;

/** Contacts are not for officers to see, so their feed has no videos: the hall is asked while an order is open. */
function useShown(incidentId: string): Seen | null {
  const [shown, setShown] = useState<Seen | null>(null);
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    async function look(): Promise<void> {
      try {
        const [first] = await source.get('/api/citizen/incidents/{incident_id}/video', { incident_id: incidentId });
        if (!isOver) setShown((now) => (now?.contact_id === first?.contact_id ? now : (first ?? null)));
      } catch {
        // Without a network the picture has stopped by itself; the next look tells.
      }
      if (!isOver) timer = setTimeout(() => void look(), LOOK_MS);
    }
    void look();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [incidentId]);
  return shown;
}

function Watching({ contactId, number }: { contactId: string; number: string }) {
  const { t } = useTongue();
  const call = useCallVideo(`/api/citizen/contacts/${contactId}/call`);
  return (
    <section className="card" aria-label={t('talk.caller_picture')}>
      <h2>{t('talk.caller_picture')}</h2>
      <p className="muted num">{number}</p>
      {call.picture === null ? (
        <p role="status">{call.link === 'unavailable' ? t('talk.no_video_now') : t('talk.waiting_picture')}</p>
      ) : (
        <Picture stream={call.picture} label={t('talk.caller_picture')} />
      )}
    </section>
  );
}

export function OfficerVideo({ incidentId }: { incidentId: string }) {
  const shown = useShown(incidentId);
  return shown === null ? null : <Watching key={shown.contact_id} contactId={shown.contact_id} number={shown.number} />;
}
