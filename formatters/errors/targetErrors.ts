import type { Mode, Place } from '../../src/state/keys';
import type { UnknownTarget } from '../../src/state/unknownTarget';
import { type Line, richText } from '../blockKit/blocks';
import { sanitize } from '../blockKit/escape';
import { safeText, TEXT_LENGTH } from '../blockKit/fallbackText';
import { type Message, message } from '../blockKit/message';
import { t } from '../text/catalogue';
import { joinNames } from '../text/lists';
import { plainLine } from '../text/plainText';
import { targetName } from '../text/targetNames';

/** A target that there is not, or that could be more than one. */
export type TargetFault =
  | UnknownTarget
  | { readonly kind: 'several'; readonly mode: Mode; readonly places: readonly Place[] };

const NAMED = 12;
const ENV_LENGTH = 40;

/** `There is no live trader on prodction. Did you mean production? Known: live production, paper docker.` */
export const targetFaultMessage = (fault: TargetFault): Message =>
  message(safeText(plainLine(lineOf(fault), 'UTC'), TEXT_LENGTH), [richText(lineOf(fault))]);

function lineOf(fault: TargetFault): Line {
  if (fault.kind === 'several')
    return t.errors.whichTarget(fault.mode, joinNames(fault.places.map(targetName), NAMED) ?? '');
  const { mode, env, suggestion, existing } = fault;
  return t.errors.unknownTarget(
    mode,
    sanitize(env, ENV_LENGTH),
    suggestion && sanitize(suggestion, ENV_LENGTH),
    joinNames(existing.map(targetName), NAMED),
  );
}

/** The answer, with which other targets could have been meant: only a mode was named. */
export function withOthers(answer: Message, others: readonly Place[]): Message {
  const names = joinNames(others.map(targetName), NAMED);
  if (names === null) return answer;
  const also = t.errors.otherTargets(names);
  return message(`${answer.text} ${safeText(also)}`, [...answer.blocks, richText([also])]);
}
