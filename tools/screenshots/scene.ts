import type { Stores } from '../../src/storage/connect';
import type { Stage } from './setup';

/** A message on the page. */
export interface Shown {
  /** The channel's name; `dm` for direct messages, `home` for the Home tab, `modal` for what is open on top of all. */
  readonly in: string;
  /** Who looks; the operator unless told. */
  readonly as?: string;
  /** The message has this text, and is the last that has it; any, unless told. */
  readonly has?: string;
  /** In the thread of the last message of the channel that has replies. */
  readonly inThread?: true;
  /** With what is folded away in it. */
  readonly isUnfolded?: true;
}

/** A message of the bot, and how it comes to be. */
export interface Scene {
  /** What its pictures' files are called. */
  readonly name: string;
  readonly title: string;
  /** What had happened, as a sentence for a reader. */
  readonly situation: string;
  /** What the operator types; left out where the bot speaks by itself. */
  readonly command?: string | ((stage: Stage) => string);
  /** Which message is drawn; without it, the last that the bot said where the command was typed. */
  readonly shows?: Shown;
  /** Brings the demo world, or the store below it, into the situation. */
  readonly prepare?: (stage: Stage) => void | Promise<void>;
  /** Settings of the bot that differ. */
  readonly env?: Readonly<Record<string, string>>;
  /** The text of its configuration file. */
  readonly file?: string;
  /** Whether there is a past that never was, a month of checks, to be asked about. */
  readonly past?: boolean;
  /** What the bot reads in place of the demo's state. */
  readonly state?: (demo: Stores) => Stores;
}

export interface Section {
  readonly title: string;
  readonly scenes: readonly Scene[];
}
