/** The class table: its versions, and making a new one from changes that are gathered first. */
import { useMemo, useState } from 'react';
import { source } from '../../app/hall.ts';
import { useTongue } from '../../i18n/index.ts';
import type { IncidentClass } from '../../panels/classes.ts';
import { LevelMark } from '../../panels/marks.tsx';
import { clockOf, dayOf } from '../../ui/time.ts';
import { Empty, Trouble } from '../../ui/Trouble.tsx';
import { ClassForm } from './ClassForm.tsx';
import { Publish } from './Publish.tsx';
import { useAsked } from './useAsked.ts';

const askVersions = () => source.get('/api/incidents/class-versions');

export function Classes() {
  const { t } = useTongue();
  const versions = useAsked(askVersions);
  const newest = versions.answer?.[0]?.version ?? null;
  const [wanted, setWanted] = useState<number | null>(null);
  const version = wanted ?? newest;
  if (versions.answer === null || version === null || newest === null) {
    return (
      <section className="panel" aria-label={t('admin.section.classes')}>
        <Trouble sentence={versions.trouble} />
        {versions.trouble === null && <Empty title={t('common.loading')} />}
      </section>
    );
  }
  return (
    <Version
      key={version}
      version={version}
      newest={newest}
      versions={versions.answer}
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
  readonly versions: readonly { version: number; made_at: string; made_by_name: string; note: string }[];
  readonly onVersion: (version: number) => void;
  readonly onMade: () => void;
}

function Version({ version, newest, versions, onVersion, onMade }: VersionProps) {
  const { t } = useTongue();
  const ask = useMemo(() => () => source.get('/api/incidents/class-version', {}, { version }), [version]);
  const { answer, trouble } = useAsked(ask);
  const [words, setWords] = useState('');
  const [chosenCode, setChosenCode] = useState<string | null>(null);
  const [staged, setStaged] = useState<ReadonlyMap<string, IncidentClass>>(new Map());
  const isNewest = version === newest;
  const held = versions.find((one) => one.version === version);
  const table = useMemo(() => {
    const all = new Map((answer ?? []).map((one) => [one.code, one]));
    for (const [code, one] of staged) all.set(code, one);
    const text = words.trim().toLowerCase();
    return [...all.values()]
      .filter((one) => text === '' || `${one.code} ${one.name_zh} ${one.name_en}`.toLowerCase().includes(text))
      .sort((a, b) => (a.code < b.code ? -1 : 1));
  }, [answer, staged, words]);
  const chosen = table.find((one) => one.code === chosenCode) ?? null;

  return (
    <div className="admin-split">
      <section className="panel" aria-label={t('admin.section.classes')}>
        <header>
          <select
            className="field narrow"
            aria-label={t('admin.classes.versions')}
            value={version}
            onChange={(event) => onVersion(Number(event.target.value))}
          >
            {versions.map((one) => (
              <option key={one.version} value={one.version}>
                {t('admin.classes.version', { n: one.version })} · {dayOf(one.made_at)} {clockOf(one.made_at)}
              </option>
            ))}
          </select>
          <input
            className="field find"
            type="search"
            aria-label={t('admin.classes.find')}
            placeholder={t('admin.classes.find')}
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
          <span className="grow muted cut">
            {held !== undefined && `${held.made_by_name} · ${held.note === 'seed' ? t('admin.classes.seed') : held.note}`}
          </span>
          <a className="btn small" href={`/api/incidents/class-version.csv?version=${version}`} download>
            {t('admin.classes.export')}
          </a>
          {isNewest && (
            <button type="button" className="btn primary small" onClick={() => setChosenCode('new')}>
              {t('admin.classes.new')}
            </button>
          )}
        </header>
        <div className="body" tabIndex={0} role="region" aria-label={t('admin.section.classes')}>
          <Trouble sentence={trouble} />
          <table className="table">
            <thead>
              <tr>
                <th>{t('admin.code')}</th>
                <th>{t('admin.name_zh')}</th>
                <th>{t('admin.name_en')}</th>
                <th>{t('admin.classes.level')}</th>
                <th>{t('admin.state')}</th>
              </tr>
            </thead>
            <tbody>
              {table.map((one) => (
                <tr key={one.code} className={`${one.code === chosenCode ? 'chosen' : ''} ${one.is_active ? '' : 'off'}`}>
                  <td className="num" style={{ textAlign: 'left' }}>
                    <button type="button" className="link" onClick={() => setChosenCode(one.code)}>
                      {one.code}
                    </button>
                  </td>
                  <td style={{ paddingLeft: one.parent === null ? 8 : 24 }}>
                    {one.parent === null ? <strong>{one.name_zh}</strong> : one.name_zh}
                  </td>
                  <td>{one.name_en}</td>
                  <td>
                    <LevelMark level={one.default_level} />
                  </td>
                  <td>
                    <div className="row wrap">
                      {staged.has(one.code) && <span className="tag accent">{t('admin.classes.staged')}</span>}
                      {!one.is_active && <span className="tag">{t('admin.retired')}</span>}
                      {one.is_inspection_only && <span className="tag warn">{t('file.inspection_only')}</span>}
                    </div>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      <section className="panel" aria-label={t('admin.classes.one')}>
        {chosenCode !== null && (chosen !== null || chosenCode === 'new') ? (
          <ClassForm
            key={chosenCode}
            one={chosen}
            heads={(answer ?? []).filter((head) => head.parent === null && head.is_active)}
            isOpen={isNewest}
            onStage={(changed) => {
              setStaged(new Map(staged).set(changed.code, changed));
              setChosenCode(changed.code);
            }}
          />
        ) : (
          <Empty title={t('case.none')} what={isNewest ? t('admin.classes.choose') : t('admin.classes.old')} />
        )}
        {isNewest && <Publish base={newest} staged={staged} onMade={onMade} onForget={() => setStaged(new Map())} />}
      </section>
    </div>
  );
}
