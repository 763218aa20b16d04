import { COMMANDS } from '../../commands';
import type { ReactedMessage } from '../../commands/actions/reaction';
import type { Services } from '../../commands/command';
import { handleAction, handleCommand, handleReaction } from '../../commands/lib/pipeline';
import type { Message } from '../../formatters';
import { shownIn } from '../../sandbox/blockKit/readable';
import { checkedContent } from '../../sandbox/messageContent';
import { type Requester, type RoleConfig, Roles, type UserGroups } from '../../src/access/roles';
import type { PagingSettings } from '../../src/alerting/escalation/escalation';
import type { AlertsService } from '../../src/alerting/service';
import type { AlertState, TargetRecord } from '../../src/alerting/state/alertState';
import { encodeState } from '../../src/alerting/state/codec';
import type { DigestConfig } from '../../src/digests/digest';
import { StoredDigestsService } from '../../src/digests/digestService';
import type { Finding } from '../../src/doctor/finding';
import type { Follow } from '../../src/follow/followService';
import type { HistoryReader } from '../../src/history/historyReader';
import { NO_HISTORY } from '../../src/history/noHistory';
import { type TargetDirectory, Targets } from '../../src/monitors/live/targetDirectory';
import { StateCache } from '../../src/notify/recovery/stateCache';
import { DEFAULT_ENVS } from '../../src/state/keys';
import { MemoryStore } from '../../src/state/stores/memoryStore';
import { MemoryAlertStore } from '../../src/storage/memory/memoryAlertStore';
import { MemoryBotStore } from '../../src/storage/memory/memoryBotStore';
import { People } from '../../src/storage/personal/people';
import { createAlertsService } from './alertsService';
import { settableClock } from './clock';
import { unreloadable } from './everyone';
import { NIGHT } from './incidents';
import { keptLog } from './log';
import { NO_RECORDS } from './records';
import { statesOver } from './states';
import { scanning } from './tuningState';

export const OPERATOR: Requester = { userId: 'U0OPERATOR', channelId: 'C0OPS' };
export const STRANGER: Requester = { userId: 'U0STRANGER', channelId: 'C0LOUNGE' };

export interface AlertHarnessOptions {
  /** What doctor finds; nothing unless given. */
  readonly findings?: readonly Finding[];
  /** What reloads, and what this instance has; nothing can be reloaded unless given. */
  readonly configuration?: Partial<Pick<Services, 'reload' | 'configuration'>>;
  readonly roles?: Partial<RoleConfig>;
  readonly groups?: UserGroups;
  readonly zone?: string;
  /** The zones of people's Slack profiles, by user id. */
  readonly zones?: Readonly<Record<string, string>>;
  /** In place of the service over the store; null for no alert channel. */
  readonly alerts?: AlertsService | null;
  readonly digests?: readonly DigestConfig[];
  readonly paging?: PagingSettings;
  /** In place of those of the default envs, and of what is known. */
  readonly targets?: TargetDirectory;
  /** None is kept unless given. */
  readonly history?: HistoryReader;
  /** Nothing can be followed unless given. */
  readonly follow?: Follow;
}

/** Those of the default envs. */
const DIRECTORY = { prefixes: ['arbitrage'], envs: DEFAULT_ENVS, named: [], ignored: [] };

const rememberedOf = ({ target, firstSeenAt }: TargetRecord) => ({ target, isSeen: firstSeenAt !== null });

export const noGroups: UserGroups = { members: async () => [] };

/** `/arb-alerts` and the buttons over a store in memory, at 03:02 UTC on 2026-11-22. */
export function createAlertHarness(options: AlertHarnessOptions = {}) {
  const clock = settableClock(NIGHT);
  const store = new MemoryStore(clock);
  const alertStore = new MemoryAlertStore(store, clock);
  const log = keptLog();
  const dispatcher = {
    wakes: 0,
    wake() {
      dispatcher.wakes += 1;
    },
  };
  const settings = {
    channel: 'C0ALERTS',
    checkIntervalMs: 15_000,
    outageAfterMs: 60_000,
    remindAfterMs: [3_600_000, 14_400_000] as const,
    rules: {},
    ...(options.paging && { paging: options.paging }),
  };
  const memory = new StateCache({ alertStore, log: log.log });
  const service = createAlertsService({
    alertStore,
    stateCache: memory,
    dispatcher,
    clock,
    log: log.log,
    settings: () => settings,
  });
  const configs = options.digests ?? [];
  const targets = new Targets(() => DIRECTORY, {
    discovered: () => null,
    remembered: () => memory.known()?.targets.map(rememberedOf) ?? [],
  });
  const digests = new StoredDigestsService({
    alertStore,
    configs: () => configs,
    clock,
    freshForMs: () => 60_000,
  });
  const roles = { viewers: null, operators: [OPERATOR.userId], ...options.roles };
  const botStore = new MemoryBotStore(store);
  const people = new People({ botStore, clock, log: log.log });
  const depsOf = (requester: Requester) => ({
    botStore,
    people,
    clock,
    log: log.log,
    targets: options.targets ?? targets,
    states: statesOver(store, clock, () => memory.current()),
    sessions: scanning(store),
    format: { demo: false, currency: null },
    alerts: options.alerts === undefined ? service : options.alerts,
    digests: options.alerts === null ? null : digests,
    history: options.history ?? NO_HISTORY,
    follow: options.follow ?? null,
    records: NO_RECORDS,
    zone: options.zone ?? 'UTC',
    userZones: { zoneOf: async (userId: string) => options.zones?.[userId] ?? null },
    roles: new Roles(() => roles, options.groups ?? noGroups, log.log),
    requester,
    doctor: async () => options.findings ?? [],
    ...unreloadable,
    ...options.configuration,
    newErrorId: () => 'ref-1234',
  });
  return {
    clock,
    store,
    alertStore,
    log,
    dispatcher,
    service,
    /** What the commands of the operator work with. */
    deps: depsOf(OPERATOR),
    /** The same of somebody else. */
    depsOf,
    /** Stores what is known, as a check would. */
    async know(known: AlertState): Promise<void> {
      const stored = await alertStore.load();
      const gone = [...(stored?.records.keys() ?? [])].map((name) => [name, null] as const);
      await alertStore.commit({
        from: stored?.version ?? 0,
        records: new Map([...gone, ...encodeState(known)]),
        enqueue: [],
        cancel: [],
        audit: [],
        messages: [],
      });
    },
    /** Types a command; what stands on the screen, and who sees it. Throws when Slack would not take the answer. */
    async ask(line: string, requester: Requester = OPERATOR) {
      const [name = '', ...rest] = line.split(' ');
      const command = COMMANDS.find((each) => each.name === name);
      if (command === undefined) throw new Error(`There is no command ${name}`);
      const answer = await handleCommand(command, rest.join(' '), depsOf(requester));
      return { ...seen(answer.message), public: answer.public };
    },
    /** Reacts to a message with 👀; what the one who reacted is told, null for nothing. */
    async react(message: ReactedMessage, requester: Requester = OPERATOR) {
      const response = await handleReaction(message, depsOf(requester));
      return response === null || response === 'unknown' ? response : seen(response.message);
    },
    /** Presses a button; what the one who pressed is told, null for nothing. */
    async press(actionId: string, value: string | null, requester: Requester = OPERATOR) {
      const response = await handleAction(actionId, value, depsOf(requester));
      return response === null ? null : seen(response.message);
    },
  };
}

export type AlertHarness = ReturnType<typeof createAlertHarness>;

/** A message as a person sees it. Throws when Slack would not take it. */
export function seen(message: Message): { readonly shown: string; readonly text: string } {
  const { text, blocks } = checkedContent(JSON.parse(JSON.stringify(message)));
  return { shown: shownIn(blocks).join('\n'), text };
}
