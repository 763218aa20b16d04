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

export interface WatcherDeps {
  readonly look: () => Promise<Sighting>;
  readonly ledger: Ledger;
  readonly courier: Teller;
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

  /** One check. Never rejects for a Redis that is away: that is being blind. */
  async check(): Promise<CheckOutcome> {
    const seen = await this.deps.look();
    if (seen.kind === 'blind') return this.blind(seen.at);
    try {
      return await this.decided(seen);
    } catch (error) {
      if (error instanceof StateUnavailableError) return this.blind(seen.at);
      throw error;
    }
  }

  /** The incident as it was last known here; null when it is not. */
  incident(id: string): Incident | null {
    return this.remembered?.known.incidents.find((incident) => incident.id === id) ?? null;
  }

  private async decided(seen: Seen): Promise<CheckOutcome> {
    const { ledger, settings, log, courier } = this.deps;
    const [stored, messages] = await Promise.all([ledger.read(), ledger.messages()]);
    const base = stored === null ? (this.remembered?.known ?? null) : this.understood(stored.known);
    // Another copy has checked since this one looked: what was seen here is older than what is known.
    if (base !== null && stored !== null && base.sawAt > seen.at) return 'beaten';
    const decision = decide(base, seen, settings);
    const dataWasLost = stored === null && this.remembered !== null;
    const restored = dataWasLost ? (this.remembered?.messages ?? []) : [];
    const change = ledgerChange(decision, stored?.version ?? 0);
    const committed = await ledger.commit({ ...change, messages: [...restored, ...change.messages] });
    if (!committed) return 'beaten';
    this.remembered = {
      known: decision.known,
      messages: dataWasLost ? restored : [...messages].map(([incidentId, text]) => ({ incidentId, text })),
    };
    if (dataWasLost)
      log.warn('Redis came back without what the bot had stored; it was stored anew from memory');
    for (const line of decision.log) log.info(line);
    courier.wake();
    return 'decided';
  }

  private understood(text: string): Known | null {
    const { known, forgotten } = readKnown(text);
    for (const what of forgotten) this.deps.log.warn({ what }, 'a part of what was known cannot be read');
    return known;
  }

  private blind(now: Date): CheckOutcome {
    const { courier, settings } = this.deps;
    const incident = this.remembered && blindnessNow(this.remembered.known, now, settings);
    if (incident !== null) void courier.tellBlindness(incident, settings.channel);
    return 'blind';
  }
}
