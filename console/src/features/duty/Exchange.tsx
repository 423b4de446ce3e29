/** Publishing, and the roster as a file: out, and back in. */
import { useRef, useState } from 'react';
import type { Action } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { download } from '../../source/download.ts';
import { sendRosterFile } from '../../source/rosterFile.ts';
import { clockOf, dayOf } from '../../ui/time.ts';
import type { Roster } from './week.ts';

export interface ExchangeProps {
  readonly roster: Roster;
  readonly action: Action;
  readonly onDone: (roster: Roster) => void;
}

export function Exchange({ roster, action, onDone }: ExchangeProps) {
  const { t } = useTongue();
  const input = useRef<HTMLInputElement>(null);
  const [hasSeen, setSeen] = useState(false);
  const count = (severity: string) => roster.findings.filter((one) => one.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  const isBusy = action.state !== 'idle';
  const values = { roster_id: roster.id };

  const publish = () =>
    action.run(async (send) => {
      const body = { expected_version: roster.version, warnings_seen: hasSeen };
      onDone(await send({ path: '/api/force/rosters/{roster_id}/publish', values, body }));
    });
  const save = (format: 'csv' | 'xlsx') =>
    action.run(() => download(`/api/force/rosters/${roster.id}/file?format=${format}`, `roster-${roster.org_code}.${format}`));
  const take = (file: File) => action.run(async () => onDone(await sendRosterFile(roster.id, roster.version, file)));

  return (
    <div className="duty-exchange">
      <p role="status">
        {roster.published_at != null
          ? t('duty.published', {
              n: roster.edition,
              at: `${dayOf(roster.published_at)} ${clockOf(roster.published_at)}`,
              who: roster.published_by_name ?? '',
            })
          : t('duty.unpublished')}{' '}
        {roster.is_changed && <span className="tag warn">{t('duty.changed')}</span>}
      </p>
      {warnings > 0 && (
        <label className="row">
          <input type="checkbox" checked={hasSeen} onChange={(event) => setSeen(event.target.checked)} />
          {t('duty.seen', { n: warnings })}
        </label>
      )}
      <div className="row">
        <button
          type="button"
          className="btn primary"
          disabled={isBusy || errors > 0 || (warnings > 0 && !hasSeen) || !roster.is_changed}
          title={errors > 0 ? t('duty.errors_first', { n: errors }) : undefined}
          onClick={() => void publish()}
        >
          {t('duty.publish')}
        </button>
        <button type="button" className="btn" disabled={isBusy} onClick={() => void save('xlsx')}>
          {t('duty.export', { format: 'xlsx' })}
        </button>
        <button type="button" className="btn" disabled={isBusy} onClick={() => void save('csv')}>
          {t('duty.export', { format: 'csv' })}
        </button>
        <button type="button" className="btn" disabled={isBusy} onClick={() => input.current?.click()}>
          {t('duty.import')}
        </button>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={t('duty.import')}
          accept=".xlsx,.csv"
          onChange={(event) => {
            const file = event.target.files?.[0];
            event.target.value = '';
            if (file !== undefined) void take(file);
          }}
        />
      </div>
    </div>
  );
}
