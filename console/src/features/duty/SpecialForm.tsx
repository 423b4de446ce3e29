/** Planning a special duty: sites found by name, crews that stand there, hours on one or more days. */
import { useState } from 'react';
import { source, useList } from '../../app/hall.ts';
import { useAction } from '../../app/useAction.ts';
import { useTongue } from '../../i18n/index.ts';
import { areaName, useAreas } from '../../panels/areas.ts';
import type { Schema } from '../../source/contract.ts';
import { dayOf } from '../../ui/time.ts';
import { Trouble } from '../../ui/Trouble.tsx';

const DAY_MS = 86_400_000;
const KINDS = ['exam', 'festival', 'event', 'other'] as const;

interface Site {
  readonly name: string;
  readonly lon: number;
  readonly lat: number;
  readonly crew: string;
}

export function SpecialForm({ orgCode }: { orgCode: string }) {
  const { t, term, pick, lang } = useTongue();
  useAreas();
  const action = useAction();
  const crews = useList('crew').filter((one) => one.org_code === orgCode);
  const grids = [...new Set(crews.map((one) => one.grid_code))].sort();
  const [title, setTitle] = useState('');
  const [kind, setKind] = useState<(typeof KINDS)[number]>('exam');
  const [sites, setSites] = useState<readonly Site[]>([]);
  const [query, setQuery] = useState('');
  const [hits, setHits] = useState<readonly Schema<'PlaceHit'>[]>([]);
  const [day, setDay] = useState(() => dayOf(Date.now() + DAY_MS));
  const [days, setDays] = useState(2);
  const [from, setFrom] = useState('08:00');
  const [to, setTo] = useState('12:00');
  const [factor, setFactor] = useState(2);
  const [dense, setDense] = useState<readonly string[]>([]);
  const isReady = title.trim() !== '' && sites.length > 0 && action.state === 'idle';

  async function save(): Promise<void> {
    const hours = Array.from({ length: days }, (_, index) => {
      const date = dayOf(Date.parse(`${day}T00:00:00+08:00`) + index * DAY_MS);
      return { starts_at: `${date}T${from}:00+08:00`, ends_at: `${date}T${to}:00+08:00` };
    });
    const body = {
      title: title.trim(),
      kind,
      org_code: orgCode,
      sites: sites.map((one) => ({ name: one.name, point: { lon: one.lon, lat: one.lat } })),
      posts: sites.flatMap((one, site) => (one.crew === '' ? [] : [{ crew_id: one.crew, site }])),
      hours,
      place_codes: [...dense],
      patrol_factor: factor,
    };
    const isDone = await action.run(async (send) => {
      await send({ path: '/api/force/special-duties', body });
    });
    if (!isDone) return;
    setTitle('');
    setSites([]);
  }

  function find(): void {
    if (query.trim() === '') return;
    void action.run(async () => setHits(await source.get('/api/places/search', {}, { q: query.trim() })));
  }

  return (
    <form
      className="duty-editor"
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) void save();
      }}
    >
      <label>
        <span className="label">{t('duty.title')}</span>
        <input className="field" required maxLength={60} value={title} onChange={(event) => setTitle(event.target.value)} />
      </label>
      <label>
        <span className="label">{t('duty.kind')}</span>
        <select className="field" value={kind} onChange={(event) => setKind(event.target.value as typeof kind)}>
          {KINDS.map((one) => (
            <option key={one} value={one}>
              {term('duty.kind', one)}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span className="label">{t('duty.site_find')}</span>
        <span className="row">
          <input
            className="field grow"
            type="search"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              find();
            }}
          />
          <button type="button" className="btn" onClick={find}>
            {t('duty.find')}
          </button>
        </span>
      </label>
      {hits.slice(0, 6).map((hit) => (
        <button
          key={hit.id}
          type="button"
          className="link"
          onClick={() => {
            setSites([...sites, { name: pick(hit.name_zh, hit.name_en), lon: hit.lon, lat: hit.lat, crew: '' }]);
            setHits([]);
            setQuery('');
          }}
        >
          + {pick(hit.full_zh, hit.name_en)}
        </button>
      ))}
      {sites.map((site, index) => (
        <div key={`${site.name}${index}`} className="row">
          <span className="grow">{site.name}</span>
          <select
            className="field"
            aria-label={t('duty.post_of', { site: site.name })}
            value={site.crew}
            onChange={(event) => setSites(sites.map((one, at) => (at === index ? { ...one, crew: event.target.value } : one)))}
          >
            <option value="">{t('duty.no_post')}</option>
            {crews.map((one) => (
              <option key={one.id} value={one.id}>
                {one.call_sign}
              </option>
            ))}
          </select>
          <button type="button" className="btn small" aria-label={t('duty.remove')} onClick={() => setSites(sites.filter((_, at) => at !== index))}>
            ✕
          </button>
        </div>
      ))}
      <div className="pair">
        <label>
          <span className="label">{t('duty.from')}</span>
          <input className="field" type="date" required value={day} onChange={(event) => setDay(event.target.value)} />
        </label>
        <label>
          <span className="label">{t('duty.days')}</span>
          <input className="field num" type="number" min={1} max={31} value={days} onChange={(event) => setDays(event.target.valueAsNumber || 1)} />
        </label>
        <label>
          <span className="label">{t('duty.starts')}</span>
          <input className="field" type="time" required value={from} onChange={(event) => setFrom(event.target.value)} />
        </label>
        <label>
          <span className="label">{t('duty.ends')}</span>
          <input className="field" type="time" required value={to} onChange={(event) => setTo(event.target.value)} />
        </label>
      </div>
      <label>
        <span className="label">{t('duty.factor')}</span>
        <input
          className="field num"
          type="number"
          min={1}
          max={10}
          step={0.5}
          value={factor}
          onChange={(event) => setFactor(event.target.valueAsNumber || 1)}
        />
      </label>
      <fieldset className="duty-grids">
        <legend className="label">{t('duty.dense')}</legend>
        {grids.map((one) => (
          <label key={one}>
            <input
              type="checkbox"
              checked={dense.includes(one)}
              onChange={(event) => setDense(event.target.checked ? [...dense, one] : dense.filter((held) => held !== one))}
            />{' '}
            {areaName(one, lang)}
          </label>
        ))}
      </fieldset>
      <Trouble sentence={action.trouble} onClose={action.clear} />
      <button type="submit" className="btn primary" disabled={!isReady}>
        {t('duty.special_save')}
      </button>
    </form>
  );
}
