import { type Line, line, literal } from '../../../blockKit/blocks';
import type { TimeProblem } from '../../../errors/timeProblem';

interface WhatIsWrong {
  /** The end of a sentence after the words that were typed. */
  readonly problem: string;
  readonly expected: string;
}

/** What is wrong with a time that was typed, and what to type instead. */
function problem(wrong: TimeProblem, zone: string): WhatIsWrong {
  switch (wrong.kind) {
    case 'zero':
      return { problem: 'is no time at all', expected: 'a length of time such as 30m or 2h' };
    case 'bare_number':
      return {
        problem: 'could be minutes, hours or a time of day',
        expected: `${wrong.number}m, ${wrong.number}h or until ${wrong.number}:00`,
      };
    case 'no_such_time':
      return { problem: 'is no time of day', expected: 'a time such as 09:00, 21:30 or 9pm' };
    case 'no_such_date':
      return { problem: 'is not in the calendar', expected: 'a date such as 2026-11-30 09:00' };
    case 'time_missing':
      return { problem: 'has no time of day', expected: `${wrong.day} 9:00` };
    case 'which_week': {
      const [first, second] = wrong.dates;
      return {
        problem: 'could be this week or the week after',
        expected: `${wrong.weekday} with the time, for ${first}, or the date: ${second}`,
      };
    }
    case 'past':
      return { problem: 'has passed', expected: 'a time to come, such as 2h, 21:00 or tomorrow 9:00' };
    case 'zone_abbreviation':
      return {
        problem: `ends in ${wrong.letters}, which is not the same zone everywhere`,
        expected: `UTC, a name such as Asia/Seoul, or no zone for ${zone}`,
      };
    case 'end_missing':
      return { problem: 'has no end', expected: `${wrong.start}-23:30, or ${wrong.start} for 1h` };
    case 'which_half':
      return {
        problem: 'could start in the morning or in the evening',
        expected: `${wrong.start}am-${wrong.end} or ${wrong.start}pm-${wrong.end}`,
      };
    case 'ends_before_start':
      return {
        problem: 'does not end after it starts',
        expected: 'a start and a later end, such as 22:00-23:00',
      };
  }
}

/** In which zone a time of day was read, and why in that one. */
function readIn(zone: string, from: 'typed' | 'own' | 'profile' | 'setting'): Line {
  switch (from) {
    case 'typed':
      return line`Time zone: ${literal(zone)}, as you typed.`;
    case 'own':
      return line`Time zone: ${literal(zone)}, as you set it (${literal('/arb me')}).`;
    case 'profile':
      return line`Time zone: ${literal(zone)}, from your Slack profile.`;
    case 'setting':
      return line`Time zone: ${literal(zone)}, the bot's ${literal('TIMEZONE')}: yours is not known to it (scope ${literal('users:read')}).`;
  }
}

export const times = { problem, readIn };
