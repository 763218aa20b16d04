import {
  blindnessNow,
  type DecideSettings,
  decide,
  type Incident,
  type Known,
  readKnown,
  type Seen,
  type Sighting,
} from '../alerts';
import type { Clock } from '../clock';
import { ledgerChange } from '../delivery/ledgerChange';
import type { Logger } from '../logger';
import { StateUnavailableError } from '../state/errors';
import type { Ledger, StoredMessage } from '../state/ledger';

/** What a watcher asks of the courier. */
export interface Teller {
  /** Something waits to be sent. */
  wake(): void;
  /** Tells of a blindness from memory, since there is no ledger while it lasts. */
  tellBlindness(incident: Incident, channel: string): Promise<void>;
}

type Stored = Awaited<ReturnType<Ledger['read']>>;

export interface WatcherDeps {
  readonly look: () => Promise<Sighting>;
  readonly ledger: Ledger;
  readonly courier: Teller;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: DecideSettings;
}

/** What came of a check: `decided`; `beaten` by another copy, which saw the same; or `blind`. */
export type CheckOutcome = 'decided' | 'beaten' | 'blind';

/** What was stored at the last check, for when Redis is away, or comes back without it. */
interface Remembered {
  readonly known: Known;
  readonly messages: readonly StoredMessage[];
}

/** One copy's part in watching: sees, decides, and stores what follows in one step. */
export class Watcher {
  private remembered: Remembered | null = null;

  constructor(private readonly deps: WatcherDeps) {}

  /**
   * One check. The ledger is read before the traders are looked at: else another copy's newer sight could be taken for
   * what came before an older one, and an event told twice. Never rejects for a Redis that is away: that is being blind.
   */
  async check(): Promise<CheckOutcome> {
    const { ledger, look, clock } = this.deps;
    try {
      const [stored, messages] = await Promise.all([ledger.read(), ledger.messages()]);
      const seen = await look();
      return seen.kind === 'blind' ? this.blind(seen.at) : await this.decided(seen, stored, messages);
    } catch (error) {
      if (error instanceof StateUnavailableError) return this.blind(clock.now());
      throw error;
    }
  }

  /** The incident as it was last known here; null when it is not. */
  incident(id: string): Incident | null {
    return this.remembered?.known.incidents.find((incident) => incident.id === id) ?? null;
  }

  /** What was known and stored when it was last read or written here; null before that. */
  known(): Known | null {
    return this.remembered?.known ?? null;
  }

  /** What another job has stored, which this copy is to know if Redis loses it. */
  remember(known: Known): void {
    this.remembered = { known, messages: this.remembered?.messages ?? [] };
  }

  private async decided(
    seen: Seen,
    stored: Stored,
    messages: ReadonlyMap<string, string>,
  ): Promise<CheckOutcome> {
    const { ledger, settings, log, courier } = this.deps;
    const base = this.recalled(stored, messages);
    const decision = decide(base, seen, settings);
    const restored = stored === null ? (this.remembered?.messages ?? []) : [];
    const change = ledgerChange(decision, stored?.version ?? 0);
    const committed = await ledger.commit({ ...change, messages: [...restored, ...change.messages] });
    if (!committed) return 'beaten';
    if (stored === null && this.remembered !== null) {
      log.warn('Redis came back without what the bot had stored; it was stored anew from memory');
    }
    this.remembered = { known: decision.known, messages: this.remembered?.messages ?? [] };
    for (const line of decision.log) log.info(line);
    courier.wake();
    return 'decided';
  }

  /** What the ledger knows; where it has lost that, or it cannot be read, what this copy remembers of it. */
  private recalled(stored: Stored, messages: ReadonlyMap<string, string>): Known | null {
    const read = stored === null ? null : readKnown(stored.known);
    for (const what of read?.forgotten ?? []) {
      this.deps.log.warn({ what }, 'a part of what was known cannot be read');
    }
    if (read === null || read.known === null) return this.remembered?.known ?? null;
    const stands = [...messages].map(([incidentId, text]) => ({ incidentId, text }));
    this.remembered = { known: read.known, messages: stands };
    return read.known;
  }

  private blind(now: Date): CheckOutcome {
    const { courier, settings } = this.deps;
    const incident = this.remembered && blindnessNow(this.remembered.known, now, settings);
    if (incident !== null) void courier.tellBlindness(incident, settings.channel);
    return 'blind';
  }
}
