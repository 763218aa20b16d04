import {
  blindnessNow,
  blindnessSinceStart,
  type DecideSettings,
  decide,
  type Incident,
  type Known,
  readKnown,
  type Seen,
  type Sighting,
} from '../alerts';
import type { Clock } from '../clock';
import type { Delivery } from '../delivery/delivery';
import { ledgerChange } from '../delivery/ledgerChange';
import type { Logger } from '../logger';
import { StateUnavailableError } from '../state/errors';
import type { Ledger } from '../state/ledger';
import {
  hasLost,
  inDoubt,
  isBegunAnew,
  knownAgain,
  type LedgerRead,
  type Remembered,
  type Restoring,
  restoredBy,
  waitingAfter,
} from './restoring';

/** What a watcher asks of the courier. */
export interface Teller {
  /** Something waits to be sent. */
  wake(): void;
  /** Tells of a blindness from memory, since there is no ledger while it lasts. */
  tellBlindness(incident: Incident, channel: string): Promise<void>;
  /** The blindness that a copy told of and did not end, such as one that died; null when none is known of. */
  blindnessLeftOpen(channel: string): Promise<Incident | null>;
}

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

/** One copy's part in watching: sees, decides, and stores what follows in one step. */
export class Watcher {
  private remembered: Remembered | null = null;
  /** The blindness that was told of from memory, until it is stored that it has ended. */
  private toldBlind: Incident | null = null;
  /** The same of a copy that may have died: looked for when this one sees for the first time, and after each blindness. */
  private leftOpen: Incident | null = null;
  /** In how many checks it is looked for; null for not any more. */
  private looksBackIn: number | null = 0;
  private decisions = 0;
  private readonly startedAt: Date;

  constructor(private readonly deps: WatcherDeps) {
    this.startedAt = deps.clock.now();
  }

  /**
   * One check. The ledger is read before the traders are looked at: else another copy's newer sight could be taken for
   * what came before an older one, and an event told twice. Never rejects for a Redis that is away: that is being
   * blind. A fault of our own is being blind, too, and rejects besides. Somebody who pressed a button meanwhile has seen
   * nothing of the traders: then it is decided anew from what was pressed.
   */
  async check(): Promise<CheckOutcome> {
    const { look, clock } = this.deps;
    try {
      let read = await this.read();
      const seen = await look();
      if (seen.kind === 'blind') return this.blind(seen.at);
      for (let tried = 1; ; tried += 1) {
        const outcome = await this.decided(seen, read);
        if (outcome !== 'beaten' || tried === TRIES) return outcome;
        const before = read;
        read = await this.read();
        if (isSeenSince(before, read)) return 'beaten';
      }
    } catch (error) {
      this.blind(clock.now());
      if (error instanceof StateUnavailableError) return 'blind';
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
    this.remembered = { version: 0, messages: [], waiting: [], ...this.remembered, known };
  }

  private async read(): Promise<LedgerRead> {
    const { ledger } = this.deps;
    const [stored, messages, waiting] = await Promise.all([
      ledger.read(),
      ledger.messages(),
      ledger.waiting(),
    ]);
    return { stored, messages, waiting };
  }

  private async decided(seen: Seen, read: LedgerRead): Promise<CheckOutcome> {
    const { ledger, settings, log, courier } = this.deps;
    const { base, restoring } = this.recalled(read);
    const toldBlind = this.toldBlind ?? this.leftOpen;
    const decision = decide(base, { ...seen, toldBlind }, settings);
    const version = read.stored?.version ?? 0;
    const decided = ledgerChange(decision, version);
    const change = restoredBy(restoring, this.decisions < IN_DOUBT ? inDoubt(decided) : decided);
    if (!(await ledger.commit(change))) return 'beaten';
    if (restoring !== null)
      log.warn('Redis had lost what the bot stored last; it was stored anew from memory');
    this.remembered = {
      version: change.to ?? version + 1,
      known: decision.known,
      messages: this.remembered?.messages ?? [],
      waiting: waitingAfter(change, restoring === null ? read.waiting : []),
    };
    this.decisions += 1;
    if (toldBlind === this.leftOpen) this.leftOpen = null;
    this.toldBlind = null;
    // Another copy may have told of it, too; this one's message must be brought to its end first.
    if (decision.deliveries.some(isOfBlindness)) this.looksBackIn = 1;
    else this.lookBack();
    for (const line of decision.log) log.info(line);
    courier.wake();
    return 'decided';
  }

  /** What the ledger knows; where it has lost that, or it cannot be read, what this copy remembers of it. */
  private recalled(read: LedgerRead): { readonly base: Known | null; readonly restoring: Restoring | null } {
    const { stored, messages, waiting } = read;
    const { known, forgotten } = stored === null ? NOTHING_READ : readKnown(stored.known);
    for (const what of forgotten) this.deps.log.warn({ what }, 'a part of what was known cannot be read');
    const { remembered } = this;
    if (remembered !== null && hasLost(remembered, stored, known))
      return {
        base: knownAgain(remembered.known, known),
        restoring: {
          ...remembered,
          stale: isBegunAnew(known, remembered.known) ? [] : waiting,
          staleMessages: messages,
        },
      };
    if (stored === null || known === null) return { base: remembered?.known ?? null, restoring: null };
    const stands = [...messages].map(([incidentId, text]) => ({ incidentId, text }));
    this.remembered = { version: stored.version, known, messages: stands, waiting };
    return { base: known, restoring: null };
  }

  /** Nothing waits for it: it takes a call of Slack. */
  private lookBack(): void {
    const { courier, settings } = this.deps;
    if (this.looksBackIn === null) return;
    this.looksBackIn -= 1;
    if (this.looksBackIn >= 0) return;
    this.looksBackIn = null;
    void courier.blindnessLeftOpen(settings.channel).then((incident) => {
      this.leftOpen = incident;
    });
  }

  /** Tells of it, if it has lasted long enough; of one blindness always as it was told first. */
  private blind(now: Date): CheckOutcome {
    const { courier, settings } = this.deps;
    const { remembered, startedAt } = this;
    this.toldBlind ??=
      remembered === null
        ? blindnessSinceStart(startedAt, now, settings)
        : blindnessNow(remembered.known, now, settings);
    if (this.toldBlind !== null) void courier.tellBlindness(this.toldBlind, settings.channel);
    return 'blind';
  }
}

const isOfBlindness = (delivery: Delivery): boolean =>
  delivery.kind === 'incident' && delivery.incident.rule === 'blind';

/** What follows from the first sights of a copy is looked up before it is sent: it takes some to tell of anything. */
const IN_DOUBT = 10;

/** A decision that lost to people's is made anew so many times in all. */
const TRIES = 8;

/** Whether another copy's check was stored between the two, or something that cannot be told. */
function isSeenSince(before: LedgerRead, after: LedgerRead): boolean {
  const [was, is] = [before, after].map(({ stored }) => stored && readKnown(stored.known).known?.sawAt);
  return !was || !is || was.getTime() !== is.getTime();
}

const NOTHING_READ = { known: null, forgotten: [] } as const;
