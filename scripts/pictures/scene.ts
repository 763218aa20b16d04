import type { State } from '../../src/state/open';
import type { Stage } from './stage';

/** A message of the bot, and how it comes to be. */
export interface Scene {
  /** What its pictures' files are called. */
  readonly name: string;
  readonly title: string;
  /** What had happened, as a sentence for a reader. */
  readonly situation: string;
  /** What the operator types. */
  readonly command: string | ((stage: Stage) => string);
  /** Brings the demo world, or the store below it, into the situation. */
  readonly prepare?: (stage: Stage) => void | Promise<void>;
  /** Settings of the bot that differ. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the bot reads in place of the demo's state. */
  readonly state?: (demo: State) => State;
}

export interface Section {
  readonly title: string;
  readonly scenes: readonly Scene[];
}
