/** Places offered for a contact: what is typed, where the phone is, what the words name. */
import { useEffect, useMemo, useState } from 'react';
import { source } from '../../app/hall.ts';
import { NEARBY, placeHints } from '../../i18n/chinese.ts';
import type { Language } from '../../i18n/index.ts';
import type { Schema } from '../../source/contract.ts';
import type { Of } from '../../sync/kinds.ts';

export interface Candidate {
  readonly key: string;
  /** Why it is offered. */
  readonly why: 'search' | 'reported' | 'words';
  readonly text: string;
  readonly name: string;
  readonly kind: Schema<'PlaceHit'>['kind'] | null;
  readonly lon: number;
  readonly lat: number;
  /** The reasons in words. */
  readonly reason?: string;
}

const PAUSE_MS = 140;
const NEAR_M = 30;

function ofHit(hit: Schema<'PlaceHit'>, why: Candidate['why'], lang: Language): Candidate {
  const name = lang === 'zh' ? hit.name_zh : hit.name_en || hit.name_zh;
  return { key: `${why}-${hit.id}`, why, text: hit.full_zh, name, kind: hit.kind, lon: hit.lon, lat: hit.lat };
}

/** The address at a point: the nearest one, said to be near when it is not there itself. */
export async function addressAt(lon: number, lat: number): Promise<string> {
  const here = await source.get('/api/places/reverse', {}, { lon, lat });
  const { nearest } = here;
  if (nearest == null) return here.territory.grid_zh;
  // A standard address is Chinese in the file, whatever the screen speaks.
  return nearest.distance_m > NEAR_M ? `${nearest.place.full_zh}${NEARBY}` : nearest.place.full_zh;
}

/** Places for what is typed; empty while nothing is. */
export function usePlaceSearch(query: string, lang: Language): readonly Candidate[] {
  const [found, setFound] = useState<readonly Candidate[]>([]);
  useEffect(() => {
    const words = query.trim();
    if (words === '') {
      setFound([]);
      return undefined;
    }
    let isOld = false;
    const timer = setTimeout(() => {
      source
        .get('/api/places/search', {}, { q: words, limit: 8 })
        .then((hits) => {
          if (!isOld) setFound(hits.map((hit) => ofHit(hit, 'search', lang)));
        })
        .catch(() => undefined);
    }, PAUSE_MS);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
  }, [query, lang]);
  return found;
}

/** The value once it has not changed for a while: a pause in typing. */
function useCalm(value: string, ms: number): string {
  const [calm, setCalm] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(value), ms);
    return () => clearTimeout(timer);
  }, [value, ms]);
  return calm;
}

/** Whether a place is named by the words it was found for; what only sounds alike is not offered. */
function isNamedIn(hit: Schema<'PlaceHit'>, asked: readonly string[]): boolean {
  return asked.some((one) => one.includes(hit.name_zh) || hit.full_zh.includes(one) || hit.name_zh.startsWith(one.slice(0, 3)));
}

/** Places the contact itself brings, and those the words of the form name. */
export function useOwnCandidates(contact: Of<'contact'>, words: string, lang: Language): readonly Candidate[] {
  const { lon, lat, place_text: placeText } = contact;
  const text = useCalm(words, PAUSE_MS);
  const [reported, setReported] = useState<Candidate | null>(null);
  const [named, setNamed] = useState<readonly Candidate[]>([]);

  useEffect(() => {
    let isOld = false;
    setReported(null);
    if (lon === null || lat === null || contact.is_outside_city) return undefined;
    addressAt(lon, lat)
      .then((address) => {
        const where = { key: 'reported', why: 'reported', name: address, kind: null, lon, lat } as const;
        if (!isOld) setReported({ ...where, text: address });
      })
      .catch(() => undefined);
    return () => {
      isOld = true;
    };
  }, [lon, lat, contact.is_outside_city]);

  const asked = useMemo(() => [...(placeText ? [placeText] : []), ...placeHints(text)].slice(0, 3), [placeText, text]);
  const askedKey = asked.join('\n');
  useEffect(() => {
    let isOld = false;
    if (asked.length === 0) setNamed([]);
    const searches = asked.map((q) => source.get('/api/places/search', {}, { q: q.slice(0, 100), limit: 2 }));
    Promise.all(searches)
      .then((answers) => {
        if (isOld) return;
        const hits = answers.flat().filter((hit) => isNamedIn(hit, asked));
        const byKey = new Map(hits.map((hit) => [hit.id, ofHit(hit, 'words', lang)] as const));
        setNamed([...byKey.values()].slice(0, 4));
      })
      .catch(() => undefined);
    return () => {
      isOld = true;
    };
    // `askedKey` says all that matters of `asked`.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [askedKey, lang]);

  return useMemo(() => [...(reported === null ? [] : [reported]), ...named], [reported, named]);
}
