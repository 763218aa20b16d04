import type { Role } from '../../src/access/roles';
import type { AlertsService } from '../../src/alerting/service';
import type { CommandDeps, CommandResponse } from '../command';
import type { ReservedWord } from '../lib/commandWords';
import type { Token } from '../lib/tokens';

/** What a subcommand works with: there is an alert channel. */
export interface AlertDeps extends CommandDeps {
  readonly alerts: AlertsService;
}

/** What can be typed behind `/arb-alerts`. */
export interface AlertSubcommand {
  /** Its name, then other words for it. */
  readonly words: readonly [ReservedWord, ...ReservedWord[]];
  /** How it is typed, its name first: `snooze <target> [2h | until 09:00]`. */
  readonly usage: string;
  /** Without the `/arb-alerts ` that stands before each. */
  readonly examples: readonly { readonly text: string; readonly meaning: string }[];
  /** Checked before it is executed. */
  readonly role: Role;
  /** It changes nothing, whatever its words: a terminal has it, too. */
  readonly readsOnly?: true;
  /** Whether its words may contain a text, in which the names of other subcommands and of traders stand for nothing. */
  readonly takesText?: true;
  /** `words` are the typed ones without its own name. Throws UsageError, TargetError and StateUnavailableError. */
  execute(words: readonly Token[], deps: AlertDeps): Promise<CommandResponse>;
}
