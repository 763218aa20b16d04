import { memoize } from '../../src/lib/memoize';

/* Figures are the same in every language, so that they can be compared. */

/** Digits that are shown of a figure at least, so that a small one is not rounded to 0. */
const DIGITS = 8;
/** So many decimals of any figure are shown, so that an amount is the same wherever it stands. */
const CENTS = 2;
/** Past these, digits tell less than an exponent does. */
const TOO_LARGE = 1e15;
const TOO_SMALL = 1e-9;

/** Making a NumberFormat costs far more than using one. */
const numberFormat = memoize((minimumFractionDigits: number) =>
  memoize(
    (maximumFractionDigits: number) =>
      new Intl.NumberFormat('en-US', { minimumFractionDigits, maximumFractionDigits }),
  ),
);

function grouped(value: number, leastDecimals: number): string {
  const size = Math.abs(value);
  if (size === 0) return numberFormat(leastDecimals)(leastDecimals).format(0);
  if (size >= TOO_LARGE || size < TOO_SMALL) return value.toExponential();
  const decimals = Math.max(CENTS, DIGITS - 1 - Math.floor(Math.log10(size)));
  return numberFormat(leastDecimals)(decimals).format(value);
}

/**
 * An amount with two decimals, or with as many as eight digits need: `10,012,345.67`, `0.004`. The unit follows where
 * one is configured; the traders report none.
 */
export const money = (value: number, currency: string | null): string =>
  currency === null ? grouped(value, 2) : `${grouped(value, 2)} ${currency}`;

/** A figure of which nothing more is known, to eight digits, or to two decimals: `1,500.5`, `0.5375`. */
export const number = (value: number): string => grouped(value, 0);

/** A count: `1,287`. What is none, such as a counter at 0.5, is shown as the figure that it is. */
export const count = (value: number): string =>
  Number.isSafeInteger(value) && Math.abs(value) < TOO_LARGE
    ? numberFormat(0)(0).format(value)
    : number(value);

/** An estimate to two digits: `29`, `7.5`, `0.083`, `1,200`. */
export const twoDigits = (value: number): string => number(Number(value.toPrecision(2)));

/** Per cent with two decimals: `25.14 %`. What is not 0 or 100 never shows as 0 or 100. */
export function percentage(percent: number): string {
  if (Math.abs(percent) >= TOO_LARGE) return `${number(percent)} %`;
  for (let decimals = 2; decimals < 10; decimals++) {
    const rounded = Number(percent.toFixed(decimals));
    const false100or0 = (rounded === 0 || rounded === 100) && rounded !== percent;
    if (!false100or0) return `${numberFormat(0)(decimals).format(rounded === 0 ? 0 : rounded)} %`;
  }
  return `${number(percent)} %`;
}

/** A change with its sign, as an amount of money: `+12,345.67`, `−0.50`, `0.00`. */
export const signed = (value: number): string => withSign(value, (size) => money(size, null));

/** A change in per cent with its sign: `+0.12 %`, `−5 %`. */
export const signedPercentage = (percent: number): string => withSign(percent, percentage);

/** A time this far ahead of ours, in ms, may be two clocks that differ; one further ahead is shown as such. */
export const AHEAD_TOLERATED_MS = 60_000;

/** A share of 1 in per cent; one that is too large for that as it is. */
export const share = (value: number): string =>
  Number.isFinite(value * 100) ? percentage(value * 100) : number(value);

/** A change as a share of 1, in per cent with its sign: `+0.5 %`. */
export const signedShare = (value: number): string => withSign(value, share);

/** The sign is the one that is as wide as a plus. */
const withSign = (value: number, show: (size: number) => string): string =>
  `${value > 0 ? '+' : value < 0 ? '−' : ''}${show(Math.abs(value))}`;
