import type { Clock } from '../src/lib/clock';
import type { Choice } from './blockKit/choice';
import { type TimerClock, withTimers } from './clock';
import { type Core, createCore, type Tokens } from './core';
import { AppLink } from './delivery/appLink';
import type { Delivery } from './delivery/envelope';
import { type HttpReply, post } from './delivery/post';
import { type DisconnectReason, SocketMode } from './delivery/socketMode';
import { type CommandResult, sendCommand } from './driver/commands';
import { type EventResult, openHomeTab, reactTo, sendEvent, sendMessage } from './driver/events';
import { type InteractionResult, interact, type Surface } from './driver/interactions';
import { closeModal, type SubmissionResult, submitModal } from './driver/modals';
import type { Place } from './driver/names';
import { commandRequest, type Signing, type SlackRequest } from './driver/requests';
import { runShortcut, type ShortcutPlace } from './driver/shortcuts';
import { until } from './driver/until';
import { messagesSeenBy, type SeenMessage } from './driver/visibleMessages';
import type { Fault, FaultOptions } from './faults';
import type { EnvelopeRecord, Journal } from './journal';
import type { JsonObject } from './json';
import type { Choices } from './payloads/state';
import { SandboxServer } from './server/server';
import { type AppSettings, type SettingsOptions, settingsFrom } from './settings';
import { BOT_USER } from './world/people';
import type { World } from './world/world';

/** How a sandbox is set up; all of it may be left out. */
export interface SandboxOptions extends SettingsOptions {
  /** The sandbox's time. With one that has `after` (such as `createManualClock`), its time-outs follow it too. */
  readonly clock?: Clock | TimerClock;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Refuse with 429 what comes faster than Slack's own limits. Default: false. */
  readonly enforceRateLimits?: boolean;
}

const UNTIL_MS = 15_000;

/** A Slack workspace on 127.0.0.1 with one app installed. Several may live in one process. */
export class Sandbox {
  readonly tokens: Tokens;
  readonly world: World;
  readonly journal: Journal;
  readonly #core: Core;
  readonly #server: SandboxServer;
  readonly #socketMode: SocketMode;
  readonly #link: AppLink;
  readonly #port: number;

  constructor(options: SandboxOptions = {}) {
    const { clock, enforceRateLimits = false } = options;
    this.#core = createCore(settingsFrom(options), withTimers(clock), enforceRateLimits);
    this.#socketMode = new SocketMode(this.#core);
    this.#link = new AppLink(this.#core, this.#socketMode);
    this.#server = new SandboxServer(this.#core, this.#socketMode);
    this.#port = options.port ?? 0;
    this.tokens = this.#core.tokens;
    this.world = this.#core.world;
    this.journal = this.#core.journal;
  }

  /** Such as `http://127.0.0.1:41234`; empty before `start`. */
  get url(): string {
    return this.#core.url;
  }

  get settings(): AppSettings {
    return this.#core.settings;
  }

  /** What Bolt wants as `clientOptions.slackApiUrl`. */
  get apiUrl(): string {
    return `${this.url}/api/`;
  }

  /** How many Socket Mode connections are open. */
  get connections(): number {
    return this.#socketMode.connections;
  }

  /** @throws when the port is taken */
  async start(): Promise<this> {
    this.#core.url = await this.#server.start(this.#port);
    return this;
  }

  /** Closes every connection and leaves no timer behind. */
  async stop(): Promise<void> {
    this.#link.stop();
    await this.#socketMode.stop();
    this.#core.timers.cancelAll();
    await this.#server.stop();
  }

  /** From now on requests go to this URL, signed; null goes back to Socket Mode. */
  sendTo(requestUrl: string | null): void {
    this.#link.requestUrl = requestUrl;
  }

  /** Types a slash command; resolves when the app has acknowledged, or Slack has given up. */
  command(command: string, text: string, place: Place): Promise<CommandResult> {
    return sendCommand(this.#core, this.#link, command, text, place);
  }

  /** Clicks a button. @throws when this person sees no such button */
  click(actionId: string, where: Surface): Promise<InteractionResult> {
    return interact(this.#core, this.#link, actionId, null, where);
  }

  /** Picks from a menu, by the option's value, the id, or the date. @throws when there is no such menu or option */
  choose(actionId: string, choice: Choice, where: Surface): Promise<InteractionResult> {
    return interact(this.#core, this.#link, actionId, choice, where);
  }

  /** Uses a shortcut: of a message, or with none a global one. @throws when there is no such message */
  shortcut(callbackId: string, where: ShortcutPlace): Promise<InteractionResult> {
    return runShortcut(this.#core, this.#link, callbackId, where);
  }

  /** Fills in the modal on top, by `action_id`, and submits it. @throws when none is open, or a required field is empty */
  submit(user: string, choices: Choices = {}): Promise<SubmissionResult> {
    return submitModal(this.#core, this.#link, user, choices);
  }

  /** Closes the modal on top. @throws when none is open */
  closeModal(user: string): Promise<void> {
    return closeModal(this.#core, this.#link, user);
  }

  /** Writes a message that mentions the app. */
  mention(text: string, place: Place & { readonly threadTs?: string }): Promise<EventResult> {
    return this.say(`<@${BOT_USER.id}> ${text}`, place);
  }

  /** Writes a message. */
  say(text: string, place: Place & { readonly threadTs?: string }): Promise<EventResult> {
    return sendMessage(this.#core, this.#link, text, place);
  }

  /** Reacts to a message, such as with `eyes`. @throws when there is no such message */
  react(reaction: string, place: Place & { readonly ts: string }): Promise<EventResult> {
    return reactTo(this.#core, this.#link, reaction, place);
  }

  /** Tells the app of an event as it is: of an edited message, of what another bot wrote. */
  event(event: JsonObject): Promise<EventResult> {
    return sendEvent(this.#core, this.#link, event);
  }

  /** Opens the app's Home tab; what the app published is `world.views.home(userId)`. */
  openHome(user: string): Promise<EventResult> {
    return openHomeTab(this.#core, this.#link, user);
  }

  /** A signed slash command that is not sent, to be altered first. @throws before `sendTo` */
  signedCommand(command: string, text: string, place: Place, signing: Signing = {}): SlackRequest {
    const { requestUrl } = this.#link;
    if (requestUrl === null) throw new Error('The sandbox has no request URL; call sendTo(url) first');
    return commandRequest(this.#core, requestUrl, command, text, place, signing);
  }

  /** Posts a request as it is; its answer shows nowhere in the workspace. @throws when nobody listens */
  sendRaw(request: SlackRequest): Promise<HttpReply> {
    return post(request.url, request.headers, request.body);
  }

  /** Sends something from the journal again, exactly as it was. */
  repeat(record: EnvelopeRecord): Promise<Delivery> {
    return this.#link.repeat(record);
  }

  /** What this person sees in this channel, the oldest first. */
  seenBy(user: string, channel: string): SeenMessage[] {
    return messagesSeenBy(this.#core, { user, channel });
  }

  /** Waits until the condition holds, 15 s of real time unless told otherwise; resolves to what it returned. */
  until<T>(condition: () => T, timeoutMs = UNTIL_MS): Promise<NonNullable<T>> {
    return until(this.#core, condition, timeoutMs);
  }

  /**
   * Makes calls fail.
   * @param route a method such as `chat.postMessage`, or `response_url`, or `*` for all
   * @returns a function that ends it
   */
  fail(route: string, fault: Fault, options: FaultOptions = {}): () => void {
    return this.#core.faults.add(route, fault, options);
  }

  /** Installs the app again with these scopes of its bot token. */
  grant(scopes: readonly string[]): void {
    this.#core.settings = { ...this.#core.settings, scopes };
  }

  /** From now on the bot token is of this app, and the app-level token of its own. */
  issueBotTokenOf(appId: string): void {
    this.#core.botApp = appId;
  }

  /** Ends the faults of a route, or all of them. */
  heal(route?: string): void {
    this.#core.faults.clear(route);
  }

  /**
   * Refuses messages with blocks of these types as `invalid_blocks`, as a workspace does that has not got them yet;
   * none takes all again.
   */
  refuseBlocks(types: readonly string[]): void {
    this.#core.unsupportedBlocks.clear();
    for (const type of types) this.#core.unsupportedBlocks.add(type);
  }

  /** Turns Slack's own rate limits on or off. */
  enforceRateLimits(enforced: boolean): void {
    this.#core.rateLimits.enforced = enforced;
  }

  /** Cuts every WebSocket, with no farewell. */
  dropConnections(): void {
    this.#socketMode.drop();
  }

  /** Refuses new WebSockets, or takes them again. */
  refuseConnections(refusing: boolean): void {
    this.#socketMode.refusing = refusing;
  }

  /** Greets new WebSockets only with their first envelope, in one TCP write, or at once again. */
  greetWithEnvelope(together: boolean): void {
    this.#socketMode.greetsWithEnvelope = together;
  }

  /** Asks the app to reconnect, as Slack does now and then. */
  disconnect(reason: DisconnectReason): void {
    this.#socketMode.disconnect(reason);
  }
}

/** A sandbox that does not listen yet. */
export function createSandbox(options: SandboxOptions = {}): Sandbox {
  return new Sandbox(options);
}

/** A sandbox that listens. @throws when the port is taken, or the manifest cannot be read */
export function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  return createSandbox(options).start();
}
