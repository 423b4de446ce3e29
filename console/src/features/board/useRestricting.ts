/** Restricting a road, step by step: where it begins, where it ends, and what holds. */
import { useCallback, useMemo, useState } from 'react';
import { source } from '../../app/hall.ts';
import { sentenceOf } from '../../app/useAction.ts';
import type { Schema } from '../../source/contract.ts';
import type { Sentence } from '../../source/refusal.ts';
import type { LonLat } from '../../map/datum.ts';
import type { MapMark } from '../../map/features.ts';

export type Way = Schema<'RouteView'>;

export interface Restricting {
  readonly step: 'begin' | 'end' | 'say' | null;
  readonly begin: LonLat | null;
  readonly end: LonLat | null;
  /** The stretch between the two; null until it is known. */
  readonly way: Way | null;
  readonly trouble: Sentence | null;
  readonly marks: readonly MapMark[];
  readonly start: () => void;
  readonly stop: () => void;
  readonly pick: (at: LonLat) => void;
}

export function useRestricting(): Restricting {
  const [step, setStep] = useState<Restricting['step']>(null);
  const [begin, setBegin] = useState<LonLat | null>(null);
  const [end, setEnd] = useState<LonLat | null>(null);
  const [way, setWay] = useState<Way | null>(null);
  const [trouble, setTrouble] = useState<Sentence | null>(null);

  const stop = useCallback(() => {
    setStep(null);
    setBegin(null);
    setEnd(null);
    setWay(null);
    setTrouble(null);
  }, []);
  const start = useCallback(() => {
    stop();
    setStep('begin');
  }, [stop]);

  function pick(at: LonLat): void {
    if (step === 'begin') {
      setBegin(at);
      setStep('end');
    } else if (step === 'end' && begin !== null) {
      setEnd(at);
      setStep('say');
      const ask = { from_lon: begin.lon, from_lat: begin.lat, to_lon: at.lon, to_lat: at.lat };
      source
        .get('/api/places/route', {}, ask)
        .then(setWay)
        .catch((error: unknown) => setTrouble(sentenceOf(error)));
    }
  }

  const marks = useMemo<readonly MapMark[]>(() => {
    const found: MapMark[] = [];
    if (begin !== null) found.push({ id: 'begin', icon: 'candidate-1', ...begin });
    if (end !== null) found.push({ id: 'end', icon: 'candidate-2', ...end });
    return found;
  }, [begin, end]);

  return { step, begin, end, way, trouble, marks, start, stop, pick };
}
