import { type Decision, type Incident, type Known, readKnown } from '../alerts';
import { isBegunAnew, knownAgain } from '../alerts/knownAgain';
import { hasComeFrom, marked, type Versioned } from '../alerts/trail';
import type { Logger } from '../logger';
import { StateUnavailableError } from '../state/errors';
import type { Ledger, LedgerChange } from '../state/ledger';
import { ledgerChange } from './ledgerChange';
import { lookedUpFirst, type Remembered, restoredBy, type Stored, together, waitingAfter } from './restoring';

/** What is known at the beginning of a decision, and what its commit needs to know of it. */
export interface Recalled {
  /** What the ledger knows; where it has lost that, or it cannot be read, what this copy remembers. */
  readonly known: Known | null;
  /** The ledger itself. */
  readonly stored: Stored;
  /** What is to be stored anew; null for nothing. */
  readonly remembered: Remembered | null;
  /** Redis has lost what was certainly stored, and no check has known that yet: its other data may be older, too. */
  readonly isAfterLoss: boolean;
}

interface CommitOptions {
  /** What the decision sends may have been sent already, as far as this copy knows. */
  readonly isInDoubt?: boolean;
  /** Decided again later from what somebody does then, so that it need not be remembered while it may not be stored. */
  readonly isForgotten?: boolean;
  /** It follows from a check, and so knows of a loss. */
  readonly isOfCheck?: boolean;
}

/**
 * The ledger as one copy of the bot knows it: all that decide read and commit through this. It notices that Redis has
 * lost data, and stores with the next decision what this copy remembers.
 */
export class LedgerMemory {
  private remembered: Remembered | null = null;
  /** What may have been stored: the commit's answer was lost. */
  private unsure: Remembered | null = null;
  /** A loss was met, and the data restored, by what sees nothing of the traders: the next check is to know. */
  private isLossUntold = false;

  constructor(
    private readonly deps: {
      readonly ledger: Ledger;
      readonly log: Logger;
      /** How often this copy checks, in ms; 0 unless given. */
      readonly checkIntervalMs?: number;
      /** From 0 to 1; Math.random unless given. */
      readonly random?: () => number;
    },
  ) {}

  /** What was known and stored when it was last read or written here; null before that. */
  known(): Known | null {
    return this.remembered?.known ?? null;
  }

  /**
   * What is known now, read anew only where another instance has stored something since; what was known last, where the
   * store cannot be read.
   */
  async current(): Promise<Known | null> {
    try {
      const known = this.unsure === null ? this.remembered : null;
      if (known !== null && (await this.deps.ledger.version()) === known.version) return known.known;
      return (await this.read()).known;
    } catch (error) {
      if (!(error instanceof StateUnavailableError)) throw error;
      return this.known();
    }
  }

  /** The incident as it was last known here; null when it is not. */
  incident(id: string): Incident | null {
    return this.known()?.incidents.find((incident) => incident.id === id) ?? null;
  }

  /** What is known now. Throws StateUnavailableError. */
  async read(): Promise<Recalled> {
    const { ledger, log, checkIntervalMs = 0 } = this.deps;
    const [text, messages, waiting] = await Promise.all([ledger.read(), ledger.messages(), ledger.waiting()]);
    const { known, forgotten } = text === null ? NOTHING_READ : readKnown(text.known);
    for (const what of forgotten) log.warn({ what }, 'a part of what was known cannot be read');
    const stored: Stored = { version: text?.version ?? 0, known, messages, waiting };
    const lost = (one: Remembered | null): Remembered | null =>
      one !== null && (text === null || (known !== null && !holds({ ...stored, known }, one))) ? one : null;
    const unsure = lost(this.unsure);
    // Where what was in doubt is stored, so is what came before it.
    const certain = this.unsure !== null && unsure === null ? null : lost(this.remembered);
    const isLost = certain !== null;
    const isAfterLoss = isLost || this.isLossUntold;
    if (known !== null && !isLost) {
      const stands = [...messages].map(([incidentId, message]) => ({ incidentId, text: message }));
      this.remembered = { version: stored.version, known, messages: stands, waiting };
      this.unsure = unsure;
    }
    const remembered = certain !== null && unsure !== null ? together(certain, unsure) : (certain ?? unsure);
    if (remembered !== null) {
      const again = knownAgain(remembered.known, known, { isLost, checkIntervalMs });
      return { known: again, stored, remembered, isAfterLoss };
    }
    const { known: own = null } = this.unsure ?? this.remembered ?? {};
    return { known: known ?? own, stored, remembered: null, isAfterLoss };
  }

  /** Stores what was decided from what was read; false when somebody else was faster. Throws StateUnavailableError. */
  async commit(
    decision: Decision,
    { known, stored, remembered, isAfterLoss }: Recalled,
    { isInDoubt = false, isForgotten = false, isOfCheck = false }: CommitOptions = {},
  ): Promise<boolean> {
    const { ledger, log, random = Math.random } = this.deps;
    const mark = Math.floor(random() * 36 ** 6).toString(36);
    const after = marked(decision.known, mark);
    const decided = ledgerChange({ ...decision, known: after }, stored.version);
    const change =
      remembered !== null && known !== null
        ? restoredBy(remembered, stored, decided, known)
        : isInDoubt
          ? { ...decided, put: decided.put.map(lookedUpFirst) }
          : decided;
    const next: Remembered = {
      version: change.to ?? change.from + 1,
      known: after,
      messages: messagesAfter(this.remembered, change),
      waiting: waitingAfter(change, remembered === null ? stored.waiting : []),
    };
    if (isAfterLoss && !isOfCheck) this.isLossUntold = true;
    try {
      if (!(await ledger.commit(change))) return false;
    } catch (error) {
      const isRefused = error instanceof StateUnavailableError && error.isReply;
      if (!isForgotten && !isRefused) this.unsure = next;
      throw error;
    }
    if (remembered !== null)
      log.warn(
        remembered === this.unsure
          ? 'it was not known whether what the bot decided last was stored; it was stored anew from memory'
          : 'Redis had lost what the bot stored last; it was stored anew from memory',
      );
    this.remembered = next;
    this.unsure = null;
    if (isOfCheck) this.isLossUntold = false;
    return true;
  }
}

/**
 * Whether the ledger has what is remembered of it. It has lost that where it is older, as after a restart from a snapshot or
 * a failover to a replica that lagged behind; or where another copy has gone on from older data, or begun anew with none.
 */
const holds = (stored: Versioned, remembered: Remembered): boolean =>
  !isBegunAnew(stored.known, remembered.known) && hasComeFrom(stored, remembered);

function messagesAfter(before: Remembered | null, change: LedgerChange): Remembered['messages'] {
  if (change.messages.length === 0) return before?.messages ?? [];
  const texts = new Map(before?.messages.map(({ incidentId, text }) => [incidentId, text]));
  for (const { incidentId, text } of change.messages) texts.set(incidentId, text);
  return [...texts].map(([incidentId, text]) => ({ incidentId, text }));
}

const NOTHING_READ = { known: null, forgotten: [] } as const;
