import type { Incident } from '../src/alerts/incident';
import type { Note } from '../src/delivery/delivery';
import { lines, type Piece } from './blocks';
import {
  beganAt,
  endedAt,
  isBlind,
  realMoneyTargets,
  subjectOf,
  type Tell,
  titleOf,
  withTargetNames,
} from './incidentWords';
import { type Late, lateLine } from './late';
import { dataMessage, type Message } from './message';
import { duration } from './numbers';
import type { AlertOptions } from './options';
import { sentencePieces, spoken } from './spoken';

export interface NoteContext {
  /** The incident as it is now; null when it is no longer kept. */
  readonly incident: Incident | null;
  readonly now: Date;
  readonly deliveredLate: Late | null;
  readonly tell: Tell;
}

/** A line for an incident's thread, which can also be understood alone: a recovery is shown in the channel too. */
export function noteMessage(note: Note, context: NoteContext, options: AlertOptions): Message {
  const { now, deliveredLate } = context;
  const said = noteLines(note, context);
  const all = [...said, ...(deliveredLate === null ? [] : [lateLine(deliveredLate)])];
  return dataMessage(all.map((line) => spoken(line, now, options.zone)).join(' '), [lines(...all)], options);
}

function noteLines(note: Note, { incident, tell }: NoteContext): Piece[][] {
  switch (note.kind) {
    case 'reminder':
      return [
        [
          { bold: `🔔 Still open, for ${duration(note.openForMs)} now: ${what(incident, tell)}` },
          ...(incident === null ? [] : [', since ', { at: beganAt(incident) }]),
          '.',
        ],
        ['Nobody has acknowledged it. Acknowledge or snooze it above, and these reminders stop.'],
      ];
    case 'acted':
      return [[{ who: note.userId }, ' ', ...sentencePieces(withTargetNames(note.action)), '.']];
    case 'recovered':
      return [recoveredLine(incident, note.durationMs, tell)];
    case 'changed':
      return [sentencePieces(withTargetNames(note.text))];
  }
}

/** `No heartbeat: live docker · REAL MONEY`. */
function what(incident: Incident | null, tell: Tell): string {
  if (incident === null) return 'an alert';
  if (isBlind(incident)) return titleOf(incident, tell);
  const money = realMoneyTargets(incident.targets).length > 0 ? ' · REAL MONEY' : '';
  return `${titleOf(incident, tell)}: ${subjectOf(incident)}${money}`;
}

function recoveredLine(incident: Incident | null, durationMs: number, tell: Tell): Piece[] {
  const lasted = duration(durationMs);
  if (incident === null) return [{ bold: `✅ Recovered after ${lasted}.` }];
  const end = endedAt(incident);
  const times: Piece[] = [
    'From ',
    { at: beganAt(incident) },
    ...(end === null ? [] : [' to ', { at: end }]),
    '.',
  ];
  if (isBlind(incident))
    return [{ bold: `✅ The traders can be seen again, after ${lasted}.` }, ' ', ...times];
  const title = titleOf(incident, tell);
  return [{ bold: `✅ Recovered after ${lasted}: ${subjectOf(incident)}.` }, ` It was: ${title}. `, ...times];
}
