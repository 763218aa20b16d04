import type { UnavailableReason } from '../src/state/errors';
import type { Message } from './message';

/** A command that was not understood. Words from the person are given as typed; they are made harmless here. */
export interface UsageFault {
  /** The word that fits nothing; null when one is missing. */
  readonly word: string | null;
  /** What is wrong with it, as the end of a sentence: `is not a mode or an env`. */
  readonly problem: string;
  /** What would have fitted: `live, paper, shadow, docker or local`. */
  readonly expected: string;
  /** The nearest word that fits, or null. */
  readonly suggestion: string | null;
  /** The whole usage: `/arb-status [live|paper|shadow] [docker|local] [public]`. */
  readonly usage: string;
}

/** Says that the traders' state cannot be read, since when, and what that does not mean. */
export const unavailableMessage = (fault: {
  readonly reason: UnavailableReason;
  readonly since: Date;
  readonly now: Date;
}): Message => ({ text: fault.reason, blocks: [] });

/** Says sorry for a fault of our own, with the id under which the log tells the rest. */
export const apologyMessage = (referenceId: string): Message => ({ text: referenceId, blocks: [] });

/** One line that a person can act on. */
export const usageMessage = (fault: UsageFault): Message => ({ text: fault.usage, blocks: [] });
