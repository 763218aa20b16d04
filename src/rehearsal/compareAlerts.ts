import { msBetween } from '../lib/time';
import type { RehearsedAlert } from './alertCollector';

/** What new settings would have made of what was alerted. */
export interface AlertDifferences {
  /** Alerts that would not have come. */
  readonly missed: readonly MissedAlert[];
  /** Alerts that would have come besides. */
  readonly added: readonly RehearsedAlert[];
  readonly moved: readonly MovedAlert[];
  /** Those that would have come as they did, within one check. */
  readonly same: number;
  /** Those that another alert would have told of. */
  readonly merged: number;
}

export interface MissedAlert {
  readonly alert: RehearsedAlert;
  /** It lasted when the record ends, so that it may only come later. */
  readonly lasts: boolean;
}

/** One that would have come at another time, or of another severity. */
export interface MovedAlert {
  readonly before: RehearsedAlert;
  readonly after: RehearsedAlert;
  /** In ms; negative for earlier, 0 within one check. */
  readonly byMs: number;
}

/** Compares those received from `from` on. What was received before by either settings is looked at, too: it may only have moved. */
export function compareAlerts(
  before: readonly RehearsedAlert[],
  after: readonly RehearsedAlert[],
  { from, checkIntervalMs }: { readonly from: Date; readonly checkIntervalMs: number },
): AlertDifferences {
  const isWithin = ({ at }: RehearsedAlert) => at >= from;
  const taken = new Set<RehearsedAlert>();
  const missed: MissedAlert[] = [];
  const moved: MovedAlert[] = [];
  let [same, merged] = [0, 0];
  for (const alert of before) {
    const others = counterparts(alert, after);
    const other = others.find((each) => !taken.has(each));
    if (other !== undefined) taken.add(other);
    if (!isWithin(alert) && (other === undefined || !isWithin(other))) continue;
    if (other === undefined && others.length > 0) merged += 1;
    else if (other === undefined)
      missed.push({ alert, lasts: alert.kind === 'incident' && alert.closedAt === null });
    else {
      const apartMs = msBetween(alert.at, other.at);
      const byMs = Math.abs(apartMs) > checkIntervalMs ? apartMs : 0;
      if (byMs === 0 && alert.severity === other.severity) same += 1;
      else moved.push({ before: alert, after: other, byMs });
    }
  }
  const added = after.filter((alert) => isWithin(alert) && !taken.has(alert));
  return { missed, added, moved, same, merged };
}

/** What is about the same, that of the same cause first. */
const counterparts = (
  alert: RehearsedAlert,
  others: readonly RehearsedAlert[],
): readonly RehearsedAlert[] => [
  ...others.filter((other) => sharesCause(alert, other)),
  ...others.filter((other) => !sharesCause(alert, other) && overlaps(alert, other)),
];

const isOfSame = (a: RehearsedAlert, b: RehearsedAlert): boolean =>
  a.rule === b.rule &&
  a.kind === b.kind &&
  (a.targets.length + b.targets.length === 0 || a.targets.some((target) => b.targets.includes(target)));

const sharesCause = (a: RehearsedAlert, b: RehearsedAlert): boolean =>
  isOfSame(a, b) && a.causes.some((cause) => b.causes.includes(cause));

/** What was counted is grouped by time: an event within so much, in ms, is about the same, where none has the same name. */
const SAME_EVENT_MS = 3_600_000;

function overlaps(a: RehearsedAlert, b: RehearsedAlert): boolean {
  if (!isOfSame(a, b)) return false;
  if (a.kind === 'event') return Math.abs(msBetween(a.at, b.at)) <= SAME_EVENT_MS;
  const endOf = ({ closedAt }: RehearsedAlert) => closedAt?.getTime() ?? Number.POSITIVE_INFINITY;
  return a.at.getTime() <= endOf(b) && b.at.getTime() <= endOf(a);
}
