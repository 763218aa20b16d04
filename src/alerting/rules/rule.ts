import type { z } from 'zod';
import type { LiveStatusSnapshot } from '../../monitors/live/liveSnapshot';
import type { RememberedRecords, WatchedRecords } from '../../monitors/records/watchedRecords';
import type { TargetObservation, WrittenSign } from '../observation/targetObservation';
import type { Details } from './details';
import type { WatchWindow } from './gracePeriod';
import type { Reason } from './reason';

/** What was observed of another target. */
export interface ObservedSide {
  readonly snapshot: LiveStatusSnapshot;
  readonly observation: TargetObservation;
}

/** What a rule evaluates. */
export interface RuleInput<Memory, Settings> extends WatchWindow {
  /** What the rule remembered of this target; null the first time. */
  readonly memory: Memory | null;
  readonly snapshot: LiveStatusSnapshot;
  /** What that adds to what was observed of the target before. */
  readonly observation: TargetObservation;
  /** What it has recorded of its orders and prices; null where no record is known, or they were not read. */
  readonly records: WatchedRecords | null;
  /** The paper trader of the same env and prefix; null where none is known. */
  readonly paper: () => ObservedSide | 'not_observed' | null;
  /**
   * After when it has given a sign of life that is not known, as the check that observed it stored nothing; null where all
   * are known.
   */
  readonly seenAliveAt: Date | null;
  /** When Redis was last noticed to have lost data, which may be the target's, too; null for never. */
  readonly lostAt: Date | null;
  readonly settings: Settings;
  /** `TIMEZONE`, IANA. */
  readonly zone: string;
  /** The day that it is in `TIMEZONE`: `2026-11-22`. */
  readonly day: string;
  /** After so long without any sign of life the target is down, in ms: then it begins anew with all of them. */
  readonly downAfterMs: number;
}

/** Whether something about a target is as it should be. */
export type Condition =
  | {
      readonly status: 'ok';
      /** When it was well again, as far as is known; without it, it is as of now. */
      readonly since?: Date;
    }
  | {
      readonly status: 'firing';
      /** When it began, as far as is known. */
      readonly since: Date;
      /** What is known, as plain data for the message: names from the rule's own vocabulary. */
      readonly details: Details;
    }
  /** Not decided yet, such as one new beat after a death: whatever was, stays. */
  | { readonly status: 'pending' };

/** Something that happened once. */
export interface RuleEvent {
  /** Names the happening within rule and target, the same in every instance that sees it: such as the counter's new value. */
  readonly key: string;
  /** `loud`: about real money. */
  readonly level: 'loud' | 'normal';
  readonly details: Details;
}

export interface RuleResult<Memory> {
  readonly memory: Memory;
  /** Null for a rule that only reports events. */
  readonly condition: Condition | null;
  readonly events: readonly RuleEvent[];
  /** For the log alone. */
  readonly log?: readonly string[];
  readonly reason: Reason;
}

/** What else tells when a verdict can change by time alone, as of the last check. */
export interface Deadlines<Settings> extends Pick<WatchWindow, 'continuousSince'> {
  /** As RuleInput. */
  readonly lostAt: Date | null;
  /** The expected sign that was written last; null where no write of any was ever observed. */
  readonly last: () => WrittenSign | null;
  readonly settings: Settings;
}

/** One rule: pure, in a file of its own, with its defaults, off-switch and text. */
export interface Rule<Memory = unknown, Settings = unknown> {
  /** As in the configuration: `no_sign_of_life`, `stale_portfolio`, `circuit_breaker`, … */
  readonly name: string;
  /** A codec: plain JSON on the one side, what the rule works with on the other. */
  readonly memorySchema: z.ZodType<Memory>;
  /** Parses the rule's part of the configuration, filling in defaults. */
  readonly settingsSchema: z.ZodType<Settings>;
  evaluate(input: RuleInput<Memory, Settings>): RuleResult<Memory>;
  /**
   * When the condition can change though nothing new is written, by what the rule remembers; those in the past count no more.
   * None for a rule whose condition follows from what is written alone.
   */
  changesAt(memory: Memory, deadlines: Deadlines<Settings>): readonly Date[];
  /** The records that have to be read for it, by what it remembers; none unless given. */
  remembers?(memory: Memory): Partial<RememberedRecords>;
}
