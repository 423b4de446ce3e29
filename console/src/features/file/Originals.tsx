/** The files a recording was made of: what they are, what was wrong with them, their hashes. */
import { useState } from 'react';
import { useAction } from '../../app/useAction.ts';
import { catalogue } from '../../i18n/catalogue.ts';
import { useTongue, type Key } from '../../i18n/index.ts';
import { ReasonDialog } from '../../panels/ReasonDialog.tsx';
import { fill } from '../../source/http.ts';
import { positionText, type Recording } from './recording.ts';

type Part = Recording['parts'][number];

export function Originals({ recording, canTake }: { recording: Recording; canTake: boolean }) {
  const { t } = useTongue();
  const action = useAction();
  const [wanted, setWanted] = useState<Part | null>(null);

  const laneOf = (part: Part) => {
    const key = `recording.lane.${part.leg_kind ?? 'none'}`;
    return key in catalogue ? t(key as Key) : '';
  };
  const faultOf = (part: Part) => {
    const key = `recording.fault.${part.fault ?? 'other'}`;
    return t((key in catalogue ? key : 'recording.fault.other') as Key);
  };
  async function take(purpose: string): Promise<boolean> {
    if (wanted === null) return false;
    const values = { recording_id: recording.id, part_id: wanted.id };
    const isDone = await action.run(async (send) => {
      await send({ path: '/api/evidence/recordings/{recording_id}/parts/{part_id}/listen', values, body: { purpose } });
    });
    if (isDone) location.assign(fill('/api/evidence/recordings/{recording_id}/parts/{part_id}', values));
    return isDone;
  }
  return (
    <details className="originals">
      <summary>{t('recording.parts', { n: recording.parts.length })}</summary>
      <ul className="file-list">
        {recording.parts.map((part) => (
          <li key={part.id}>
            <div className="row wrap">
              <strong>{t(`recording.kind.${part.kind}`)}</strong>
              <span>{laneOf(part)}</span>
              <span className="muted num">
                {part.codec} {part.seconds !== null && positionText(part.seconds)} {t('recording.kb', { n: Math.ceil(part.size_bytes / 1024) })}
              </span>
              {part.fault !== null && <span className="tag warn">{faultOf(part)}</span>}
              <span className="grow" />
              {canTake && recording.erased_at === null && (
                <button type="button" className="btn small quiet no-print" onClick={() => setWanted(part)}>
                  {t('recording.take')}
                </button>
              )}
            </div>
            <div className="muted num hash">{t('recording.sm3', { hash: part.sm3 })}</div>
            <div className="muted num hash">{t('recording.sha256', { hash: part.sha256 })}</div>
          </li>
        ))}
      </ul>
      <ReasonDialog
        isOpen={wanted !== null}
        title={t('recording.take_title')}
        label={t('recording.purpose')}
        usual={[t('recording.hold_case'), t('recording.complaint')]}
        least={4}
        ok={t('recording.take')}
        trouble={action.trouble}
        onOk={take}
        onClose={() => setWanted(null)}
      />
    </details>
  );
}
