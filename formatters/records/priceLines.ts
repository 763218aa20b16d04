import type { PriceFeed } from '../../src/monitors/records/recordsSnapshot';
import { bold, type Line, literal } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { t } from '../text/catalogue';
import { number } from '../text/numbers';
import { figure } from './figure';

const SHOWN_AN_EXCHANGE = 6;
const EXCHANGES_SHOWN = 6;

/** The prices of each exchange with their age, those that have gone first. */
export function priceLines(prices: readonly PriceFeed[]): Line[] {
  if (prices.length === 0) return [[t.records.noPrices]];
  const exchanges = [...byExchange(prices)];
  const shown = exchanges.slice(0, EXCHANGES_SHOWN);
  const more = exchanges.slice(EXCHANGES_SHOWN).reduce((sum, [, feeds]) => sum + feeds.length, 0);
  return [
    ...shown.flatMap(([exchange, feeds]): Line[] => [
      [bold(t.records.pricesOf(sanitize(exchange, 30)))],
      ...feeds.slice(0, SHOWN_AN_EXCHANGE).map(feedLine),
      ...(feeds.length > SHOWN_AN_EXCHANGE ? [[t.records.moreFeeds(feeds.length - SHOWN_AN_EXCHANGE)]] : []),
    ]),
    ...(more > 0 ? [[t.records.moreFeeds(more)]] : []),
  ];
}

/** Each exchange with its prices, the ones that have gone first. */
export function byExchange(prices: readonly PriceFeed[]): Map<string, PriceFeed[]> {
  const all = new Map<string, PriceFeed[]>();
  for (const feed of [...prices].sort((a, b) => Number(isThere(a)) - Number(isThere(b))))
    all.set(feed.exchange, [...(all.get(feed.exchange) ?? []), feed]);
  return all;
}

/** False where nobody has written a price for 60 s. */
export const isThere = ({ price, isUnreadable }: PriceFeed): boolean => price !== null || isUnreadable;

function feedLine(feed: PriceFeed): Line {
  const symbol = literal(feed.symbol, 30);
  const { price, seenAt } = feed;
  if (price === null) return isThere(feed) ? t.records.feedWrong(symbol) : t.records.feedGone(symbol, seenAt);
  return t.records.feed(symbol, figure(price, 'bid', number), figure(price, 'ask', number), price.ageMs);
}
