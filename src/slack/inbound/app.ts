import type { RequestListener } from 'node:http';
import { App } from '@slack/bolt';
import { WebAPIPlatformError, WebClient, type WebClientOptions } from '@slack/web-api';
import { z } from 'zod';
import { overloadedMessage } from '../../../formatters';
import type { Requester } from '../../access/roles';
import type { SlackConfig } from '../../config';
import type { Clock } from '../../lib/clock';
import type { Logger } from '../../lib/logger';
import { boltLogger } from '../boltLogger';
import { authTestUntilSuccess, externalFlag, type Identity } from '../identity';
import { type ActionHandler, handleAction } from './actions';
import { type CommandAnswer, sendAnswer } from './commands';
import { DuplicateRequestFilter } from './duplicateRequests';
import { InFlight } from './inFlight';
import { LoadShedder } from './loadShedding';
import { ACK_DELIVERED, type AckDelivered, openTransport, REQUEST_ID, type Transport } from './transport';

/** A slash command and what answers it; the answer never rejects. */
export interface CommandHandler {
  /** With its slash. */
  readonly name: string;
  readonly answer: (text: string, requester: Requester) => Promise<CommandAnswer>;
}

export interface SlackDeps {
  readonly clock: Clock;
  readonly log: Logger;
  /** An answer that is there within so many ms goes into the ack; 1.5 s unless given. */
  readonly answerInAckMs?: number;
  /** Past so many requests in flight a further one is refused politely, and not begun; 32 unless given. */
  readonly maxConcurrent?: number;
  /** Hears of each one that is refused. */
  readonly onRejected?: () => void;
  /** Notes a request over HTTP by its signature; false when another copy of the bot has. May throw. */
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

const carriedId = z.string().optional().catch(undefined);

/** What is read of any request, to tell whether it came before. */
const requestIdsSchema = z.object({ trigger_id: carriedId, event_id: carriedId }).catch({});

/** Slack need not be asked more often than this whether it answers. */
const ASK_AGAIN_AFTER_MS = 10_000;

/** The bot's side of Slack: takes slash commands and presses, and sends their answers. */
export class SlackApp {
  private readonly app: App;
  private readonly client: WebClient;
  private readonly transport: Transport;
  private readonly inFlight = new InFlight();
  private readonly loadShedder: LoadShedder;
  private readonly duplicates: DuplicateRequestFilter;
  private readonly stopping = new AbortController();
  private identity: Identity | null = null;
  private lastProbe = { at: Number.NEGATIVE_INFINITY, answer: Promise.resolve({ ready: false, detail: '' }) };

  constructor(
    private readonly config: SlackConfig,
    handlers: readonly CommandHandler[],
    onAction: ActionHandler,
    private readonly deps: SlackDeps,
  ) {
    const clientOptions: WebClientOptions = {
      slackApiUrl: config.apiUrl,
      timeout: 5_000,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    };
    this.client = new WebClient(config.botToken, { ...clientOptions, logger: boltLogger(deps.log) });
    this.loadShedder = new LoadShedder(this.inFlight, deps);
    this.duplicates = new DuplicateRequestFilter(deps.clock);
    this.transport = openTransport(config, { ...deps, clientOptions });
    this.app = new App({
      receiver: this.transport.receiver,
      logger: boltLogger(deps.log),
      clientOptions,
      // No listener keeps conversations or hears messages, and each costs every request a turn.
      convoStore: false,
      ignoreSelf: false,
      authorize: async () => ({ botToken: config.botToken, ...this.identity }),
    });
    this.app.error(async (error) => deps.log.error({ err: error }, 'request handler failed'));
    this.deduplicateRequests();
    this.registerCommands(handlers);
    this.registerActions(onAction);
  }

  /** Takes `POST /slack/events`; null in Socket Mode. */
  get requestListener(): RequestListener | null {
    return this.transport.requestListener;
  }

  /** Resolves when commands can come in, however long Slack is away. Throws SlackTokenError, or AbortError once stopped. */
  async start(): Promise<void> {
    this.identity = await authTestUntilSuccess(this.client, this.deps.log, this.stopping.signal);
    this.stopping.signal.throwIfAborted();
    await this.transport.start();
    this.deps.log.info(
      { team: this.identity.teamName, transport: this.config.transport },
      'connected to Slack',
    );
  }

  /** Finishes what is in flight, within `limitMs`, and then closes the connection. */
  async stop(limitMs: number): Promise<void> {
    this.stopping.abort();
    const finished = await this.inFlight.idle(limitMs);
    if (!finished) this.deps.log.warn('shutdown timed out with requests in flight');
    await this.transport.stop();
  }

  /** Whether commands can come in, and Slack answers when it is asked, which is at most every ten seconds. */
  async readiness(): Promise<{ ready: boolean; detail: string }> {
    if (this.identity === null) return { ready: false, detail: 'Slack has not answered yet' };
    if (!this.transport.isOpen()) return { ready: false, detail: 'the connection to Slack is broken' };
    const now = this.deps.clock.monotonicMs();
    if (now - this.lastProbe.at >= ASK_AGAIN_AFTER_MS)
      this.lastProbe = { at: now, answer: probeSlack(this.client, this.deps.log) };
    return this.lastProbe.answer;
  }

  private deduplicateRequests(): void {
    this.app.use(async (args) => {
      const { trigger_id, event_id } = requestIdsSchema.parse(args.body);
      const ids = [args.context[REQUEST_ID], trigger_id, event_id].filter((id) => typeof id === 'string');
      if (!this.duplicates.isDuplicate(ids) && !(await this.seenByAnotherInstance(args.context[REQUEST_ID])))
        return args.next();
      this.deps.log.warn('duplicate request dropped');
      if ('ack' in args) await (args.ack as () => Promise<void>)();
    });
  }

  /** Over HTTP somebody may send again what Slack sent; a Socket Mode envelope comes from Slack itself. */
  private async seenByAnotherInstance(id: unknown): Promise<boolean> {
    if (this.config.transport !== 'http' || typeof id !== 'string') return false;
    try {
      return (await this.deps.markRequestSeen?.(id)) === false;
    } catch (error) {
      this.deps.log.debug({ err: error }, 'duplicate check failed');
      return false;
    }
  }

  /** One listener for all commands: Bolt calls every listener for every request, to learn whether it wants it. */
  private registerCommands(handlers: readonly CommandHandler[]): void {
    const { apiUrl } = this.config;
    const { log, answerInAckMs } = this.deps;
    const probeSlack = new Map(handlers.map(({ name, answer }) => [name, answer]));
    this.app.command(/^/, async ({ command, ack, context }) => {
      const name = command.command;
      const answer = probeSlack.get(name);
      if (answer === undefined) return;
      const arrived = context[ACK_DELIVERED] as AckDelivered;
      const {
        text,
        user_id: userId,
        channel_id: channelId,
        team_id,
        response_url,
      } = commandSchema.parse(command);
      const slash = { name, responseUrl: response_url, ack, arrived };
      const requester = { userId, channelId, ...externalFlag(team_id, this.identity) };
      const answering = this.loadShedder.tryAcquire() ? answer(text, requester) : BUSY;
      await this.inFlight.track(sendAnswer(slash, answering, { apiUrl, log, answerInAckMs }));
    });
  }

  /** Takes all of them, whatever their action_id, so that an unknown one gets an answer too. */
  private registerActions(handler: ActionHandler): void {
    this.app.action(/^/, async ({ ack, body, action }) => {
      const request = { ack: () => ack(), body, action };
      const admitted: ActionHandler = this.loadShedder.tryAcquire()
        ? handler
        : async () => overloadedMessage();
      const { apiUrl } = this.config;
      const markOf = (team: string | null) => externalFlag(team, this.identity);
      const answering = handleAction(request, admitted, { apiUrl, log: this.deps.log, markOf });
      await this.inFlight.track(answering);
    });
  }
}

const BUSY: Promise<CommandAnswer> = Promise.resolve({ message: overloadedMessage(), public: false });

/** Strangers may ask: what went wrong is for the log alone. */
async function probeSlack(client: WebClient, log: Logger): Promise<{ ready: boolean; detail: string }> {
  try {
    await client.auth.test();
    return { ready: true, detail: 'Slack answers' };
  } catch (error) {
    log.debug({ err: error }, 'Slack was asked whether it answers');
    const isRefusal = error instanceof WebAPIPlatformError;
    return { ready: false, detail: isRefusal ? "Slack refuses the bot's token" : 'Slack does not answer' };
  }
}
