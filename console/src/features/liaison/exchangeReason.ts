/** Why a message to a partner's platform did not get through, in words. Pure. */
import type { Tongue } from '../../i18n/index.ts';

export function reasonText(code: string | null, t: Tongue['t']): string {
  switch (code) {
    case null:
    case '':
      return '';
    case 'no_reply':
    case 'no_try':
    case 'line_off':
    case 'fault':
      return t(`exchange.reason.${code}`);
    default:
      return code.startsWith('http_') ? t('exchange.reason.http', { status: code.slice('http_'.length) }) : '';
  }
}
