import type { Incident } from '../../src/alerting/incidents/incident';
import type { ThreadNote } from '../../src/notify/model/notification';
import { bold, type Line, richText } from '../blockKit/blocks';
import { parseSentence, toFallbackText } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { t } from '../text/catalogue';
import { labelTargets, targetLabel } from '../text/targetNames';
import { type DeliveryInfo, deliveryNotes } from './deliveryNotes';
import {
  emphasized,
  endOf,
  hasRealMoney,
  incidentTitle,
  incidentWhat,
  isOutageAlert,
  realMoneyLine,
  startOf,
  subjectText,
} from './incidentText';

export interface ThreadContext extends DeliveryInfo {
  readonly incidentId: string;
  /** The incident as it is now; null when it is not known. Then its id names the target. */
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

function noteLines(note: ThreadNote, { incidentId, incident }: ThreadContext): Line[] {
  const { thread } = t.alerts;
  switch (note.kind) {
    case 'reminder':
      return thread.reminder(
        note.openForMs,
        incident === null ? targetFromId(incidentId) : incidentWhat(incident),
        incident && startOf(incident),
      );
    case 'acted':
      return [thread.acted(note.userId, parseSentence(note.action))];
    case 'recovered':
      return [recoveredLine(incident ?? incidentId, note.durationMs)];
    case 'changed':
      return [targetUpdateLine(note.text, incident)];
  }
}

/** `live docker`, of `heartbeat:live:docker:1795315234000`. */
const targetFromId = (incidentId: string): string => {
  const [, target] = /^\w+:(.+):\d+$/s.exec(incidentId) ?? [];
  return target === undefined ? t.alerts.thread.anAlert : targetLabel(target);
};

/** `No heartbeat: live docker is bad as well. REAL MONEY: …`: in the channel it stands without its alert. */
function targetUpdateLine(text: string, incident: Incident | null): Line {
  const names = incident?.targets.map(({ target }) => target) ?? [];
  const said = parseSentence(labelTargets(text, names));
  const name = startOfSentence(text, names);
  if (incident === null || name === null) return said;
  const own = incident.targets.filter(({ target, recoveredAt }) => target === name && recoveredAt === null);
  const money = hasRealMoney(own) ? realMoneyLine({ targets: own, state: 'open' }) : null;
  return [
    bold(`${incidentTitle(incident)}: `),
    ...said,
    ...(money === null ? [] : [' ', ...money.map(emphasized)]),
  ];
}

/** The target that the sentence begins with: of two that would do, the longer one. */
const startOfSentence = (text: string, names: readonly string[]): string | null =>
  names.filter((name) => text.startsWith(`${name} `)).sort((a, b) => b.length - a.length)[0] ?? null;

function recoveredLine(incident: Incident | string, durationMs: number): Line {
  const { thread } = t.alerts;
  if (typeof incident === 'string') return [thread.recovered(durationMs, targetFromId(incident))];
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
