import { bold, line, mention, type TextSpan, time } from '../../../blockKit/blocks';
import { common } from '../common';
import { duration, ordinal } from '../units';

/** What is said of alerts that come and go, and of those whose message was posted again. */
export const relapses = {
  /** `Down again, 3rd time`. */
  again: (title: string, times: number) => `${title} again, ${ordinal(times)} time`,
  /** `Unstable, down 5 times in 20 min`. */
  unstable: (title: string, times: number, inMs: number, isAtLeast = false) =>
    `Unstable, ${title.charAt(0).toLowerCase()}${title.slice(1)} ${isAtLeast ? 'at least ' : ''}${times} times in ${duration(inMs)}`,
  stable: (subject: string, isRealMoney: boolean) =>
    `Stable again: ${subject}${isRealMoney ? ` · ${common.realMoney}` : ''}`,
  /** Of one that may fail again at any time. */
  upSince: (when: Date): TextSpan[] => line`${bold('OK')} since ${time(when)}, but not stable yet.`,
  /** In place of an alert's older message. */
  pointer: (what: string, channel: string | null, url: string | null): TextSpan[] =>
    line`↪ ${bold(what)} goes on in ${url === null ? 'a newer message' : { link: url, text: 'a newer message' }}${channel && line` in ${mention(channel)}`}.`,
  thread: {
    again: (title: string, name: string, times: number, firstAt: Date | null): TextSpan[] =>
      line`${bold(`${title} again, ${ordinal(times)} time: ${name}.`)}${firstAt && line` The first was ${time(firstAt)}.`}`,
    unstable: (what: string, name: string, firstAt: Date | null): TextSpan[] =>
      line`${bold(`${what}: ${name}.`)}${firstAt && line` The first was ${time(firstAt)}.`} From now on only its alert changes, until it is stable again or fails for longer.`,
    steady: (title: string, name: string, since: Date): TextSpan[] =>
      line`${bold(`${title} without a break: ${name}.`)} Since ${time(since)}; before, it came and went.`,
    stable: (subject: string): TextSpan => bold(`✅ Stable again: ${subject}.`),
    /** `Down 12 times from … to ….` */
    lastedUnstable: (title: string, times: number, from: Date, to: Date | null): TextSpan[] =>
      line` ${`${title} ${times} times`} from ${time(from)}${to && line` to ${time(to)}`}.`,
  },
};
