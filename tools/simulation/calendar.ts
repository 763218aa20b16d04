import type { Span } from '../invariants/history';
import { MINUTE } from './plan';

/** The local times of each form that a scenario's digests have, in a form that the bot does not read. */
const TIMES: Readonly<Record<string, readonly string[]>> = {
  '0 9 * * *': ['09:00'],
  '30 */6 * * *': ['00:30', '06:30', '12:30', '18:30'],
  '0 2 * * *': ['02:00'],
};
const HALF_HOUR = 30 * MINUTE;

/**
 * When digests of this form come, after the beginning of the span and until its end, by a calendar that is not the bot's. No
 * scenario reaches the day in March on which the clocks change.
 */
export function slotsIn(form: string, zone: string, { from, to }: Span): readonly number[] {
  const times = TIMES[form];
  if (times === undefined) throw new Error(`the calendar of the scenarios has no ${form}`);
  const local = new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  const slots: number[] = [];
  for (let at = (Math.floor(from / HALF_HOUR) + 1) * HALF_HOUR; at <= to; at += HALF_HOUR)
    if (times.includes(local.format(at))) slots.push(at);
  return slots;
}
