import { expect, test } from 'vitest';
import { reasonText } from './exchangeReason.ts';
import type { Tongue } from '../../i18n/index.ts';

const t = ((key: string, values?: Record<string, string | number>) => `${key}${values === undefined ? '' : String(values['status'])}`) as Tongue['t'];

test('a reason is said in words, and a code nobody knows is not shown raw', () => {
  expect(reasonText('no_reply', t)).toBe('exchange.reason.no_reply');
  expect(reasonText('http_422', t)).toBe('exchange.reason.http422');
  expect(reasonText('taken_back', t)).toBe('');
  expect(reasonText(null, t)).toBe('');
});
