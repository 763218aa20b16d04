import type { PriceFeed } from '../../src/monitors/records/recordsSnapshot';
import { bold, type Line } from '../blockKit/blocks';
import { t } from '../text/catalogue';
import { number } from '../text/numbers';
import { figure, nameText } from './figure';

const SHOWN = 10;

/** The prices of each exchange with their age, those that have gone first. */
export function priceLines(prices: readonly PriceFeed[]): Line[] {
  if (prices.length === 0) return [[t.records.noPrices]];
  const all = goneFirst(prices);
  return [
    [bold(t.records.pricesTitle)],
    ...all.slice(0, SHOWN).map(feedLine),
    ...(all.length > SHOWN ? [[t.records.moreFeeds(all.length - SHOWN)]] : []),
  ];
}

/** Each exchange with its prices. */
export function byExchange(prices: readonly PriceFeed[]): Map<string, PriceFeed[]> {
  const all = new Map<string, PriceFeed[]>();
  for (const feed of prices) all.set(feed.exchange, [...(all.get(feed.exchange) ?? []), feed]);
  return all;
}

/** False where nobody has written a price for 60 s. */
export const isThere = ({ price, isUnreadable }: PriceFeed): boolean => price !== null || isUnreadable;

const goneFirst = (prices: readonly PriceFeed[]): PriceFeed[] =>
  [...prices].sort((a, b) => Number(isThere(a)) - Number(isThere(b)));

function feedLine(feed: PriceFeed): Line {
  const name = `${nameText(feed.exchange)} ${nameText(feed.symbol)}`;
  const { price, seenAt } = feed;
  if (price === null) return isThere(feed) ? [t.records.feedWrong(name)] : t.records.feedGone(name, seenAt);
  return [t.records.feed(name, figure(price, 'bid', number), figure(price, 'ask', number), price.ageMs)];
}
