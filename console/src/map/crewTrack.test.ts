import { describe, expect, it } from 'vitest';
import { CrewTrack, mercator, STRIDE } from './crewTrack.ts';

const [X, Y] = mercator(112.4, 30.1);
const fix = (crew: string, lon: number, lat = 30.1, heading: number | null = 90) => ({
  crew,
  lon,
  lat,
  heading,
  speedKmh: 40,
  at: 0,
  isOffGrid: false,
});

describe('crews between two reports', () => {
  it('stand where they are first heard of and glide to the next place', () => {
    const track = new CrewTrack(X, Y, 1);
    track.place(fix('a', 112.4), 'patrol-free', 0);
    expect(track.at(0, 0)).toEqual([0, 0]);
    track.place(fix('a', 112.401), 'patrol-free', 10);
    const goal = mercator(112.401, 30.1)[0] - X;
    expect(track.at(0, 10)[0]).toBeCloseTo(0, 9);
    expect(track.at(0, 10.5)[0]).toBeCloseTo(goal / 2, 9);
    expect(track.at(0, 99)[0]).toBeCloseTo(goal, 9);
    // A report in the middle of the way begins where the crew is drawn, not where it was going.
    track.place(fix('a', 112.4), 'patrol-free', 10.5);
    expect(track.at(0, 10.5)[0]).toBeCloseTo(goal / 2, 9);
  });

  it('jump when nobody could have driven so far', () => {
    const track = new CrewTrack(X, Y, 1);
    track.place(fix('a', 112.4), 'patrol-free', 0);
    track.place(fix('a', 113.4), 'patrol-free', 1);
    expect(track.at(0, 1)[0]).toBeCloseTo(mercator(113.4, 30.1)[0] - X, 6);
  });

  it('tell whether anything changed', () => {
    const track = new CrewTrack(X, Y, 1);
    const at = fix('a', 112.4);
    expect(track.place(at, 'patrol-free', 0)).toBe(true);
    expect(track.place(at, 'patrol-free', 1)).toBe(false);
    expect(track.place(at, 'patrol-busy', 1)).toBe(true);
  });

  it('are found by where they are drawn, and not when they are gone', () => {
    const track = new CrewTrack(X, Y, 1);
    for (let i = 0; i < 200; i++) track.place(fix(`k${i}`, 112.4 + i * 1e-3), 'patrol-free', 0);
    expect(track.count).toBe(200);
    const [x, y] = mercator(112.45, 30.1);
    expect(track.nearest(x, y, 1e-6, 5)).toBe('k50');
    expect(track.nearest(x, y + 1e-3, 1e-6, 5)).toBeNull();
    track.keep((crew) => crew !== 'k50');
    expect(track.nearest(x, y, 1e-6, 5)).toBeNull();
    expect(track.data[50 * STRIDE + 7]).toBe(0);
  });
});

describe('a crew that went home', () => {
  it('is drawn no more, until it comes back', () => {
    const track = new CrewTrack(X, Y, 1);
    const at = fix('a', 112.5);
    track.place(at, 'patrol-free', 0);
    expect([track.hide('a'), track.hide('a'), track.hide('b')]).toEqual([true, false, false]);
    expect(track.data[7]).toBe(0);
    expect(track.place(at, 'patrol-free', 1)).toBe(true);
    expect(track.data[7]).toBe(1);
  });
});
