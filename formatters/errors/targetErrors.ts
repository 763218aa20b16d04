import type { Mode, Place } from '../../src/state/keys';
import type { UnknownTarget } from '../../src/state/unknownTarget';
import { richText, type TextSpan } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { TEXT_LENGTH, words } from '../blockKit/fallbackText';
import { type Message, message } from '../blockKit/message';
import { joinNames } from '../text/lists';
import { targetName } from '../text/targetNames';

/** A target that there is not, or that could be more than one. */
export type TargetFault =
  | UnknownTarget
  | { readonly kind: 'several'; readonly mode: Mode; readonly places: readonly Place[] };

const NAMED = 12;
const ENV_LENGTH = 40;

/** `There is no live trader on prodction. Did you mean production? Known: live production, paper docker.` */
export const targetFaultMessage = (fault: TargetFault): Message =>
  message(words(targetFaultText(fault), TEXT_LENGTH), [richText(piecesOf(fault))]);

/** The same for a terminal. */
export const targetFaultText = (fault: TargetFault): string =>
  piecesOf(fault)
    .map((piece) => (typeof piece === 'string' ? piece : 'bold' in piece ? piece.bold : ''))
    .join('');

const piecesOf = (fault: TargetFault): TextSpan[] =>
  fault.kind === 'unknown' ? unknownPieces(fault) : severalPieces(fault);

function unknownPieces({ mode, env, suggestion, existing }: UnknownTarget): TextSpan[] {
  const trader = mode === null ? 'trader' : `${mode} trader`;
  const names = joinNames(existing.map(targetName), NAMED);
  return [
    `There is no ${trader} on `,
    { bold: sanitize(env, ENV_LENGTH) },
    '. ',
    ...(suggestion === null ? [] : ['Did you mean ', { bold: sanitize(suggestion, ENV_LENGTH) }, '? ']),
    names === null ? 'No trader has been seen yet.' : `Known: ${names}.`,
  ];
}

const severalPieces = ({ mode, places }: TargetFault & { kind: 'several' }): TextSpan[] => [
  { bold: `Which ${mode} trader? ` },
  `There are several: ${joinNames(places.map(targetName), NAMED)}. Say which by its env.`,
];

/** The answer, with which other targets could have been meant: only a mode was named. */
export function withOthers(answer: Message, others: readonly Place[]): Message {
  const names = joinNames(others.map(targetName), NAMED);
  if (names === null) return answer;
  const also = `There is also ${names}.`;
  return message(`${answer.text} ${words(also)}`, [...answer.blocks, richText([also])]);
}
