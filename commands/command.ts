import type { AnswerButton, FormatOptions, Message } from '../formatters';
import type { Languages } from '../src/access/languages';
import type { Requester, Roles } from '../src/access/roles';
import type { UserZones } from '../src/access/userZones';
import type { AlertsService } from '../src/alerting/service';
import type { TargetStates } from '../src/alerting/targetStates';
import type { DigestsService } from '../src/digests/digestService';
import type { Finding } from '../src/doctor/finding';
import type { Follow } from '../src/follow/followService';
import type { HistoryReader } from '../src/history/historyReader';
import type { Clock } from '../src/lib/clock';
import type { Language } from '../src/lib/language';
import type { Logger } from '../src/lib/logger';
import type { TargetDirectory } from '../src/monitors/live/targetDirectory';
import type { RecordMonitor } from '../src/monitors/records/recordMonitor';
import type { SessionFinder } from '../src/monitors/tuning/sessionFinder';
import type { AskEviction } from '../src/redis/eviction';
import type { RehearsalOutcome, RehearsalRequest } from '../src/rehearsal/rehearsals';
import type { InstanceConfiguration, ReloadOutcome } from '../src/reload/outcome';
import type { BotStore } from '../src/storage/botStore';
import type { People } from '../src/storage/personal/people';

/** What commands and actions work with, wired once in src/bot.ts. */
export interface Services {
  readonly botStore: BotStore;
  readonly clock: Clock;
  readonly log: Logger;
  /** Which traders there are. */
  readonly targets: TargetDirectory;
  /** The states of targets. */
  readonly states: Pick<TargetStates, 'of'>;
  /** What targets have recorded of their trading. */
  readonly records: Pick<RecordMonitor, 'snapshot' | 'recorded' | 'hasLooked'>;
  /** Finds tuning sessions. */
  readonly sessions: SessionFinder;
  /** Whether Redis evicts keys; not known unless given. */
  readonly eviction?: AskEviction;
  readonly format: FormatOptions;
  /** Null where no alert channel is configured. */
  readonly alerts: AlertsService | null;
  /** The same. */
  readonly digests: DigestsService | null;
  /** What checks found before. */
  readonly history: HistoryReader;
  /** The IANA zone of the bot's own clock times, such as "until 09:00". */
  readonly zone: string;
  /** The requester's own zone; not known unless given. */
  readonly userZones?: UserZones;
  /** In which language people and channels read; the one of the scope unless given. */
  readonly languages?: Languages;
  /** What people set for themselves. */
  readonly people: Pick<People, 'known' | 'of' | 'change'>;
  readonly roles: Pick<Roles, 'permission'>;
  /** Messages that keep themselves current; null where there are none, as in a terminal. */
  readonly follow?: Follow | null;
  /** Tries everything that the bot needs. */
  readonly doctor: () => Promise<readonly Finding[]>;
  /** Reads the configuration again, for this user, and applies it where it is valid. Never rejects. */
  readonly reload: (userId: string) => Promise<ReloadOutcome>;
  /** Says which alerts other settings would have sent. Rejects with HistoryUnavailableError, and with the signal's reason. */
  readonly rehearse: (request: RehearsalRequest, signal: AbortSignal) => Promise<RehearsalOutcome>;
  /** Which configuration this instance has, beside the one that was activated last. */
  readonly configuration: () => InstanceConfiguration;
}

/** The same for one request. */
export interface CommandDeps extends Services {
  readonly requester: Requester;
  /** Aborted when the time for a response is over: nothing needs to be read any more. */
  readonly signal: AbortSignal;
}

/** What a command says, to the whole channel or to the requester alone. */
export interface CommandResponse {
  readonly message: Message;
  readonly public: boolean;
  /** The same for programs, as a terminal prints it; absent where the message is all there is. */
  readonly data?: object;
  /** What was asked about is not there: in a terminal that is a failure. */
  readonly notFound?: true;
  /** What it offers to ask next; in Slack they stand below the message. */
  readonly buttons?: readonly AnswerButton[];
  /** The language of the message; set by the pipeline. */
  readonly language?: Language;
  /** It takes the place of the message whose button was pressed: of any, or of one that only the requester sees (`own`). */
  readonly replaces?: 'any' | 'own';
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
  /** Some of what it is asked changes something. */
  readonly mayWrite?: true;
  /** Whether these words only ask, so that a button may hold them. No words of it do where this is absent. */
  isQuestion?(text: string): boolean;
  /** The response to the words after the name. Throws UsageError, TargetError and StateUnavailableError. */
  execute(text: string, deps: CommandDeps): Promise<CommandResponse>;
}

/** A response that only the requester sees (Slack's word). */
export const ephemeral = (message: Message): CommandResponse => ({ message, public: false });

/** That what was asked about is not there. */
export const notThere = (message: Message): CommandResponse => ({ ...ephemeral(message), notFound: true });
