import { ANSWER_PERIODS, type AnswerButton, type PickSubject, targetName } from '../../formatters';
import type { Requester } from '../../src/access/roles';
import { type Place, placeOfId } from '../../src/state/keys';
import type { CommandDeps } from '../command';
import { typedPlace } from './parseArgs';
import { periodMsOf } from './time/period';

/** The words as one line; null where one of them cannot be typed. */
const lineOf = (words: readonly (string | null)[]): string | null =>
  words.some((word) => word === null) ? null : words.filter((word) => word !== '').join(' ');

/** The commands whose words can be chosen in a form, and how far each can look back. */
export const PICKED: ReadonlyMap<string, PickSubject> = new Map([
  ['/arb-status', { subject: 'target', periods: ANSWER_PERIODS }],
  ['/arb-pnl', { subject: 'target', periods: ['7d', '30d'] }],
  ['/arb-positions', { subject: 'target', periods: [] }],
  ['/arb-tuning', { subject: 'session', periods: [] }],
]);

/** Opens the form in which the words of this command are chosen; nothing for a command that has none. */
export const chooseButton = (command: string): AnswerButton[] =>
  PICKED.has(command) ? [{ kind: 'choose', command }] : [];

/** Asks the same again; nothing where a word of it cannot be typed. */
export function refreshButton(...words: readonly (string | null)[]): AnswerButton[] {
  const command = lineOf(words);
  return command === null ? [] : [{ kind: 'refresh', command }];
}

/** With one that shows the answer to all in the channel, where only the requester sees it and there is somebody else. */
export const withShareButton = (
  buttons: readonly AnswerButton[],
  isPrivate: boolean,
  { channelId }: Requester,
): readonly AnswerButton[] => {
  const refresh = buttons.find(({ kind }) => kind === 'refresh');
  if (!isPrivate || refresh === undefined || !/^[CG]/.test(channelId)) return buttons;
  return [...buttons, { kind: 'share', command: refresh.command }];
};

/** What is open; nothing where there is no alerting. */
export const alertsButton = ({ alerts }: Pick<CommandDeps, 'alerts'>): AnswerButton[] =>
  alerts === null ? [] : [{ kind: 'alerts', command: '/arb-alerts' }];

/** The times to look back at but the present one, in ms; none where no history is kept. */
export function periodButtons(
  command: string,
  place: Place,
  periodMs: number | null,
  { history }: Pick<CommandDeps, 'history'>,
): AnswerButton[] {
  const typed = typedPlace(place);
  if (typed === null || history.health().mode === 'off') return [];
  return ANSWER_PERIODS.filter((period) => periodMsOf(period) !== periodMs).map((period) => ({
    kind: 'period',
    period,
    command: `${command} ${typed} ${period}`,
  }));
}

/** One for each that can be typed, in this order. */
export const targetButtons = (command: string, places: readonly Place[]): AnswerButton[] =>
  places.flatMap((place) => {
    const typed = typedPlace(place);
    return typed === null
      ? []
      : [{ kind: 'target' as const, name: targetName(place), command: `${command} ${typed}` }];
  });

/** How to type a target by its id; null where it cannot be. */
export function typedTarget(target: string): string | null {
  const place = placeOfId(target);
  return place && typedPlace(place);
}
