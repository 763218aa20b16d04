import { joined, type Line, line, literal, time } from '../../../blockKit/blocks';
import { instantIn, numberIn, textIn } from '../../details';
import type { feedRules as en } from '../../en/trading/feedRules';
import { count } from '../../numbers';

/** In characters. */
const MAX_NAME = 40;

const priceFeed: typeof en.price_feed = (details) => {
  const names = [1, 2, 3, 4, 5].flatMap((n) => textIn(details, `exchange${n}`) ?? []);
  const missing = numberIn(details, 'missing') ?? names.length;
  const all = numberIn(details, 'exchanges');
  const at = instantIn(details, 'lastPrice');
  const more = missing - names.length;
  return {
    title: missing > 1 ? `거래소 ${count(missing)}곳 시세 끊김` : '거래소 시세 끊김',
    text: joined([
      at && line`${time(at)}부터 `,
      '시세 없음: ',
      ...(names.length === 0
        ? ['거래소 이름 없음']
        : names.flatMap((name, i): Line => [...(i === 0 ? [] : [', ']), literal(name, MAX_NAME)])),
      more > 0 && names.length > 0 ? ` 외 ${count(more)}곳` : null,
      all === null ? null : `, 거래소 ${count(all)}곳 중 ${count(missing)}곳`,
      '; 나머지는 시세 있음',
    ]),
  };
};

/** What the rules about prices find. */
export const feedRules: typeof en = { price_feed: priceFeed };
