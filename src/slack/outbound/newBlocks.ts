import type { Message } from '../../../formatters/blockKit/message';
import { type NewBlock, newBlocksIn, withPlainBlocks } from '../../../formatters/blockKit/plainBlocks';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';

/** For so long what Slack said of a block holds, in ms: it brings new blocks to one workspace after the other. */
const HOLDS_MS = 24 * 3_600_000;

/** A block that the workspace does not take yet. */
export interface RefusedBlock {
  readonly type: NewBlock;
  readonly at: Date;
}

/** Slack's refusal of a message's blocks, with its reasons as far as it gives them. */
export type BlockRefusal = readonly string[];

/**
 * Which of the new blocks this workspace takes, as its answers tell. A message that is refused for them is sent
 * again at once without them, and so are those of the next 24 hours. Kept in memory: after a restart one message tells.
 */
export class NewBlocks {
  private readonly answers = new Map<
    NewBlock,
    { readonly taken: boolean; readonly at: Date; readonly atMs: number }
  >();

  constructor(private readonly deps: { readonly clock: Clock; readonly log: Logger }) {}

  /** The message without the blocks that are refused at present. */
  prepared(message: Message): Message {
    const refused = newBlocksIn(message).filter((type) => this.taken(type) === false);
    return refused.length === 0 ? message : withPlainBlocks(message, refused);
  }

  /** False where it is not known whether Slack takes all blocks of the message. */
  isTaken(message: Message): boolean {
    return newBlocksIn(message).every((type) => this.taken(type) === true);
  }

  /** What is refused at present. */
  refused(): RefusedBlock[] {
    return [...this.answers].flatMap(([type, { at }]) => (this.taken(type) === false ? [{ type, at }] : []));
  }

  /**
   * Sends the message, and where Slack refuses it for its blocks, the same without the new ones. Throws what `send` throws.
   * @param refusalOf null for an error that is no refusal of the blocks
   */
  async send<T>(
    message: Message,
    send: (message: Message) => Promise<T>,
    refusalOf: (error: unknown) => BlockRefusal | null,
  ): Promise<T> {
    const prepared = this.prepared(message);
    const types = newBlocksIn(prepared);
    if (types.length === 0) return send(prepared);
    try {
      const sent = await send(prepared);
      this.record(types, true);
      return sent;
    } catch (error) {
      const reasons = refusalOf(error);
      if (reasons === null) throw error;
      // Only where this one is taken were the new blocks to blame.
      const sent = await send(withPlainBlocks(prepared, types));
      const named = types.filter((type) => reasons.some((reason) => reason.includes(type)));
      this.record(named.length > 0 ? named : types, false, reasons);
      return sent;
    }
  }

  private taken(type: NewBlock): boolean | null {
    const answer = this.answers.get(type);
    if (answer === undefined || this.deps.clock.monotonicMs() - answer.atMs > HOLDS_MS) return null;
    return answer.taken;
  }

  private record(types: readonly NewBlock[], taken: boolean, reasons: BlockRefusal = []): void {
    const { clock, log } = this.deps;
    const changed = types.filter((type) => this.taken(type) !== taken);
    const recovered = changed.filter((type) => this.answers.get(type)?.taken === false);
    const answer = { taken, at: clock.now(), atMs: clock.monotonicMs() };
    for (const type of taken ? types : changed) this.answers.set(type, answer);
    if (!taken && changed.length > 0)
      log.warn({ blocks: changed, reasons }, 'Slack refuses new blocks; sending without them for 24 h');
    if (taken && recovered.length > 0) log.info({ blocks: recovered }, 'Slack takes new blocks now');
  }
}
