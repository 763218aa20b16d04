import type { NotCompared, Reason } from '../../../../src/alerting/rules/reason';
import { joined, type Line, line, literal, type TextSpan, time } from '../../../blockKit/blocks';
import { money, number, percentage, signedPercentage } from '../../numbers';
import { common } from '../common';
import { approximately, pluralize } from '../units';

type Facts<Code extends Reason['code']> = Extract<Reason, { readonly code: Code }>;
type Flag = Facts<'live_flags'>['enabled'];

const flag = (value: Flag | number): string =>
  typeof value === 'boolean'
    ? value
      ? 'yes'
      : 'no'
    : typeof value === 'number'
      ? number(value)
      : common.missing[value];

const EVIDENCE = {
  flags: 'a flag says that live trading is on',
  orders: 'there was a real order in the last day',
  configured: 'the configuration lists it',
} as const;

/** What was found of its last sign of life. */
const FOUND: Readonly<Record<Facts<'last_sign'>['found'], (quiet: string | null, limit: string) => string>> =
  {
    recent: (quiet, limit) => `${quiet} ago; ${limit}`,
    silent: (quiet, limit) => `none for ${quiet}; ${limit}`,
    data_lost: () => 'Redis has just lost data, signs perhaps among it',
    still_down: () => 'still down',
    one_sign: () => 'one new sign, waiting for a second',
    recovered: () => 'two new signs in two checks',
  };

const SIDES = { live: 'the live trader', paper: 'the paper trader of its env' } as const;

function notCompared({ side, why, balance, ageMs }: NotCompared): Line {
  const who = SIDES[side];
  switch (why) {
    case 'absent':
      return line`there is no paper trader of its env`;
    case 'not_reported':
    case 'not_understood':
      return line`the balance of ${who} is ${common.missing[why]}`;
    case 'not_positive':
      return line`the balance of ${who} is ${balance === null ? 'no usable number' : money(balance, null)}`;
    case 'never_written':
      return line`${who} was not seen to write its balance yet`;
    case 'old':
      return line`${who} has not written its balance for ${approximately(ageMs ?? 0)}`;
  }
}

/** Why a rule decided as it did, as `/arb-alerts why` lists it behind the rule's name. */
export const reasons: { readonly [Code in Reason['code']]: (facts: Facts<Code>) => TextSpan[] } = {
  never_signed: () => line`no sign of life was ever observed`,
  waiting_for_first_sign: ({ waitedMs, evidence, afterMs }) =>
    line`no sign of life observed for ${approximately(waitedMs)}, and ${EVIDENCE[evidence]}; down after ${approximately(afterMs)}`,
  last_sign: ({ sign, found, quietMs, afterMs }) => {
    const limit = `down after ${approximately(afterMs)}`;
    const state = FOUND[found](quietMs === null ? null : approximately(quietMs), limit);
    if (sign === null) return line`no sign of life; ${state}`;
    const from =
      sign.component !== null && sign.kind === 'heartbeat' ? line` from ${literal(sign.component)}` : null;
    return line`last sign of life: ${sign.kind}${from} ${time(sign.at)}; ${state}`;
  },
  no_heartbeat_expected: () => line`no heartbeat is expected: it is judged by its portfolio alone`,
  signs_incomplete: () => line`it has not written both heartbeats and a portfolio`,
  heartbeat_behind: ({ heartbeatAt, component, behindMs, afterMs }) =>
    line`last heartbeat ${time(heartbeatAt)}${component === null ? null : line` from ${literal(component)}`}; the portfolio was written ${approximately(behindMs)} after it; a warning after ${approximately(afterMs)}`,
  portfolio_behind: ({ portfolioAt, behindMs, afterMs }) =>
    line`the portfolio was last written ${time(portfolioAt)}; the last heartbeat came ${approximately(behindMs)} after it; stale after ${approximately(afterMs)}`,
  breaker: ({ trips, active }) => line`trips counted: ${flag(trips)}; active: ${flag(active)}`,
  live_flags: ({ enabled, armed }) => line`enabled: ${flag(enabled)}; armed: ${flag(armed)}`,
  violations: ({ counted, reported, isHeldBack }) =>
    joined(
      [
        typeof counted === 'number'
          ? line`${number(counted)} counted, ${reported === null ? 'none' : number(reported)} reported before`
          : line`the count is ${common.missing[counted]}`,
        isHeldBack ? 'held back to be sent together' : null,
      ],
      '; ',
    ),
  counters: ({ fell }) =>
    fell.length === 0
      ? line`no counter fell`
      : joined(
          fell.map(
            ({ counter, from, to }) =>
              line`${literal(counter)} fell from ${number(from)} to ${number(to)}: it was reset`,
          ),
          '; ',
        ),
  balance: ({ balance, highest, dayBefore, fell }) =>
    balance === null
      ? line`no balance is reported`
      : joined(
          [
            line`the balance is ${money(balance, null)}`,
            highest === null ? null : line`the highest of late ${money(highest, null)}`,
            dayBefore === null
              ? 'none is known of the day before'
              : line`${money(dayBefore.balance, null)} at the end of ${dayBefore.day}`,
            fell && line`it fell from ${money(fell.from, null)} ${time(fell.at)}`,
          ],
          '; ',
        ),
  exposure: ({ rate, abovePercent, forMs }) =>
    rate === null
      ? line`no utilization rate is reported`
      : line`the utilization rate is ${Number.isFinite(rate * 100) ? percentage(rate * 100) : number(rate)}; too high above ${percentage(abovePercent)} for ${approximately(forMs)}`,
  trades: ({ status, total, tradedAt, quietMs, afterMs }) => {
    const last =
      tradedAt === null ? 'no trade was seen yet' : line`the last trade was seen ${time(tradedAt)}`;
    switch (status) {
      case 'not_reported':
        return line`the number of trades is not reported; ${last}`;
      case 'down':
        return line`it gives no sign of life, so its trades are not waited for; ${last}`;
      case 'closed':
        return line`outside its trading hours; ${last}`;
      case 'counting':
        return joined(
          [
            total === null ? null : `${pluralize(total, 'trade')} in all`,
            last,
            quietMs === null ? null : `none for ${approximately(quietMs)} of trading hours`,
            `an alert after ${approximately(afterMs)}`,
          ],
          '; ',
        );
    }
  },
  orders: ({ found, reported, reportedAt, heldBack, waiting }) =>
    found === null
      ? line`no order is known`
      : line`rejected or partially filled orders that are known: ${number(found)}; reported within a day: ${number(reported)}${reportedAt && line`, the last message ${time(reportedAt)}`}; held back to be sent together: ${number(heldBack)}; partially filled and may still be filled: ${number(waiting)}`,
  prices: ({ exchanges, afterMs }) =>
    exchanges.length === 0
      ? line`no price of any exchange is known`
      : line`last prices: ${joined(
          exchanges.map(({ exchange, ageMs }) => line`${literal(exchange, 40)} ${approximately(ageMs)} ago`),
          ', ',
        )}; missing after ${approximately(afterMs)} while others have prices`,
  only_live_is_compared: () => line`it is asked of live traders alone`,
  paper_not_read: () => line`the paper trader was not read`,
  not_compared: ({ missing }) => line`not compared: ${joined(missing.map(notCompared), '; ')}`,
  compared: ({ comparedMs, withinMs, livePercent, paperPercent, points }) =>
    line`in the ${approximately(comparedMs)} of the last ${approximately(withinMs)} in which both ran, the live trader changed by ${signedPercentage(livePercent)} and the paper trader by ${signedPercentage(paperPercent)}; an alert from ${number(points)} percentage points apart`,
  uptime: ({ upMs, watchedMs }) =>
    line`was up for ${approximately(upMs)} of the ${approximately(watchedMs)} monitored`,
};
