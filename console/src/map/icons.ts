/** Signs on the map, drawn here: shape and colour both tell, never colour alone. */
import { CREW_STATES, CREW_TYPES, type CrewState, type CrewType } from './crewTrack.ts';
import type { MapPalette } from './palette.ts';

const RATIO = 2;

export interface Sign {
  readonly width: number;
  readonly height: number;
  readonly data: ImageData;
}

type Draw = (g: CanvasRenderingContext2D) => void;

function sign(width: number, height: number, draw: Draw): Sign {
  const canvas = document.createElement('canvas');
  canvas.width = width * RATIO;
  canvas.height = height * RATIO;
  const g = canvas.getContext('2d');
  if (g === null) throw new Error('no 2d context');
  g.scale(RATIO, RATIO);
  draw(g);
  return { width, height, data: g.getImageData(0, 0, canvas.width, canvas.height) };
}

function polygon(g: CanvasRenderingContext2D, points: readonly (readonly [number, number])[]): void {
  g.beginPath();
  for (const [x, y] of points) g.lineTo(x, y);
  g.closePath();
}

/** Level 1 ◆, 2 ▲, 3 ■, 4 ●; the same shapes as in the lists (`panels/LevelMark.tsx`). */
function levelShape(g: CanvasRenderingContext2D, level: number, c: number, r: number): void {
  if (level === 1) {
    polygon(g, [
      [c, c - r],
      [c + r, c],
      [c, c + r],
      [c - r, c],
    ]);
  } else if (level === 2) {
    polygon(g, [
      [c, c - r],
      [c + r, c + r * 0.8],
      [c - r, c + r * 0.8],
    ]);
  } else if (level === 3) {
    g.beginPath();
    g.rect(c - r * 0.8, c - r * 0.8, r * 1.6, r * 1.6);
  } else {
    g.beginPath();
    g.arc(c, c, r * 0.9, 0, 7);
  }
}

function incident(p: MapPalette, level: 1 | 2 | 3 | 4, isWaiting: boolean): Sign {
  const colour = p.levels[level - 1] ?? p.text;
  return sign(28, 28, (g) => {
    levelShape(g, level, 14, 12);
    g.fillStyle = isWaiting ? colour : p.halo;
    g.fill();
    g.strokeStyle = isWaiting ? p.halo : colour;
    g.lineWidth = isWaiting ? 1.5 : 3;
    g.stroke();
    g.fillStyle = isWaiting ? p.onLevel : colour;
    g.font = 'bold 12px sans-serif';
    g.textAlign = 'center';
    g.textBaseline = 'middle';
    g.fillText(String(level), 14, level === 2 ? 16 : 14.5);
  });
}

/** By type, pointing in driving direction: an arrow, a house, two arrows, a drop. */
export const CREW_SHAPES: Readonly<Record<CrewType, readonly (readonly [number, number])[]>> = {
  patrol: [
    [12, 2],
    [20, 21],
    [12, 17],
    [4, 21],
  ],
  traffic: [
    [12, 2],
    [19, 9],
    [19, 21],
    [5, 21],
    [5, 9],
  ],
  special: [
    [12, 1],
    [20, 11],
    [16, 11],
    [21, 21],
    [12, 17],
    [3, 21],
    [8, 11],
    [4, 11],
  ],
  holding: [
    [12, 3],
    [18, 12],
    [12, 21],
    [6, 12],
  ],
};

/** Filled when on an order, hollow when free, broken when old; a dot when off duty. */
function crew(p: MapPalette, type: CrewType, state: CrewState): Sign {
  return sign(24, 24, (g) => {
    if (state === 'off') {
      g.beginPath();
      g.arc(12, 12, 4, 0, 7);
      g.fillStyle = p.crewOff;
      g.fill();
      return;
    }
    polygon(g, CREW_SHAPES[type]);
    const colour = state === 'busy' ? p.crewBusy : state === 'stale' ? p.crewOff : p.crewFree;
    if (state === 'stale') g.setLineDash([3, 3]);
    g.fillStyle = state === 'busy' ? colour : p.halo;
    g.fill();
    g.lineJoin = 'round';
    g.lineWidth = 2.2;
    g.strokeStyle = state === 'busy' ? p.halo : colour;
    g.stroke();
  });
}

function pin(p: MapPalette, colour: string, label: string): Sign {
  return sign(30, 40, (g) => {
    g.beginPath();
    g.moveTo(15, 38);
    g.bezierCurveTo(12, 30, 3, 24, 3, 14);
    g.arc(15, 14, 12, Math.PI, 0);
    g.bezierCurveTo(27, 24, 18, 30, 15, 38);
    g.closePath();
    g.fillStyle = colour;
    g.fill();
    g.lineWidth = 2;
    g.strokeStyle = p.halo;
    g.stroke();
    g.fillStyle = p.onLevel;
    g.font = 'bold 14px sans-serif';
    g.textAlign = 'center';
    g.textBaseline = 'middle';
    g.fillText(label, 15, 14.5);
  });
}

function ring(p: MapPalette): Sign {
  return sign(22, 22, (g) => {
    g.beginPath();
    g.arc(11, 11, 8, 0, 7);
    g.lineWidth = 5;
    g.strokeStyle = p.halo;
    g.stroke();
    g.lineWidth = 3;
    g.strokeStyle = p.accent;
    g.stroke();
    g.beginPath();
    g.arc(11, 11, 3, 0, 7);
    g.fillStyle = p.accent;
    g.fill();
  });
}

/** A filled disc in a ring, with a cry: an officer in danger. */
function panic(p: MapPalette): Sign {
  return sign(36, 36, (g) => {
    g.beginPath();
    g.arc(18, 18, 16, 0, 7);
    g.lineWidth = 3;
    g.strokeStyle = p.levels[0];
    g.stroke();
    g.beginPath();
    g.arc(18, 18, 11, 0, 7);
    g.fillStyle = p.levels[0];
    g.fill();
    g.fillStyle = p.onLevel;
    g.font = 'bold 16px sans-serif';
    g.textAlign = 'center';
    g.textBaseline = 'middle';
    g.fillText('!', 18, 18.5);
  });
}

const LEVELS = [1, 2, 3, 4] as const;

/** Every sign by name. */
export function signsOf(p: MapPalette): Map<string, Sign> {
  const signs = new Map<string, Sign>();
  for (const level of LEVELS) {
    signs.set(`incident-${level}-waiting`, incident(p, level, true));
    signs.set(`incident-${level}-running`, incident(p, level, false));
  }
  for (const type of CREW_TYPES)
    for (const state of CREW_STATES) signs.set(`crew-${type}-${state}`, crew(p, type, state));
  for (let n = 1; n <= 9; n++) signs.set(`candidate-${n}`, pin(p, p.crewOff, String(n)));
  signs.set('place', pin(p, p.accent, '★'));
  signs.set('post', pin(p, p.accent, '⚑'));
  signs.set('reported', ring(p));
  signs.set('panic', panic(p));
  return signs;
}

export const SIGN_RATIO = RATIO;
