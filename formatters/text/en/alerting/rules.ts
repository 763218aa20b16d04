import type { Details } from '../../../../src/alerting/rules/details';
import { joined, type Line, line, literal, mention, type TextSpan, time } from '../../../blockKit/blocks';
import { sanitize } from '../../../blockKit/escape';
import { instantIn, numberIn, textIn } from '../../details';
import { common, type MissingReason } from '../common';
import { live } from '../live';
import { activityRules } from '../trading/activityRules';
import { balanceRules } from '../trading/balanceRules';
import { feedRules } from '../trading/feedRules';
import { orderRules } from '../trading/orderRules';
import { duration, pluralize } from '../units';

/** What a rule found: in a few words, and as the end of a sentence after the target's name. */
export interface RuleText {
  readonly title: string;
  readonly text: Line;
}

type Describe = (details: Details) => RuleText;

const since = (details: Details, name: string): Line | null => {
  const at = instantIn(details, name);
  return at && line` since ${time(at)}`;
};

const inAll = (total: number | null, prefix: string): string | null =>
  total === null ? null : `${prefix}${total} in all`;

const noSignOfLife: Describe = (details) => {
  const waitedSince = instantIn(details, 'waitedSince');
  const exceptAt = instantIn(details, 'signSince');
  const component = textIn(details, 'component');
  const from = instantIn(details, 'unwatchedFrom');
  const to = instantIn(details, 'unwatchedTo');
  const skewMs = numberIn(details, 'clockSkewMs');
  const last =
    instantIn(details, 'lastSign') === null
      ? null
      : details.sign === 'heartbeat'
        ? line`; the last was a heartbeat${component && line` from ${literal(component)}`}`
        : details.sign === 'portfolio'
          ? '; the last was a portfolio update'
          : null;
  return {
    title: 'Down',
    text: joined([
      'has given no sign of life',
      waitedSince ? line` since monitoring began, ${time(waitedSince)}` : since(details, 'lastSign'),
      exceptAt && line`, except one at ${time(exceptAt)}`,
      last,
      from && to && line`; not monitored from ${time(from)} to ${time(to)}`,
      details.unreadable === true
        ? '; a key is there, but it cannot be read'
        : skewMs === null
          ? null
          : `; its clock was ${duration(Math.abs(skewMs))} ${skewMs > 0 ? 'ahead' : 'behind'}`,
    ]),
  };
};

const noHeartbeat: Describe = (details) => {
  const component = textIn(details, 'component');
  return {
    title: live.status.no_heartbeat,
    text: line`still writes its portfolio, but has sent no heartbeat${since(details, 'lastHeartbeat')}${component && line`; the last came from ${literal(component)}`}`,
  };
};

const stalePortfolio: Describe = (details) => ({
  title: live.status.stale_portfolio,
  text: line`sends heartbeats, but has not written its portfolio${since(details, 'stillSince')}${details.isGone === true ? ', and the key is gone' : ''}`,
});

/** What is known of a counter that fell: all that it shows may be new. */
const wasReset = (what: string, from: number, to: number | null): string =>
  `counts ${to ?? 'fewer'} ${what} after ${from}: the counter was reset, as by a restart, so that up to ${to ?? 'that many'} may be new`;

const circuitBreaker: Describe = (details) => {
  const at = instantIn(details, 'activeSince');
  const total = numberIn(details, 'total');
  const trips = numberIn(details, 'trips') ?? 1;
  const fellFrom = numberIn(details, 'fellFrom');
  if (fellFrom !== null)
    return {
      title: 'Circuit breaker may have tripped',
      text: [`${wasReset('trips', fellFrom, total)}`],
    };
  if (at === null) {
    const unknown = details.totalUnreadable === true ? '; how often in all is not understood' : null;
    return {
      title: 'Circuit breaker tripped',
      text: line`tripped its circuit breaker${trips > 1 ? ` ${trips} times` : ''}${inAll(total, ', ') ?? unknown}`,
    };
  }
  const counted = total === null ? '' : `; ${pluralize(total, 'trip')} in all`;
  return details.active === false
    ? {
        title: 'Circuit breaker tripped',
        text: line`tripped its circuit breaker ${time(at)}; its metrics do not show it as active${counted}`,
      }
    : {
        title: 'Circuit breaker ACTIVE',
        text: line`has had an active circuit breaker since ${time(at)}${counted}`,
      };
};

const liveTrading: Describe = (details) => {
  const unreadable = (textIn(details, 'notUnderstood') ?? '').split(', ');
  const flag = (name: string): boolean | MissingReason => {
    const value = details[name];
    return typeof value === 'boolean' ? value : unreadable.includes(name) ? 'not_understood' : 'not_reported';
  };
  const orderAt = instantIn(details, 'lastRealOrder');
  if (orderAt !== null) {
    const isOff = details.enabled === false || details.armed === false;
    const why = isOff ? ': it was armed between two checks, or its flags are wrong' : '';
    return {
      title: 'Real order sent',
      text: line`sent a real order ${time(orderAt)}, and is ${live.flags(flag('enabled'), flag('armed'))}${why}`,
    };
  }
  return {
    title: `Live trading ${textIn(details, 'change') ?? 'changed'}`,
    text: [`is now ${live.flags(flag('enabled'), flag('armed'))}`],
  };
};

const safetyViolations: Describe = (details) => {
  const added = numberIn(details, 'added');
  const total = inAll(numberIn(details, 'now'), 'now ') ?? 'how many in all is unknown';
  const fellFrom = numberIn(details, 'fellFrom');
  if (fellFrom !== null)
    return {
      title: 'Safety violations, perhaps',
      text: [wasReset('safety violations', fellFrom, numberIn(details, 'now'))],
    };
  return {
    title: 'Safety violations',
    text: [
      added === null
        ? `counted its first safety violations: ${total}`
        : `counted ${pluralize(added, 'more safety violation')}, ${total}`,
    ],
  };
};

const dataLoss: Describe = (details) => {
  const first = instantIn(details, 'firstLoss');
  const last = instantIn(details, 'lastLoss');
  return {
    title: 'Keeps losing its data',
    text: line`has lost data at least ${`${numberIn(details, 'times') ?? 3} times`}${first && line` since ${time(first)}`}${last && line`, last at ${time(last)}`}. Signs of life and the bot's own state are lost with it: a death may be reported late, and a living trader may seem down. Check whether Redis restarts without persistence, evicts keys (INFO: evicted_keys, maxmemory_policy), or is flushed`,
  };
};

const eviction: Describe = (details) => ({
  title: 'Redis may evict what arbwatch stores',
  text: line`evicts keys of any kind when its memory is full (${literal(`maxmemory-policy ${textIn(details, 'policy') ?? ''}`)}): open alerts, acknowledgements and undelivered messages may be lost. Give arbwatch a store of its own (${literal('STORE_REDIS_URL')}), or let Redis evict nothing without a TTL (noeviction, or volatile-lru). This warning comes once`,
});

const modeText = (mode: string | null): string =>
  mode === null ? 'Control state' : sanitize(mode.replaceAll('_', ' '), 30);

const control: Describe = (details) => {
  const mode = modeText(textIn(details, 'mode'));
  if (details.what === 'left')
    return { title: `${modeText(textIn(details, 'was'))} is over`, text: [`is now in ${mode}`] };
  if (details.what === 'expired')
    return { title: `${mode} is no longer reported`, text: ['has no control state any more'] };
  return { title: mode, text: [`is in ${mode}`] };
};

/** What each rule found, by its name. */
/** An alert that was given up; its own rule is among the details. */
const undelivered: Describe = (details) => {
  const rule = textIn(details, 'rule');
  const what = rule === null || rule === 'undelivered' ? 'unknown' : rules.describe(rule, {}).title;
  const channel = textIn(details, 'channel');
  const at = instantIn(details, 'detectedAt');
  const code = textIn(details, 'code');
  return {
    title: 'Alert NOT delivered',
    text: joined([
      line`has an alert (${what}) that could not be delivered`,
      channel === null ? null : line` to ${mention(channel)}`,
      at === null ? null : line`; it was detected ${time(at)}`,
      code === null ? null : line`; Slack answered ${literal(code, 100)}`,
      '. /arb-alerts lists it',
    ]),
  };
};

const byRule: Readonly<Record<string, Describe>> = {
  no_sign_of_life: noSignOfLife,
  no_heartbeat: noHeartbeat,
  stale_portfolio: stalePortfolio,
  circuit_breaker: circuitBreaker,
  live_trading: liveTrading,
  safety_violations: safetyViolations,
  ...balanceRules,
  ...orderRules,
  ...feedRules,
  ...activityRules,
  dataLoss,
  eviction,
  control,
  drill: () => ({ title: 'DRILL', text: ['is a drill: nothing is wrong'] }),
  undelivered,
};

/** What rules find. */
export const rules = {
  /** Of a rule that is no more, its name. */
  describe: (rule: string, details: Details): RuleText =>
    (Object.hasOwn(byRule, rule) ? byRule[rule]?.(details) : undefined) ?? {
      title: sanitize(rule),
      text: [`needs a look (${sanitize(rule)})`],
    },
  outage: 'Monitoring outage',
  lastingOutage: 'Monitoring outage: Redis cannot be read',
  storeOutage: (what: string) => `Storage outage: ${what}`,
  /** Why real money is at stake, by what the rule stored: `REAL MONEY (live docker): it sends real orders, …`; under a heading that says so of one alone, only why. */
  realMoney: (details: Details, names: string | null, isPast: boolean, isHeaded: boolean): TextSpan[] => {
    const lastOrder = instantIn(details, 'lastRealOrder');
    const but = textIn(details, 'realMoneyContradictedBy');
    const isAlone = names === null && isHeaded;
    const proof =
      details.realMoneyBy === 'orders'
        ? line`${isAlone ? 'It' : 'it'} ${isPast ? 'sent' : 'sends'} real orders${lastOrder && line`, the last one ${time(lastOrder)}`}${but === null ? '' : `, although its ${but} say otherwise`}`
        : `${isAlone ? 'Live' : 'live'} trading ${isPast ? 'was' : 'is'} enabled${details.realMoneyBy === 'metrics' ? ', by its metrics' : ' and armed'}`;
    return isAlone
      ? line`${proof}.`
      : line`${common.realMoney}${names === null ? '' : ` (${names})`}: ${proof}.`;
  },
  /** The same of traders that send none, or of which that is unknown; what each one's flags say. */
  noRealMoney: (flags: readonly string[], isUnknown: boolean, isPast: boolean) =>
    `${isUnknown ? 'Real money: unknown, assume yes. ' : ''}Live trading${isPast ? ' then' : ''}: ${flags.join('; ')}.${isUnknown || isPast ? '' : ' No real orders.'}`,
  controlEvent: {
    envNotNamed: 'env not named',
    runNotNamed: 'not named',
    modeNotNamed: 'control state',
    run: (env: TextSpan, run: TextSpan, what: Line): TextSpan[] => line`${env}, run ${run}, ${what}.`,
    expired: (mode: TextSpan, control: Line): TextSpan[] =>
      line`has no control state any more: it has expired. It was in ${mode}${control}`,
    left: (was: string, mode: TextSpan, control: Line): TextSpan[] =>
      line`was in ${was} and is now in ${mode}${control}`,
    entered: (mode: TextSpan, control: Line): TextSpan[] => line`is in ${mode}${control}`,
  },
};
