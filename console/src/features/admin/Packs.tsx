/** The city pack in use: what it holds, where it comes from, whether it is fit. Read only. */
import { useState } from 'react';
import { useCity } from '../../app/city.ts';
import { source } from '../../app/hall.ts';
import { sentenceOf } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { useOrganisations } from '../../panels/organisations.ts';
import type { Schema } from '../../source/contract.ts';
import type { Sentence } from '../../source/refusal.ts';
import { Trouble } from '../../ui/Trouble.tsx';
import { useAsked } from './useAsked.ts';

const ask = () => Promise.all([source.get('/api/packs'), source.get('/api/places/areas'), source.get('/api/force/crews')]);

const size = new Intl.NumberFormat('en', { style: 'unit', unit: 'kilobyte' });

export function Packs() {
  const { t, term, pick } = useTongue();
  const city = useCity();
  const organisations = useOrganisations();
  const { answer, trouble } = useAsked(ask);
  const [problems, setProblems] = useState<readonly Schema<'PackProblem'>[] | 'asking' | null>(null);
  const [failed, setFailed] = useState<Sentence | null>(null);
  const [packs, areas, crews] = answer ?? [];
  const count = (kind: string) => areas?.features.filter((one) => one.properties.kind === kind).length ?? 0;

  function check(): void {
    setProblems('asking');
    setFailed(null);
    source.get('/api/packs/check').then(setProblems, (error: unknown) => {
      setProblems(null);
      setFailed(sentenceOf(error));
    });
  }

  return (
    <section className="panel" aria-label={t('admin.section.packs')}>
      <header>
        <h2 className="grow">{t('admin.section.packs')}</h2>
        <button type="button" className="btn" disabled={problems === 'asking'} onClick={check}>
          {problems === 'asking' ? t('admin.packs.checking') : t('admin.packs.check')}
        </button>
      </header>
      <div className="body admin-text">
        <Trouble sentence={trouble ?? failed} />
        {problems !== null && problems !== 'asking' && (
          <div className={problems.length === 0 ? 'hint' : 'hint warn'} role="status">
            {problems.length === 0 ? t('admin.packs.fit') : t('admin.packs.unfit', { n: problems.length })}
            <ul>
              {problems.slice(0, 50).map((one, index) => (
                <li key={index}>
                  <span className="num">
                    {one.file}:{one.line}
                  </span>{' '}
                  {pick(one.zh, one.en)}
                </li>
              ))}
            </ul>
          </div>
        )}
        {city !== null && packs !== undefined && (
          <dl className="facts">
            <dt>{t('admin.packs.in_use')}</dt>
            <dd>
              <strong>{pick(city.title_zh, city.title_en)}</strong> <span className="muted">{packs.in_use}</span>
            </dd>
            <dt>{t('admin.packs.installed')}</dt>
            <dd>{packs.installed.join(' · ')}</dd>
            <dt>{t('admin.packs.bounds')}</dt>
            <dd className="num">{city.bounds.map((one) => one.toFixed(4)).join(', ')} WGS-84</dd>
            <dt>{t('admin.section.organisations')}</dt>
            <dd className="num">{organisations.length}</dd>
            {(['county', 'station', 'grid'] as const).map((kind) => (
              <div key={kind} style={{ display: 'contents' }}>
                <dt>{term('area.kind', kind)}</dt>
                <dd className="num">{count(kind)}</dd>
              </div>
            ))}
            <dt>{t('admin.packs.crews')}</dt>
            <dd className="num">{crews?.length ?? 0}</dd>
            <dt>{t('admin.packs.source')}</dt>
            <dd>
              {city.source} · {city.licence} · {pick(city.attribution_zh, city.attribution_en)}
            </dd>
            <dt>{t('admin.packs.invented')}</dt>
            <dd>{city.invented.length === 0 ? t('admin.packs.nothing') : city.invented.join(' · ')}</dd>
            <dt>{t('admin.packs.files')}</dt>
            <dd>
              {packs.files.map((one) => (
                <div key={one.name} className="num">
                  {one.name} <span className="muted">{size.format(Math.ceil(one.size_bytes / 1000))}</span>
                </div>
              ))}
            </dd>
          </dl>
        )}
        <p className="muted">{t('admin.packs.how')}</p>
      </div>
    </section>
  );
}
