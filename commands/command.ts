import type { FormatOptions, Message } from '../formatters';
import type { Requester, Roles } from '../src/access/roles';
import type { AlertsService } from '../src/alerting/service';
import type { TargetStates } from '../src/alerting/targetStates';
import type { DigestsService } from '../src/digests/digestService';
import type { Clock } from '../src/lib/clock';
import type { Logger } from '../src/lib/logger';
import type { LiveMonitorSettings } from '../src/monitors/live/liveStatusMonitor';
import type { TargetDirectory } from '../src/monitors/live/targetDirectory';
import type { SessionFinder } from '../src/monitors/tuning/sessionFinder';
import type { AskEviction } from '../src/redis/eviction';
import type { StateStore } from '../src/state/store';
import type { BotStore } from '../src/storage/botStore';

/** What commands work with. */
export interface CommandDeps {
  readonly store: StateStore;
  readonly botStore: BotStore;
  readonly clock: Clock;
  readonly log: Logger;
  readonly live: LiveMonitorSettings;
  /** Which traders there are. */
  readonly targets: TargetDirectory;
  /** Says how targets are. */
  readonly states: Pick<TargetStates, 'of'>;
  /** Finds tuning sessions. */
  readonly sessions: SessionFinder;
  /** Whether Redis evicts keys; nobody knows unless given. */
  readonly eviction?: AskEviction;
  readonly format: FormatOptions;
  /** Null where no alert channel is configured. */
  readonly alerts: AlertsService | null;
  /** The same. */
  readonly digests: DigestsService | null;
  /** The IANA zone of the bot's own clock times, such as "until 09:00". */
  readonly zone: string;
  readonly roles: Roles;
  /** Who asks, and where. */
  readonly requester: Requester;
}

/** What a command says, and to whom: to the person alone, or to the whole channel. */
export interface CommandResponse {
  readonly message: Message;
  readonly public: boolean;
}

/** A slash command. The help, manifest.yml and the registration are all checked against these. */
export interface Command {
  /** With its slash. */
  readonly name: `/${string}`;
  /** What it does, for the list of commands in Slack. */
  readonly description: string;
  /** The words it takes, as Slack shows them beside the name. */
  readonly usageHint: string;
  /** Lines to type, with what each shows. */
  readonly examples: readonly { readonly text: string; readonly meaning: string }[];
  /**
   * Answers the words behind the name. A word that fits nothing gets an answer that says so.
   * Throws StateUnavailableError.
   */
  execute(text: string, deps: CommandDeps): Promise<CommandResponse>;
}

/** An answer that the person alone sees. */
export const ephemeral = (message: Message): CommandResponse => ({ message, public: false });
