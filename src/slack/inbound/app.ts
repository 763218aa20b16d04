import type { RequestListener } from 'node:http';
import { App } from '@slack/bolt';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { CommandResponse } from '../../../commands/command';
import type { Requester } from '../../access/roles';
import type { SlackConfig } from '../../config';
import type { Clock } from '../../lib/clock';
import { memoizeFor } from '../../lib/memoize';
import { boltLogger } from '../boltLogger';
import { authTestUntilSuccess, externalFlag, type Identity } from '../identity';
import { fetchOrNetworkError } from '../outbound/fetch';
import type { NewBlocks } from '../outbound/newBlocks';
import { privatePoster } from '../outbound/privateAnswer';
import { HomeTabs } from '../outbound/views/homeTabs';
import { clientOptions, createWebClient } from '../webClient';
import { type ActionHandler, respondToAction } from './actions';
import { type RespondOptions, respondToCommand } from './commands';
import { DuplicateRequestFilter } from './duplicateRequests';
import { type EventHandlers, registerEvents } from './events';
import { InFlightRequests, type LoadOptions } from './inFlight';
import { OPENS_FORM } from './modals/forms';
import { overloadedAnswer, type ReaderLanguages, unknownCommandAnswer } from './otherAnswers';
import type { ReactionOptions } from './reactions';
import { openTransport, REQUEST_ID, type Transport } from './transport';

/** A slash command's handler. */
export interface CommandHandler {
  /** With its slash. */
  readonly name: string;
  /** Never rejects. */
  readonly handle: (text: string, requester: Requester) => Promise<CommandResponse>;
}

export interface SlackDeps
  extends LoadOptions,
    Pick<RespondOptions, 'ackResponseDeadlineMs' | 'newBlocks'>,
    Pick<ReactionOptions, 'retryAfterMs'> {
  readonly clock: Clock;
  readonly languages?: ReaderLanguages;
  /** Records a request over HTTP by its signature, or a message; false when another instance has. May throw. */
  readonly markRequestSeen?: (id: string) => Promise<boolean>;
}

const word = z.string().catch('');

/** What is read of a slash command. */
const commandSchema = z.object({
  text: word,
  user_id: word,
  channel_id: word,
  team_id: word,
  response_url: word,
});

const optionalId = z.string().optional().catch(undefined);

/** What is read of any request, to recognize a duplicate. */
const requestIdsSchema = z.object({ trigger_id: optionalId, event_id: optionalId }).catch({});

/** For each call of Slack's Web API. */
const TIMEOUT_MS = 5_000;

/** Slack is not asked more often than this whether it answers, in ms. */
const PROBE_INTERVAL_MS = 10_000;

interface Readiness {
  readonly ready: boolean;
  readonly detail: string;
}

/** The bot's side of Slack: takes slash commands and actions, and sends their responses. */
export class SlackApp {
  private readonly app: App;
  private readonly client: WebClient;
  private readonly answering: RespondOptions;
  private readonly homeTabs: HomeTabs;
  private readonly transport: Transport;
  private readonly inFlight: InFlightRequests;
  private readonly duplicates: DuplicateRequestFilter;
  private readonly overloaded: ReturnType<typeof overloadedAnswer>;
  private readonly stopping = new AbortController();
  private identity: Identity | null = null;
  /** Strangers may ask for readiness: Slack is asked seldom. */
  private readonly probe: () => Promise<Readiness>;

  constructor(
    private readonly config: SlackConfig,
    commands: readonly CommandHandler[],
    onAction: ActionHandler,
    private readonly deps: SlackDeps,
    events: EventHandlers = {},
  ) {
    const settings = { apiUrl: config.apiUrl, log: deps.log, timeoutMs: TIMEOUT_MS };
    this.client = createWebClient(config.botToken, { ...settings, fetch: fetchOrNetworkError });
    this.answering = {
      ...deps,
      apiUrl: config.apiUrl,
      postPrivately: privatePoster(this.client, deps.newBlocks),
    };
    this.homeTabs = new HomeTabs(this.client, { log: deps.log, stopping: this.stopping.signal });
    this.inFlight = new InFlightRequests(deps);
    this.overloaded = overloadedAnswer(deps.languages);
    this.probe = memoizeFor<void, Readiness>(PROBE_INTERVAL_MS, deps.clock, () => this.probeSlack());
    this.duplicates = new DuplicateRequestFilter(deps.clock);
    this.transport = openTransport(config, { ...deps, clientOptions: clientOptions(settings) });
    this.app = new App({
      receiver: this.transport.receiver,
      logger: boltLogger(deps.log),
      clientOptions: clientOptions(settings),
      // No listener keeps conversations or hears messages, and each costs every request a turn.
      convoStore: false,
      ignoreSelf: false,
      authorize: async () => ({ botToken: config.botToken, ...this.identity }),
    });
    this.app.error(async (error) => deps.log.error({ err: error }, 'request handler failed'));
    this.deduplicateRequests();
    this.registerCommands(commands);
    this.registerActions(onAction);
    this.registerEvents(events, onAction);
  }

  /** Takes `POST /slack/events`; null in Socket Mode. */
  get requestListener(): RequestListener | null {
    return this.transport.requestListener;
  }

  /** Resolves when commands can come in, however long Slack is away. Throws SlackTokenError, or AbortError once stopped. */
  async start(): Promise<void> {
    const { log } = this.deps;
    this.identity = await authTestUntilSuccess(this.client, log, this.stopping.signal);
    this.stopping.signal.throwIfAborted();
    await this.transport.start();
    log.info({ team: this.identity.teamName, transport: this.config.transport }, 'connected to Slack');
  }

  /** Finishes what is in flight, within `limitMs`, and then closes the connection. */
  async stop(limitMs: number): Promise<void> {
    this.stopping.abort();
    const finished = await this.inFlight.idle(limitMs);
    if (!finished) this.deps.log.warn('shutdown timed out with requests in flight');
    await this.transport.stop();
  }

  /** Whether commands can come in, and Slack answers when it is asked, which is at most every ten seconds. */
  async readiness(): Promise<Readiness> {
    if (this.identity === null) return { ready: false, detail: 'Slack has not answered yet' };
    if (!this.transport.isOpen()) return { ready: false, detail: 'the connection to Slack is broken' };
    return this.probe();
  }

  /** What went wrong is for the log alone. */
  private async probeSlack(): Promise<Readiness> {
    try {
      await this.client.auth.test();
      return { ready: true, detail: ['Slack answers', ...refusalNote(this.deps.newBlocks)].join('; ') };
    } catch (error) {
      this.deps.log.debug({ err: error }, 'readiness probe of Slack failed');
      const isRejected = error instanceof WebAPIPlatformError;
      return { ready: false, detail: isRejected ? "Slack refuses the bot's token" : 'Slack does not answer' };
    }
  }

  private deduplicateRequests(): void {
    this.app.use(async (args) => {
      const { trigger_id, event_id } = requestIdsSchema.parse(args.body);
      const requestId = args.context[REQUEST_ID];
      const ids = [requestId, trigger_id, event_id].filter((id) => typeof id === 'string');
      if (!this.duplicates.isDuplicate(ids) && !(await this.seenOverHttp(requestId))) return args.next();
      this.deps.log.warn('duplicate request dropped');
      if ('ack' in args) await (args.ack as () => Promise<void>)();
    });
  }

  /** Over HTTP anyone may send again what Slack sent; a Socket Mode envelope comes from Slack itself. */
  private async seenOverHttp(id: unknown): Promise<boolean> {
    return this.config.transport === 'http' && typeof id === 'string' && this.seenByAnotherInstance(id);
  }

  private async seenByAnotherInstance(id: string): Promise<boolean> {
    try {
      return (await this.deps.markRequestSeen?.(id)) === false;
    } catch (error) {
      this.deps.log.debug({ err: error }, 'duplicate check failed');
      return false;
    }
  }

  /** One listener for all commands: Bolt calls every listener for every request, to learn whether it wants it. */
  private registerCommands(handlers: readonly CommandHandler[]): void {
    const byName = new Map(handlers.map((handler) => [handler.name, handler]));
    const options = this.answering;
    this.app.command(/^/, async ({ command, ack }) => {
      const handler = byName.get(command.command) ?? this.unknownCommand(command.command, [...byName.keys()]);
      const request = commandSchema.parse(command);
      const requester = {
        userId: request.user_id,
        channelId: request.channel_id,
        ...externalFlag(request.team_id, this.identity),
      };
      const responding = this.inFlight.hasCapacity()
        ? handler.handle(request.text, requester)
        : this.overloaded(null, requester);
      const slash = { name: handler.name, requester, responseUrl: request.response_url, ack };
      await this.inFlight.track(respondToCommand(slash, responding, options));
    });
  }

  /** The Slack app has it and this version does not. */
  private unknownCommand(name: string, known: readonly string[]): CommandHandler {
    return {
      name,
      handle: async (_, requester) => {
        this.deps.log.warn({ command: name.slice(0, 100) }, 'unknown command');
        return unknownCommandAnswer(this.deps.languages, requester, name, known);
      },
    };
  }

  /** Takes all of them, whatever their action_id, so that an unknown one gets a response too. */
  private registerActions(onAction: ActionHandler): void {
    const externalFlagOf = (team: string | null) => externalFlag(team, this.identity);
    const { answering, homeTabs } = this;
    const options = { ...answering, externalFlagOf, homeTabs, pressing: new Set<string>() };
    this.app.action(new RegExp(`^(?!(?:${OPENS_FORM.join('|')})$)`), async ({ ack, body, action }) => {
      const handler = this.inFlight.hasCapacity() ? onAction : this.overloaded;
      await this.inFlight.track(respondToAction({ ack: () => ack(), body, action }, handler, options));
    });
  }

  private registerEvents(handlers: EventHandlers, onAction: ActionHandler): void {
    registerEvents(this.app, handlers, {
      ...this.deps,
      ...this.answering,
      onAction,
      client: this.client,
      inFlight: this.inFlight,
      overloaded: this.overloaded,
      homeTabs: this.homeTabs,
      botUserId: () => this.identity?.botUserId ?? null,
      externalFlagOf: (team) => externalFlag(team, this.identity),
      claim: async (id) => !this.duplicates.isDuplicate([id]) && !(await this.seenByAnotherInstance(id)),
      stopping: this.stopping.signal,
    });
  }
}

const refusalNote = (newBlocks: NewBlocks): string[] =>
  newBlocks.refused().map(({ type, at }) => `it refuses ${type} blocks since ${at.toISOString()}`);
