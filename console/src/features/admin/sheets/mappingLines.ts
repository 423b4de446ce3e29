/** Mappings as lines of text, so that a table is pasted from a spreadsheet; and what a code becomes. Pure. */
import type { Fault, Mappings } from './draft.ts';

type Row = Mappings['rows'][number];

export function mappingText(rows: readonly Row[]): string {
  return rows.map((one) => `${one.scheme} ${one.code} ${one.class_code}`).join('\n');
}

export interface Read {
  readonly rows: readonly Row[];
  /** The line of the text that each row stands in, from 1. */
  readonly lines: readonly number[];
}

/** Rows of such lines, by spaces, tabs or commas; what a line lacks is left empty, for the hall to say so. */
export function readMappings(text: string): Read {
  const rows: Row[] = [];
  const lines: number[] = [];
  text.split('\n').forEach((line, index) => {
    const [scheme = '', code = '', class_code = '', ...more] = line.trim().split(/[\s,，]+/);
    if (scheme === '' && code === '') return;
    rows.push({ scheme, code, class_code: [class_code, ...more].join(' ') });
    lines.push(index + 1);
  });
  return { rows, lines };
}

/** The line of the text that a fault stands in; null: it is of the whole. */
export function lineOf(fault: Fault, { lines }: Read): number | null {
  const [list, index] = fault.where.split('.');
  return list === 'rows' && index !== undefined ? (lines[Number(index)] ?? null) : null;
}

/** Our class of another system's code: the longest beginning that is mapped. */
export function classOf(rows: readonly Row[], scheme: string, code: string): string | null {
  let best: Row | null = null;
  for (const row of rows)
    if (row.scheme === scheme && code.startsWith(row.code) && row.code.length > (best?.code.length ?? 0)) best = row;
  return best?.class_code ?? null;
}
