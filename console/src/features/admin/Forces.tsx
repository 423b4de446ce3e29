/** The table of forces and class skills: its versions, and making a new one from changes that are gathered first. */
import { useMemo, useState } from 'react';
import { source } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';
import { clockOf, dayOf } from '../../ui/time.ts';
import { Empty, Trouble } from '../../ui/Trouble.tsx';
import { ForceForm } from './ForceForm.tsx';
import { skillLines, tableOf, type ForceTable, type ForceType } from './forceDraft.ts';
import { PublishForces } from './PublishForces.tsx';
import { useAsked } from './useAsked.ts';

type Made = Schema<'ForceTableVersion'>;
const askVersions = () => source.get('/api/dispatch/force-versions');

export function Forces() {
  const { t } = useTongue();
  const versions = useAsked(askVersions);
  const newest = versions.answer?.[0]?.version ?? null;
  const [wanted, setWanted] = useState<number | null>(null);
  const version = wanted ?? newest;
  const ask = useMemo(
    () => () => (version === null ? Promise.resolve(null) : source.get('/api/dispatch/force-version', {}, { version })),
    [version],
  );
  const { answer, trouble } = useAsked(ask);
  if (versions.answer === null || version === null || newest === null || answer === null) {
    return (
      <section className="panel" aria-label={t('admin.section.forces')}>
        <Trouble sentence={versions.trouble ?? trouble} />
        {versions.trouble === null && trouble === null && <Empty title={t('common.loading')} />}
      </section>
    );
  }
  return (
    <Version
      key={version}
      version={version}
      newest={newest}
      versions={versions.answer}
      held={answer}
      onVersion={(one) => setWanted(one === newest ? null : one)}
      onMade={() => {
        setWanted(null);
        versions.again();
      }}
    />
  );
}

interface VersionProps {
  readonly version: number;
  readonly newest: number;
  readonly versions: readonly Made[];
  readonly held: ForceTable;
  readonly onVersion: (version: number) => void;
  readonly onMade: () => void;
}

function Version({ version, newest, versions, held, onVersion, onMade }: VersionProps) {
  const { t, term, pick } = useTongue();
  const [chosenCode, setChosenCode] = useState<string | null>(null);
  const [staged, setStaged] = useState<ReadonlyMap<string, ForceType>>(new Map());
  const [skills, setSkills] = useState(() => skillLines(held.skills));
  const isNewest = version === newest;
  const made = versions.find((one) => one.version === version);
  const { forces } = tableOf(held, staged, skills);
  const chosen = forces.find((one) => one.code === chosenCode) ?? null;

  return (
    <div className="admin-split">
      <section className="panel" aria-label={t('admin.section.forces')}>
        <header>
          <select className="field narrow" aria-label={t('admin.classes.versions')} value={version} onChange={(event) => onVersion(Number(event.target.value))}>
            {versions.map((one) => (
              <option key={one.version} value={one.version}>
                {t('admin.classes.version', { n: one.version })} · {dayOf(one.made_at)} {clockOf(one.made_at)}
              </option>
            ))}
          </select>
          <span className="grow muted cut">
            {made !== undefined && `${term('actor', made.made_by_name)} · ${made.note === 'seed' ? t('admin.forces.seed') : made.note}`}
          </span>
          {isNewest && (
            <button type="button" className="btn primary small" onClick={() => setChosenCode('')}>
              {t('admin.forces.new')}
            </button>
          )}
        </header>
        <div className="body" tabIndex={0} role="region" aria-label={t('admin.section.forces')}>
          <table className="table">
            <thead>
              <tr>
                <th>{t('admin.code')}</th>
                <th>{t('admin.name')}</th>
                <th>{t('admin.forces.takes')}</th>
                <th>{t('admin.forces.contains')}</th>
                <th className="num">{t('admin.forces.levels')}</th>
                <th className="num">{t('admin.forces.people')}</th>
                <th>{t('admin.state')}</th>
              </tr>
            </thead>
            <tbody>
              {forces.map((one) => (
                <tr key={one.code} className={one.code === chosenCode ? 'chosen' : ''}>
                  <td>
                    <button type="button" className="link" onClick={() => setChosenCode(one.code)}>
                      {one.code}
                    </button>
                  </td>
                  <td>{pick(one.name_zh, one.name_en)}</td>
                  <td>{one.takes.join(' ') || '—'}</td>
                  <td>{one.contains.join(' ') || '—'}</td>
                  <td className="num">{(one.levels).join('–')}</td>
                  <td className="num">
                    {one.officers}/{one.people}
                  </td>
                  <td>
                    <div className="row wrap">
                      {staged.has(one.code) && <span className="tag accent">{t('admin.classes.staged')}</span>}
                      {one.is_police && <span className="tag">{t('admin.forces.police')}</span>}
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          <label className="admin-form">
            <span className="label">{t('admin.forces.skills')}</span>
            <textarea className="field" rows={8} disabled={!isNewest} value={skills} onChange={(event) => setSkills(event.target.value)} />
            <span className="muted">{t('admin.forces.skills_what')}</span>
          </label>
        </div>
      </section>
      <section className="panel" aria-label={t('admin.forces.one')}>
        {chosenCode !== null ? (
          <ForceForm
            key={chosenCode}
            one={chosen}
            isOpen={isNewest}
            onStage={(changed) => {
              setStaged(new Map(staged).set(changed.code, changed));
              setChosenCode(changed.code);
            }}
          />
        ) : (
          <Empty title={t('case.none')} what={t(isNewest ? 'admin.forces.choose' : 'admin.classes.old')} />
        )}
        {isNewest && <PublishForces base={newest} held={held} staged={staged} skills={skills} onMade={onMade} />}
      </section>
    </div>
  );
}
