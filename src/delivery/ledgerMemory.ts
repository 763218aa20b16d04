import { type Decision, type Incident, type Known, readKnown } from '../alerts';
import { isBegunAnew, knownAgain } from '../alerts/knownAgain';
import { hasComeFrom, marked } from '../alerts/trail';
import type { Logger } from '../logger';
import { StateUnavailableError } from '../state/errors';
import type { Ledger, LedgerChange } from '../state/ledger';
import { ledgerChange } from './ledgerChange';
import { type Lost, lookedUpFirst, type Remembered, restoredBy, waitingAfter } from './restoring';

/** What is known at the beginning of a decision, and what its commit needs to know of it. */
export interface Recalled {
  /** What the ledger knows; where it has lost that, or it cannot be read, what this copy remembers. */
  readonly known: Known | null;
  /** When the traders were last seen by what is stored; null when that cannot be told. */
  readonly storedSight: Date | null;
  readonly lost: Lost;
  /** What is to be stored anew; null for nothing. */
  readonly remembered: Remembered | null;
  /** Redis has lost what was certainly stored: its other data may be older than it was, too. */
  readonly isAfterLoss: boolean;
}

interface CommitOptions {
  /** What the decision sends may have been sent already, as far as this copy knows. */
  readonly isInDoubt?: boolean;
  /** Decided again later from what somebody does then, so that it need not be remembered while it may not be stored. */
  readonly isForgotten?: boolean;
}

/**
 * The ledger as one copy of the bot knows it: all that decide read and commit through this. It notices that Redis has
 * lost data, and stores with the next decision what this copy remembers.
 */
export class LedgerMemory {
  private remembered: Remembered | null = null;
  /** What may have been stored: the commit's answer was lost. */
  private unsure: Remembered | null = null;

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

  /** The incident as it was last known here; null when it is not. */
  incident(id: string): Incident | null {
    return this.known()?.incidents.find((incident) => incident.id === id) ?? null;
  }

  /** What is known now. Throws StateUnavailableError. */
  async read(): Promise<Recalled> {
    const { ledger, log, checkIntervalMs = 0 } = this.deps;
    const [stored, messages, waiting] = await Promise.all([
      ledger.read(),
      ledger.messages(),
      ledger.waiting(),
    ]);
    const { known, forgotten } = stored === null ? NOTHING_READ : readKnown(stored.known);
    for (const what of forgotten) log.warn({ what }, 'a part of what was known cannot be read');
    const lost: Lost = { version: stored?.version ?? 0, known, messages, waiting };
    const remembered = this.unsure ?? this.remembered;
    const storedSight = known?.sawAt ?? null;
    if (
      remembered !== null &&
      (stored === null || (known !== null && hasLost(remembered, { ...lost, known })))
    ) {
      const isAfterLoss =
        this.remembered !== null && (known === null || hasLost(this.remembered, { ...lost, known }));
      const again = knownAgain(remembered.known, known, { isLost: isAfterLoss, checkIntervalMs });
      return { known: again, storedSight, lost, remembered, isAfterLoss };
    }
    if (known === null)
      return { known: remembered?.known ?? null, storedSight, lost, remembered: null, isAfterLoss: false };
    const stands = [...messages].map(([incidentId, text]) => ({ incidentId, text }));
    this.remembered = { version: lost.version, known, messages: stands, waiting };
    this.unsure = null;
    return { known, storedSight, lost, remembered: null, isAfterLoss: false };
  }

  /** Stores what was decided from what was read; false when somebody else was faster. Throws StateUnavailableError. */
  async commit(
    decision: Decision,
    { known, lost, remembered }: Recalled,
    { isInDoubt = false, isForgotten = false }: CommitOptions = {},
  ): Promise<boolean> {
    const { ledger, log, random = Math.random } = this.deps;
    const mark = Math.floor(random() * 36 ** 6).toString(36);
    const after = marked(decision.known, mark);
    const decided = ledgerChange({ ...decision, known: after }, lost.version);
    const change =
      remembered !== null && known !== null
        ? restoredBy(remembered, lost, decided, known)
        : isInDoubt
          ? { ...decided, put: decided.put.map(lookedUpFirst) }
          : decided;
    const next: Remembered = {
      version: change.to ?? change.from + 1,
      known: after,
      messages: messagesAfter(this.remembered, change),
      waiting: waitingAfter(change, remembered === null ? lost.waiting : []),
    };
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
    return true;
  }
}

/**
 * Whether the ledger has lost what is remembered of it: it is older, as after a restart from a snapshot or a failover to a
 * replica that lagged behind; or another copy has gone on from older data, or begun anew with none.
 */
const hasLost = (
  remembered: Remembered,
  stored: { readonly version: number; readonly known: Known },
): boolean => isBegunAnew(stored.known, remembered.known) || !hasComeFrom(stored, remembered);

function messagesAfter(before: Remembered | null, change: LedgerChange): Remembered['messages'] {
  const texts = new Map(before?.messages.map(({ incidentId, text }) => [incidentId, text]));
  for (const { incidentId, text } of change.messages) texts.set(incidentId, text);
  return [...texts].map(([incidentId, text]) => ({ incidentId, text }));
}

const NOTHING_READ = { known: null, forgotten: [] } as const;
