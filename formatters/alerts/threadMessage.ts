import type { Incident } from '../../src/alerting/incidents/incident';
import type { ThreadNote } from '../../src/notify/model/notification';
import { richText, type TextSpan } from '../blockKit/blocks';
import { sentencePieces, spoken } from '../blockKit/fallbackText';
import { dataMessage, type Message } from '../blockKit/message';
import type { AlertOptions } from '../blockKit/options';
import { duration } from '../text/numbers';
import { targetWords, withTargetNames } from '../text/targetNames';
import { type DeliveryInfo, deliveryNotes } from './deliveryNotes';
import {
  type DescribeRule,
  endedAt,
  isBlind,
  realMoneyTargets,
  realMoneyText,
  sightIsBackWords,
  startedAt,
  stressed,
  subjectOf,
  titleOf,
} from './incidentText';

export interface ThreadContext extends DeliveryInfo {
  readonly incidentId: string;
  /** The incident as it is now; null when it is not known. Then its id tells the target. */
  readonly incident: Incident | null;
  readonly now: Date;
  readonly tell: DescribeRule;
}

/** A line for an incident's thread, which can also be understood alone: a recovery is shown in the channel too. */
export function threadUpdateMessage(
  note: ThreadNote,
  context: ThreadContext,
  options: AlertOptions,
): Message {
  const { now } = context;
  const said = noteLines(note, context);
  const all = [...said, ...deliveryNotes(context)];
  return dataMessage(
    all.map((line) => spoken(line, now, options.zone)).join(' '),
    [richText(...all)],
    options,
  );
}

function noteLines(note: ThreadNote, { incidentId, incident, tell }: ThreadContext): TextSpan[][] {
  switch (note.kind) {
    case 'reminder':
      return [
        [
          {
            bold: `🔔 Still open, for ${duration(note.openForMs)} now: ${what(incident ?? incidentId, tell)}`,
          },
          ...(incident === null ? [] : [', since ', { at: startedAt(incident) }]),
          '.',
        ],
        ['Nobody has acknowledged it. Acknowledge or snooze it above, and these reminders stop.'],
      ];
    case 'acted':
      return [[{ who: note.userId }, ' ', ...sentencePieces(note.action), '.']];
    case 'recovered':
      return [recoveredLine(incident ?? incidentId, note.durationMs, tell)];
    case 'changed':
      return [targetUpdateLine(note.text, incident, tell)];
  }
}

/** `live docker`, of `heartbeat:live:docker:1795315234000`. */
const targetFromId = (incidentId: string): string => {
  const [, target] = /^\w+:(.+):\d+$/s.exec(incidentId) ?? [];
  return target === undefined ? 'an alert' : targetWords(target);
};

/** `No heartbeat: live docker · REAL MONEY`. */
function what(incident: Incident | string, tell: DescribeRule): string {
  if (typeof incident === 'string') return targetFromId(incident);
  if (isBlind(incident)) return titleOf(incident, tell);
  const money = realMoneyTargets(incident.targets).length > 0 ? ' · REAL MONEY' : '';
  return `${titleOf(incident, tell)}: ${subjectOf(incident)}${money}`;
}

/** `No heartbeat: live docker is bad as well. REAL MONEY: …`: in the channel it stands without its alert. */
function targetUpdateLine(text: string, incident: Incident | null, tell: DescribeRule): TextSpan[] {
  const names = incident?.targets.map(({ target }) => target) ?? [];
  const said = sentencePieces(withTargetNames(text, names));
  const name = startOf(text, names);
  if (incident === null || name === null) return said;
  const own = incident.targets.filter(({ target, recoveredAt }) => target === name && recoveredAt === null);
  return [
    { bold: `${titleOf(incident, tell)}: ` },
    ...said,
    ...(realMoneyTargets(own).length === 0
      ? []
      : [' ', ...sentencePieces(realMoneyText({ targets: own, state: 'open' }) ?? '').map(stressed)]),
  ];
}

/** The target that the sentence begins with: of two that would do, the longer one. */
const startOf = (text: string, names: readonly string[]): string | null =>
  names.filter((name) => text.startsWith(`${name} `)).sort((a, b) => b.length - a.length)[0] ?? null;

function recoveredLine(incident: Incident | string, durationMs: number, tell: DescribeRule): TextSpan[] {
  const lasted = duration(durationMs);
  if (typeof incident === 'string')
    return [{ bold: `✅ Recovered after ${lasted}: ${targetFromId(incident)}.` }];
  const end = endedAt(incident);
  const times: TextSpan[] = [
    'From ',
    { at: startedAt(incident) },
    ...(end === null ? [] : [' to ', { at: end }]),
    '.',
  ];
  if (isBlind(incident))
    return [{ bold: `✅ ${sightIsBackWords(incident)}, after ${lasted}.` }, ' ', ...times];
  const title = titleOf(incident, tell);
  return [{ bold: `✅ Recovered after ${lasted}: ${subjectOf(incident)}.` }, ` It was: ${title}. `, ...times];
}
