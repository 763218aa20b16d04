import { line, mention, type TextSpan, time } from '../../../blockKit/blocks';

/** ` by @somebody`; null where that is not known. */
export const by = (userId: string | null): TextSpan[] | null =>
  userId === null ? null : line` by ${mention(userId)}`;
export const until = (when: Date | null): TextSpan[] | null => when && line` until ${time(when)}`;
