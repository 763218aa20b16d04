import type { ActionSummary, AffectedTarget, Incident } from '../../src/alerting/incidents/incident';
import type { ThreadChange, ThreadNote } from '../../src/notify/model/notification';
import { type Line, richText, type TextSpan } from '../blockKit/blocks';
import { parseSentence, toFallbackText } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { t } from '../text/catalogue';
import { targetLabel } from '../text/targetNames';
import { type DeliveryInfo, deliveryNotes } from './deliveryNotes';
import { drillStepLines } from './drill/drillStepLines';
import {
  emphasized,
  endOf,
  failTitle,
  failuresOf,
  hasRealMoney,
  incidentWhat,
  isAboutHeartbeat,
  isOutageAlert,
  realMoneyLine,
  startOf,
  subjectText,
  wasUnstable,
} from './incidentText';

export interface ThreadContext extends DeliveryInfo {
  /** As it was then, with the one target that the note is about; null where the note needs none, or version 0.1 stored it. */
  readonly incident: Incident | null;
  readonly now: Date;
  /** It stands in the channel by itself, as where its thread is gone or locked: it names its alert. */
  readonly isOutsideThread?: boolean;
}

/** A line for an incident's thread, which can also be understood alone: a recovery is shown in the channel too. */
export function threadUpdateMessage(
  note: ThreadNote,
  context: ThreadContext,
  options: AlertOptions,
): Message {
  const { incident, isOutsideThread = false } = context;
  const about = isOutsideThread
    ? [t.common.outsideThread(incident === null ? null : incidentWhat(incident))]
    : [];
  const all = [...about, ...markedLines(note, context), ...deliveryNotes(context)];
  const text = all.map((line) => toFallbackText(line, context.now, options.zone)).join(' ');
  return dataMessage(text, [richText(...all)], options);
}

/** Every entry of a drill's thread says that it is one, first. */
function markedLines(note: ThreadNote, context: ThreadContext): Line[] {
  const lines = noteLines(note, context);
  const isDrillNote = context.incident?.drill !== undefined && note.kind !== 'drill_over';
  return isDrillNote ? lines.map((line, i) => (i === 0 ? [t.drill.thread.mark, ...line] : line)) : lines;
}

function noteLines(note: ThreadNote, { incident }: ThreadContext): Line[] {
  const { thread } = t.alerts;
  switch (note.kind) {
    case 'reminder':
      return thread.reminder(
        note.openForMs,
        incident === null ? thread.anAlert : incidentWhat(incident),
        incident && startOf(incident),
      );
    case 'acted':
      return [thread.acted(note.userId, actionText(note.action))];
    case 'recovered':
      return [recoveredLine(incident, note.durationMs)];
    case 'changed':
      return [changeLine(note.change, incident)];
    case 'paged':
      return [t.escalation.thread.paged(note.via, note.openForMs)];
    case 'page_failed':
      return [t.escalation.thread.failed(note.via, note.code, note.follows, note.againAt ?? null)];
    case 'page_end_failed':
      return [t.escalation.thread.endFailed(note.via, note.event, note.code)];
    case 'drill_over':
      return [[t.drill.thread.over(note.durationMs, note.end)], ...stepLines(incident)];
  }
}

const stepLines = (incident: Incident | null): Line[] =>
  incident === null ? [] : drillStepLines(incident).map(({ line }) => ['• ', ...line]);

/** Version 0.1 stored a sentence. */
export function actionText(action: ActionSummary | string): Line {
  if (typeof action === 'string') return parseSentence(action);
  return action.kind === 'snooze' ? t.alerts.action.snooze(action.until) : [t.alerts.action[action.kind]];
}

/** In the channel it stands without its alert: `Down as well: live docker. REAL MONEY: …`. */
function changeLine(change: ThreadChange | string, incident: Incident | null): Line {
  const { thread } = t.alerts;
  if (typeof change === 'string') return parseSentence(change);
  if (change.kind === 'muted')
    return [incident !== null && isAboutHeartbeat(incident) ? thread.heartbeatReleased : thread.muted];
  if (change.kind === 'rule_off') return [thread.ruleOff];
  if (change.kind === 'target_gone') return [thread.targetGone];
  if (change.kind === 'ignored') return [thread.ignored];
  const name = targetLabel(change.target);
  if (change.kind === 'recovered') return thread.targetRecovered(name, change.durationMs);
  const own = (incident?.targets ?? []).filter(
    ({ target, recoveredAt }) => target === change.target && recoveredAt === null,
  );
  const title = incident === null ? thread.anAlert : failTitle(incident);
  const money = hasRealMoney(own) ? realMoneyLine({ targets: own, state: 'open' }) : null;
  return [
    ...failedLine(change, title, name, own[0] ?? null),
    ...(money === null ? [] : [' ', ...money.map(emphasized)]),
  ];
}

type Failure = Exclude<
  ThreadChange,
  { readonly kind: 'recovered' | 'muted' | 'rule_off' | 'target_gone' | 'ignored' }
>;

function failedLine(
  change: Failure,
  title: string,
  name: string,
  target: AffectedTarget | null,
): readonly TextSpan[] {
  const { thread } = t.alerts;
  const first = target?.flapping?.firstStartedAt ?? null;
  switch (change.kind) {
    case 'joined':
      return thread.joined(title, name);
    case 'again':
      return t.relapses.thread.again(title, name, change.times, first);
    case 'unstable':
      return t.relapses.thread.unstable(t.relapses.unstable(title, change.times, change.inMs), name, first);
    case 'steady':
      return t.relapses.thread.steady(title, name, change.since);
    case 'severity':
      return thread.moreSevere(title, name, change.from, change.to);
  }
}

function recoveredLine(incident: Incident | null, durationMs: number): Line {
  const { thread } = t.alerts;
  if (incident === null) return [thread.recovered(durationMs, thread.anAlert)];
  const [start, end] = [startOf(incident), endOf(incident)];
  if (isOutageAlert(incident))
    return [
      thread.outageOver(durationMs, incident.storeOutage !== undefined),
      ' ',
      ...t.alerts.fromTo(start, end),
    ];
  if (incident.targets.some(wasUnstable))
    return [
      t.relapses.thread.stable(subjectText(incident)),
      ...t.relapses.thread.lastedUnstable(failTitle(incident), failuresOf(incident), start, end),
    ];
  return [
    thread.recovered(durationMs, subjectText(incident)),
    ...thread.lasted(failTitle(incident), start, end),
  ];
}

/** Where an alert's newest message is: it has the state and the buttons. */
export interface NewestMessage {
  /** Null for the same. */
  readonly channel: string | null;
  /** Its address; null where that is not known. */
  readonly url: string | null;
}

/** What becomes of an alert's older message: which alert it was, and where that goes on. */
export function pointerMessage(
  incident: Incident,
  { channel, url }: NewestMessage,
  now: Date,
  options: AlertOptions,
): Message {
  const what = t.alerts.what(failTitle(incident), subjectText(incident), hasRealMoney(incident.targets));
  const line = t.relapses.pointer(what, channel, url);
  return dataMessage(toFallbackText(line, now, options.zone), [richText(line)], options);
}
