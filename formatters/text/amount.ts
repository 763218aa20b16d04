import { t } from './catalogue';
import { money } from './numbers';

/**
 * An amount in its digits; behind it, where the language reads one of so many digits in larger units, about how much that is:
 * `1,234,567,890.00 KRW (약 12.35억)` in Korean.
 */
export function amountText(value: number, currency: string | null): string {
  const about = t.units.largeAmount(value, currency);
  return about === null ? money(value, currency) : `${money(value, currency)} (${about})`;
}
