/** Crews as points on the graphics card: thousands move smoothly, and a report costs a few numbers each. */
import type { CustomLayerInterface, CustomRenderMethodInput, Map as GlMap } from 'maplibre-gl';
import { SIGN_RATIO, type Sign } from './icons.ts';
import { CrewTrack, SIGNS, STRIDE, mercator, type CrewSign } from './crewTrack.ts';
import type { CrewPosition } from '../sync/store.ts';

const SIZE_PX = 24;
/** A sign that is turned needs a point so much larger. */
const TURNED = 1.4143;
/** Positions come about once a second: as long a step takes. */
const STEP_S = 1.1;
/** While something moves the map is drawn so often; the eye does not ask for more, the processor for less. */
const FRAME_MS = 80;

const VERTEX = `
uniform mat4 u_matrix; uniform float u_now; uniform float u_step; uniform float u_size;
attribute vec4 a_way; attribute vec4 a_how;
varying vec2 v_turn; varying float v_sign;
void main() {
  float part = clamp((u_now - a_how.x) / u_step, 0.0, 1.0);
  vec2 at = mix(a_way.xy, a_way.zw, part);
  gl_Position = u_matrix * vec4(at, 0.0, 1.0);
  if (a_how.w < 0.5) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
  gl_PointSize = u_size;
  v_turn = vec2(cos(a_how.y), sin(a_how.y));
  v_sign = a_how.z;
}`;
const FRAGMENT = `
precision mediump float;
uniform sampler2D u_signs;
varying vec2 v_turn; varying float v_sign;
void main() {
  vec2 p = (gl_PointCoord - 0.5) * ${TURNED};
  vec2 q = vec2(p.x * v_turn.x + p.y * v_turn.y, -p.x * v_turn.y + p.y * v_turn.x) + 0.5;
  if (q.x < 0.0 || q.x > 1.0 || q.y < 0.0 || q.y > 1.0) discard;
  vec4 colour = texture2D(u_signs, vec2((q.x + v_sign) / ${SIGNS.length}.0, q.y));
  if (colour.a < 0.02) discard;
  gl_FragColor = colour;
}`;

type Gl = WebGLRenderingContext | WebGL2RenderingContext;

function programOf(gl: Gl): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, text] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(kind);
    if (shader === null) throw new Error('no shader');
    gl.shaderSource(shader, text);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true)
    throw new Error(gl.getProgramInfoLog(program) ?? 'crew layer');
  return program;
}

const nowS = (): number => performance.now() / 1000;

export class CrewLayer implements CustomLayerInterface {
  readonly id = 'crews';
  readonly type = 'custom' as const;
  readonly renderingMode = '2d' as const;
  private readonly track: CrewTrack;
  private readonly origin: readonly [number, number];
  private map: GlMap | null = null;
  private program: WebGLProgram | null = null;
  private buffer: WebGLBuffer | null = null;
  private texture: WebGLTexture | null = null;
  private signs: ReadonlyMap<string, Sign> = new Map();
  private isStale = true;
  private movingUntilS = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(center: readonly [lon: number, lat: number]) {
    this.origin = mercator(...center);
    this.track = new CrewTrack(...this.origin, STEP_S);
  }

  /** Wear the signs of a theme; before it is added to a map that wears it. */
  wear(signs: ReadonlyMap<string, Sign>): void {
    this.signs = signs;
  }

  /** Take the positions; `signOf` says what each crew does, or that it is not in sight. */
  take(positions: ReadonlyMap<string, CrewPosition>, signOf: (crew: string) => CrewSign | undefined): void {
    const now = nowS();
    let hasMoved = false;
    for (const at of positions.values()) {
      const sign = signOf(at.crew);
      if (sign === undefined ? this.track.hide(at.crew) : this.track.place(at, sign, now)) hasMoved = true;
    }
    if (!hasMoved) return;
    this.isStale = true;
    this.movingUntilS = now + STEP_S;
    this.map?.triggerRepaint();
  }

  /** Crews that are not in sight any more are not drawn. */
  keep(isThere: (crew: string) => boolean): void {
    this.track.keep(isThere);
    this.isStale = true;
    this.map?.triggerRepaint();
  }

  /** The crew drawn at a place, within so many metres of the unit square. */
  find(lon: number, lat: number, within: number): string | null {
    return this.track.nearest(...mercator(lon, lat), within, nowS());
  }

  onAdd(map: GlMap, gl: Gl): void {
    this.map = map;
    this.program = programOf(gl);
    this.buffer = gl.createBuffer();
    this.texture = this.textureOf(gl);
    this.isStale = true;
  }

  onRemove(_: GlMap, gl: Gl): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.map = null;
    gl.deleteProgram(this.program);
    gl.deleteBuffer(this.buffer);
    gl.deleteTexture(this.texture);
  }

  render(gl: Gl, input: CustomRenderMethodInput): void {
    const { program, track } = this;
    if (program === null || track.count === 0) return;
    gl.useProgram(program);
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffer);
    if (this.isStale) {
      gl.bufferData(gl.ARRAY_BUFFER, track.data.subarray(0, track.count * STRIDE), gl.DYNAMIC_DRAW);
      this.isStale = false;
    }
    const now = nowS();
    const where = (name: string) => gl.getUniformLocation(program, name);
    gl.uniformMatrix4fv(where('u_matrix'), false, this.moved(input.defaultProjectionData.mainMatrix));
    gl.uniform1f(where('u_now'), now);
    gl.uniform1f(where('u_step'), track.stepS);
    gl.uniform1f(where('u_size'), SIZE_PX * TURNED * devicePixelRatio);
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, this.texture);
    gl.uniform1i(where('u_signs'), 0);
    for (const [name, offset] of [
      ['a_way', 0],
      ['a_how', 4],
    ] as const) {
      const place = gl.getAttribLocation(program, name);
      gl.enableVertexAttribArray(place);
      gl.vertexAttribPointer(place, 4, gl.FLOAT, false, STRIDE * 4, offset * 4);
    }
    gl.enable(gl.BLEND);
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.drawArrays(gl.POINTS, 0, track.count);
    if (now < this.movingUntilS) this.timer ??= setTimeout(() => this.again(), FRAME_MS);
  }

  private again(): void {
    this.timer = undefined;
    this.map?.triggerRepaint();
  }

  /** The map's matrix with the origin added in double precision. */
  private moved(matrix: ArrayLike<number>): Float32Array {
    const [x, y] = this.origin;
    const out = new Float32Array(16);
    for (let i = 0; i < 16; i++) out[i] = matrix[i] ?? 0;
    for (let row = 0; row < 4; row++)
      out[12 + row] = (matrix[row] ?? 0) * x + (matrix[4 + row] ?? 0) * y + (matrix[12 + row] ?? 0);
    return out;
  }

  private textureOf(gl: Gl): WebGLTexture {
    const side = SIZE_PX * SIGN_RATIO;
    const canvas = document.createElement('canvas');
    canvas.width = side * SIGNS.length;
    canvas.height = side;
    const g = canvas.getContext('2d');
    for (const [index, name] of SIGNS.entries()) {
      const sign = this.signs.get(`crew-${name}`);
      if (sign !== undefined) g?.putImageData(sign.data, index * side, 0);
    }
    const texture = gl.createTexture();
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.pixelStorei(gl.UNPACK_PREMULTIPLY_ALPHA_WEBGL, true);
    gl.pixelStorei(gl.UNPACK_FLIP_Y_WEBGL, false);
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, canvas);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.LINEAR);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    return texture;
  }
}
