import type { Posted } from '../../slack/outbound/slackApi';
import type { IncidentMessageRef } from './codec';
import type { MessageRef } from './notification';

/** An incident's messages: the one that is kept up to date first, then those left behind. */
export const allRefs = (placed: IncidentMessageRef | null): readonly MessageRef[] =>
  placed === null ? [] : [placed, ...placed.staleMessages];

/** The messages of one incident as the store has them, and what one attempt learns of them. */
export class MessageRefs {
  private readonly deleted = new Set<string>();

  constructor(private readonly placed: IncidentMessageRef | null) {}

  /** The one that is kept up to date; null when there is none, or when it is gone. */
  get current(): IncidentMessageRef | null {
    return this.placed === null || this.deleted.has(this.placed.ts) ? null : this.placed;
  }

  /** All that are there. */
  get existing(): readonly MessageRef[] {
    return allRefs(this.placed).filter(({ ts }) => !this.deleted.has(ts));
  }

  markDeleted(ts: string): void {
    this.deleted.add(ts);
  }

  /** For the store, without those left behind that are gone; null when it has none. */
  toStored(): IncidentMessageRef | null {
    if (this.placed === null) return null;
    return {
      ...this.placed,
      staleMessages: this.placed.staleMessages.filter(({ ts }) => !this.deleted.has(ts)),
    };
  }

  /** For the store, once this is the one that is kept up to date: others, in other channels, are left behind. */
  withCurrent(
    main: MessageRef,
    coveredUntil: Date | null,
    strayed: readonly MessageRef[] = [],
  ): IncidentMessageRef {
    return {
      ...main,
      coveredUntil,
      staleMessages: [...this.existing, ...strayed]
        .filter(({ channel }) => channel !== main.channel)
        .map(refOf),
    };
  }

  /** For the store, once one that was left behind is brought to this revision. */
  withUpdated({ ts }: Posted, revision: number): IncidentMessageRef | null {
    const kept = this.toStored();
    return (
      kept && {
        ...kept,
        staleMessages: kept.staleMessages.map((each) => (each.ts === ts ? { ...each, revision } : each)),
      }
    );
  }
}

const refOf = ({ channel, ts, revision }: MessageRef): MessageRef => ({ channel, ts, revision });
