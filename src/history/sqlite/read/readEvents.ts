import type { SpanQuery } from '../../historyReader';
import { HISTORY_FLAGS } from '../../model/checkRecord';
import { type GapEvent, type HistoryEvent, RARE_COUNTERS, type TargetEvents } from '../../model/events';
import type { SqliteValue } from '../driver';
import type { Statements } from '../statements';
import { asFlag, asNumber, asStatus, stateBefore } from './stateAt';

export function readEvents(
  db: Statements,
  { id, target, from, to }: SpanQuery & { readonly id: number | null },
): TargetEvents {
  const [fromMs, toMs] = [from.getTime(), to.getTime()];
  const rows = id === null ? [] : db.rows<EventRow>(EVENTS, id, toMs, fromMs, fromMs);
  const gaps = db.rows<[number, number, GapEvent['reason']]>(GAPS, toMs, fromMs);
  const events = [
    ...rows.flatMap((row) => eventFrom(target, row) ?? []),
    ...gaps.map(
      ([at, until, reason]): GapEvent => ({ kind: 'gap', at: new Date(at), to: new Date(until), reason }),
    ),
  ];
  return {
    before: stateBefore(db, id ?? NO_TARGET, target, fromMs),
    events: events.sort((a, b) => a.at.getTime() - b.at.getTime()),
  };
}

/** No id is below 1. */
const NO_TARGET = 0;

type EventRow = [
  kind: string,
  name: string,
  at: number,
  old: SqliteValue,
  is: SqliteValue,
  until: number | null,
];

/** A silence lasts to the write that ended it, or to the last check in it. */
const EVENTS = `SELECT kind, name, at, old, new, until FROM events
  WHERE target = ? AND at < ? AND (at >= ? OR kind = 'silence' AND ifnull(new, until) >= ?) ORDER BY at, kind, name`;
const GAPS = 'SELECT from_at, to_at, reason FROM gaps WHERE from_at < ? AND to_at >= ? ORDER BY from_at';

function eventFrom(target: string, [kind, name, ms, old, is, untilMs]: EventRow): HistoryEvent | null {
  const of = { target, at: new Date(ms) };
  const until = new Date(untilMs ?? ms);
  const [flag, counter] = [
    HISTORY_FLAGS.find((each) => each === name),
    RARE_COUNTERS.find((each) => each === name),
  ];
  if (kind === 'flag' && flag) return { ...of, kind, flag, from: asFlag(old), to: asFlag(is) };
  if (kind === 'counter' && counter)
    return { ...of, kind, counter, from: asNumber(old), to: asNumber(is) ?? 0 };
  if (kind === 'sign') return { ...of, kind, sign: name };
  if (kind === 'life') return { ...of, kind, isDown: is === 1, noticedAt: until };
  const endedMs = asNumber(is);
  if (kind === 'silence')
    return {
      ...of,
      kind,
      sign: name,
      lastSilentAt: until,
      endedAt: endedMs === null ? null : new Date(endedMs),
    };
  const status = asStatus(is);
  return kind === 'status' && status ? { ...of, kind, from: asStatus(old), to: status } : null;
}
