import type { Details } from '../../../../src/alerting/rules/details';
import { joined, type Line, line, literal, time } from '../../../blockKit/blocks';
import { instantIn, numberIn, textIn } from '../../details';
import { count } from '../../numbers';

/** In characters. */
const MAX_NAME = 40;

function priceFeed(details: Details): { title: string; text: Line } {
  const names = [1, 2, 3, 4, 5].flatMap((n) => textIn(details, `exchange${n}`) ?? []);
  const missing = numberIn(details, 'missing') ?? names.length;
  const all = numberIn(details, 'exchanges');
  const at = instantIn(details, 'lastPrice');
  const more = missing - names.length;
  return {
    title: missing > 1 ? `No prices from ${count(missing)} exchanges` : 'No prices from an exchange',
    text: joined([
      'has had no price from ',
      ...(names.length === 0
        ? ['an exchange']
        : names.flatMap((name, i): Line => [...(i === 0 ? [] : [', ']), literal(name, MAX_NAME)])),
      more > 0 && names.length > 0 ? ` and ${count(more)} more` : null,
      at && line` since ${time(at)}`,
      all === null ? null : `, ${missing === 1 ? 'one' : count(missing)} of its ${count(all)} exchanges`,
      '; others have prices',
    ]),
  };
}

/** What the rules about prices find. */
export const feedRules = { price_feed: priceFeed };
