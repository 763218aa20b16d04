import type { ActionSummary, Incident, TargetId } from '../../src/alerting/incidents/incident';
import type { ThreadChange, ThreadNote } from '../../src/notify/model/notification';
import { type Line, richText } from '../blockKit/blocks';
import { parseSentence, toFallbackText } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { t } from '../text/catalogue';
import { targetLabel } from '../text/targetNames';
import { type DeliveryInfo, deliveryNotes } from './deliveryNotes';
import {
  emphasized,
  endOf,
  hasRealMoney,
  incidentTitle,
  incidentWhat,
  isAboutHeartbeat,
  isOutageAlert,
  realMoneyLine,
  startOf,
  subjectText,
} from './incidentText';

export interface ThreadContext extends DeliveryInfo {
  /** Its rule, and its target where it is one; absent in what version 0.1 stored. */
  readonly about?: { readonly rule: string; readonly target: TargetId | null };
  /** The incident as it is now; null when it is not known. */
  readonly incident: Incident | null;
  readonly now: Date;
}

/** A line for an incident's thread, which can also be understood alone: a recovery is shown in the channel too. */
export function threadUpdateMessage(
  note: ThreadNote,
  context: ThreadContext,
  options: AlertOptions,
): Message {
  const all = [...noteLines(note, context), ...deliveryNotes(context)];
  const text = all.map((line) => toFallbackText(line, context.now, options.zone)).join(' ');
  return dataMessage(text, [richText(...all)], options);
}

function noteLines(note: ThreadNote, context: ThreadContext): Line[] {
  const { thread } = t.alerts;
  const { incident } = context;
  switch (note.kind) {
    case 'reminder':
      return thread.reminder(note.openForMs, whatOf(context), incident && startOf(incident));
    case 'acted':
      return [thread.acted(note.userId, actionText(note.action))];
    case 'recovered':
      return [recoveredLine(context, note.durationMs)];
    case 'changed':
      return [changeLine(note.change, context)];
  }
}

const whatOf = ({ incident, about }: ThreadContext): string =>
  incident !== null
    ? incidentWhat(incident)
    : about
      ? t.alerts.what(titleOfRule(about.rule), about.target && targetLabel(about.target), false)
      : t.alerts.thread.anAlert;

const titleOfRule = (rule: string): string => t.rules.describe(rule, {}).title;

/** Version 0.1 stored a sentence. */
function actionText(action: ActionSummary | string): Line {
  if (typeof action === 'string') return parseSentence(action);
  return action.kind === 'snooze' ? t.alerts.action.snooze(action.until) : [t.alerts.action[action.kind]];
}

/** In the channel it stands without its alert: `Down as well: live docker. REAL MONEY: …`. */
function changeLine(change: ThreadChange | string, { incident, about }: ThreadContext): Line {
  const { thread } = t.alerts;
  if (typeof change === 'string') return parseSentence(change);
  const rule = incident?.rule ?? about?.rule ?? '';
  if (change.kind === 'muted') return [isAboutHeartbeat({ rule }) ? thread.heartbeatReleased : thread.muted];
  const name = targetLabel(change.target);
  if (change.kind === 'recovered') return thread.targetRecovered(name, change.durationMs);
  const own = (incident?.targets ?? []).filter(
    ({ target, recoveredAt }) => target === change.target && recoveredAt === null,
  );
  const title = incident === null ? titleOfRule(rule) : incidentTitle(incident);
  const money = hasRealMoney(own) ? realMoneyLine({ targets: own, state: 'open' }) : null;
  return [
    ...(change.kind === 'joined' ? thread.joined(title, name) : thread.again(title, name, change.times)),
    ...(money === null ? [] : [' ', ...money.map(emphasized)]),
  ];
}

function recoveredLine({ incident, about }: ThreadContext, durationMs: number): Line {
  const { thread } = t.alerts;
  if (incident === null)
    return [thread.recovered(durationMs, about?.target ? targetLabel(about.target) : thread.anAlert)];
  const [start, end] = [startOf(incident), endOf(incident)];
  if (isOutageAlert(incident))
    return [
      thread.outageOver(durationMs, incident.storeOutage !== undefined),
      ' ',
      ...t.alerts.fromTo(start, end),
    ];
  return [
    thread.recovered(durationMs, subjectText(incident)),
    ...thread.lasted(incidentTitle(incident), start, end),
  ];
}
