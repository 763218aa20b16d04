import type { PostingRef } from '../posting/postingRef';
import type { IncidentMessageRef } from './codec';
import type { MessageRef } from './notification';

const NONE: ReadonlySet<string> = new Set();

/** An incident's messages: the one that is kept up to date first, then those left behind. */
export const allRefs = (ref: IncidentMessageRef | null): readonly MessageRef[] =>
  ref === null ? [] : [ref, ...ref.staleMessages];

/** The messages of one incident as the store has them, without those that an attempt found deleted. */
export class MessageRefs {
  constructor(
    private readonly stored: IncidentMessageRef | null,
    private readonly deleted: ReadonlySet<string> = NONE,
  ) {}

  /** Older messages that are to become pointers. */
  get superseded(): readonly MessageRef[] {
    return (this.stored?.superseded ?? []).filter(({ ts }) => !this.deleted.has(ts));
  }

  /** The one that is kept up to date; null when there is none, or when it is deleted. */
  get current(): IncidentMessageRef | null {
    return this.stored === null || this.deleted.has(this.stored.ts) ? null : this.stored;
  }

  get existing(): readonly MessageRef[] {
    return allRefs(this.stored).filter(({ ts }) => !this.deleted.has(ts));
  }

  markDeleted(ts: string): MessageRefs {
    return new MessageRefs(this.stored, new Set([...this.deleted, ts]));
  }

  /** For the store, without deleted ones that were left behind; null when it has none. */
  toStored(): IncidentMessageRef | null {
    if (this.stored === null) return null;
    const staleMessages = this.stored.staleMessages.filter(({ ts }) => !this.deleted.has(ts));
    const { superseded: _, ...stored } = this.stored;
    const { superseded } = this;
    return { ...stored, staleMessages, ...(superseded.length > 0 && { superseded }) };
  }

  /**
   * For the store, once this is the one that is kept up to date: others, in other channels, are left behind. Those of the
   * same channel become pointers to it, and so do all that were meant for another.
   */
  withCurrent(
    current: MessageRef,
    coveredUntil: Date | null,
    posting: PostingRef,
    misrouted: readonly MessageRef[] = [],
  ): IncidentMessageRef {
    const others = [...this.existing, ...misrouted].filter(({ ts }) => ts !== current.ts);
    const home = this.stored?.posting?.home ?? posting.home;
    const isOld = ({ channel }: MessageRef) => channel === current.channel || home !== posting.home;
    const superseded = [...this.superseded, ...others.filter(isOld)].filter(({ ts }) => ts !== current.ts);
    return {
      ...refOf(current),
      coveredUntil,
      staleMessages: others.filter((each) => !isOld(each)).map(refOf),
      ...(superseded.length > 0 && { superseded: superseded.map(refOf) }),
      posting,
    };
  }

  /** For the store, once an old one is a pointer, or gone. */
  withoutSuperseded(ts: string): IncidentMessageRef | null {
    const stored = this.toStored();
    if (stored === null) return null;
    const { superseded = [], ...rest } = stored;
    const left = superseded.filter((each) => each.ts !== ts);
    return left.length === 0 ? rest : { ...rest, superseded: left };
  }

  /** For the store, once one that was left behind is brought to this revision. */
  withUpdated(ts: string, revision: number): IncidentMessageRef | null {
    const stored = this.toStored();
    const updated = (each: MessageRef) => (each.ts === ts ? { ...each, revision } : each);
    return stored && { ...stored, staleMessages: stored.staleMessages.map(updated) };
  }
}

const refOf = ({ channel, ts, revision }: MessageRef): MessageRef => ({ channel, ts, revision });
