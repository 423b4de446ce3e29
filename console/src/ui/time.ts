/** Times as clock and age: 14:03 · 2'10". Clocks are those of Asia/Shanghai wherever the screen stands. */

const ZONE = 'Asia/Shanghai';
const clock = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const seconds = new Intl.DateTimeFormat('en-GB', {
  timeZone: ZONE,
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit' });

/** 14:03 */
export function clockOf(at: string | number): string {
  return clock.format(new Date(at));
}

/** 14:03:25 */
export function secondsOf(at: string | number): string {
  return seconds.format(new Date(at));
}

/** 2026-11-22 */
export function dayOf(at: string | number): string {
  return day.format(new Date(at));
}

/** 0'09", 2'10", 1:05'00" */
export function ageText(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const rest = String(total % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}'${rest}"` : `${minutes}'${rest}"`;
}

/** Minutes for people: never "0". */
export function minutesOf(s: number): number {
  return Math.max(1, Math.round(s / 60));
}

/** 850 m, 1.2 km */
export function distanceText(m: number): string {
  return m < 995 ? `${Math.round(m / 10) * 10} m` : `${(m / 1000).toFixed(1)} km`;
}
