import type { CommandDeps, CommandResponse } from '../command';
import type { Token } from '../lib/tokens';

/** What can be typed behind `/arb`. */
export interface BotSubcommand {
  readonly name: string;
  /** How it is typed: `compare <target> <target> [24h]`. */
  readonly usage: string;
  /** Without the `/arb ` that stands before each. */
  readonly examples: readonly { readonly text: string; readonly meaning: string }[];
  /** `words` are the typed ones without its name. Throws UsageError, TargetError and StateUnavailableError. */
  execute(words: readonly Token[], deps: CommandDeps): Promise<CommandResponse>;
}
