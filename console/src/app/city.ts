/** The city: bounds, names, whose map it is. Asked once for a page. */
import { useSyncExternalStore } from 'react';
import type { Schema } from '../source/contract.ts';
import { source } from './hall.ts';

type Told = Schema<'City'>;

export interface City extends Omit<Told, 'bounds' | 'center'> {
  readonly bounds: readonly [west: number, south: number, east: number, north: number];
  readonly center: readonly [lon: number, lat: number];
}

/** OpenAPI tells how many numbers there are, but its reader does not keep that. */
function read({ bounds: [west, south, east, north], center: [lon, lat], ...rest }: Told): City | null {
  if (west === undefined || south === undefined || east === undefined || north === undefined) return null;
  if (lon === undefined || lat === undefined) return null;
  return { ...rest, bounds: [west, south, east, north], center: [lon, lat] };
}

let city: City | null = null;
let isAsking = false;
const listeners = new Set<() => void>();

async function ask(): Promise<void> {
  if (isAsking || city !== null) return;
  isAsking = true;
  try {
    city = read(await source.get('/api/places/city'));
    for (const listener of listeners) listener();
  } catch {
    // The map waits; the next page that wants it asks again.
    setTimeout(() => void ask(), 5_000);
  } finally {
    isAsking = false;
  }
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  void ask();
  return () => listeners.delete(listener);
}

export function useCity(): City | null {
  return useSyncExternalStore(subscribe, () => city);
}
