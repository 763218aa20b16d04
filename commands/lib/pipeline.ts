import {
  helpMessage,
  internalErrorMessage,
  stateUnavailableMessage,
  targetFaultMessage,
  unknownActionMessage,
  usageErrorMessage,
  withAnswerButtons,
  withConfigurationNote,
} from '../../formatters';
import type { Requester, Role } from '../../src/access/roles';
import type { Clock } from '../../src/lib/clock';
import { currentLanguage, inLanguage, type Language } from '../../src/lib/language';
import { StateUnavailableError } from '../../src/redis/errors';
import { actionOf } from '../actions';
import { acknowledgeByReaction, type ReactedMessage } from '../actions/reaction';
import { type Command, type CommandDeps, type CommandResponse, ephemeral, type Services } from '../command';
import { helpOf } from './aliases';
import { chooseButton, withShareButton } from './answerButtons';
import { authorize } from './authorize';
import { UsageError } from './parseArgs';
import { TargetError } from './resolveTarget';
import { asksForHelp, asksInPublic } from './tokens';

/** A person waits no longer than this, in ms, though a scan of a slow Redis may take minutes. */
const DEADLINE_MS = 25_000;

export interface RequestDeps extends Services {
  readonly requester: Requester;
  /** Makes the id of an internal error, for both the person and the log. */
  readonly newErrorId: () => string;
  /** DEADLINE_MS unless given. */
  readonly deadlineMs?: number;
  /** Hears how long each response took, in ms. */
  readonly onHandled?: (name: RequestName, ms: number) => void;
}

export type RequestName = { readonly command: string } | { readonly action: string };

/** What a person asked for. */
interface Request<T> {
  /** For log and metrics. */
  readonly name: RequestName;
  /** How it is typed; empty for an action. */
  readonly usage: string;
  /** Null is for everyone. */
  readonly role: Role | null;
  /** It may change something. */
  readonly mayWrite: boolean;
  /** Its answer is for all in the channel, and in their language; what goes wrong is for the requester. */
  readonly isForChannel?: boolean;
  execute(deps: CommandDeps): Promise<T>;
}

interface Context<T> {
  readonly request: Request<T>;
  readonly deps: RequestDeps;
  readonly deadline: AbortController;
  /** Of the answer. */
  language: Language;
}

/** Responds by itself, or with what `next` responds. */
type Step = <T>(
  context: Context<T>,
  next: () => Promise<T | CommandResponse>,
) => Promise<T | CommandResponse>;

/** Every command and every action passes through these steps, in this order, and is then executed. */
const STEPS: readonly Step[] = [
  ...[measure, speakAsReader, noteConfiguration, addButtons, mapErrors, checkRole],
  ...[limitTime, speakAsChannel],
];

/** The response to a command, whatever its text; never rejects. */
export function handleCommand(command: Command, text: string, deps: RequestDeps): Promise<CommandResponse> {
  const isHelp = asksForHelp(text);
  return handle(
    {
      name: { command: command.name },
      usage: `${command.name} ${command.usageHint}`,
      role: isHelp ? null : 'viewer',
      mayWrite: command.mayWrite === true,
      isForChannel: !isHelp && asksInPublic(text),
      execute: async (deps) =>
        isHelp ? ephemeral(helpMessage(helpOf(command))) : await command.execute(text, deps),
    },
    deps,
  );
}

/** The response to a click in a message, null for none; never rejects. `isShared`: not only the requester sees the message. */
export function handleAction(
  actionId: string,
  value: string | null,
  deps: RequestDeps,
  isShared = false,
): Promise<CommandResponse | null> {
  const action = actionOf(actionId);
  return handle(
    {
      name: { action: action?.actionId ?? 'unknown' },
      usage: '',
      role: action?.role ?? null,
      mayWrite: action !== null && action.role !== 'viewer',
      isForChannel: action?.shares === true || (isShared && action?.renews === true),
      async execute(deps) {
        if (action === null) {
          const { userId } = deps.requester;
          deps.log.warn({ actionId: actionId.slice(0, 100), userId }, 'unknown action id');
          return ephemeral(unknownActionMessage());
        }
        return action.execute(value, deps);
      },
    },
    deps,
  );
}

/** The response to 👀 on a message, for who reacted; `unknown` where it is no alert's; never rejects. */
export function handleReaction(
  message: ReactedMessage,
  deps: RequestDeps,
): Promise<CommandResponse | 'unknown' | null> {
  return handle(
    {
      name: { action: 'reaction' },
      usage: '',
      role: null,
      mayWrite: true,
      execute: (deps) => acknowledgeByReaction(message, deps),
    },
    deps,
  );
}

/** Passes a request through the steps; never rejects. */
export function handle<T>(request: Request<T>, deps: RequestDeps): Promise<T | CommandResponse> {
  const deadline = new AbortController();
  const execute = (): Promise<T | CommandResponse> => request.execute({ ...deps, signal: deadline.signal });
  const context: Context<T> = { request, deps, deadline, language: currentLanguage() };
  return STEPS.reduceRight((next, step) => () => step(context, next), execute)();
}

async function measure<T>({ request, deps }: Context<T>, next: () => Promise<T | CommandResponse>) {
  const startMs = deps.clock.monotonicMs();
  const response = await next();
  deps.onHandled?.(request.name, deps.clock.monotonicMs() - startMs);
  return response;
}

/** All that is said to the requester is in the language that they read. */
async function speakAsReader<T>(context: Context<T>, next: () => Promise<T | CommandResponse>) {
  const { languages, requester } = context.deps;
  context.language = (await languages?.ofPerson(requester.userId)) ?? context.language;
  const response = await inLanguage(context.language, next);
  return isResponse(response) ? { ...response, language: context.language } : response;
}

/** What all in the channel see is in theirs. */
async function speakAsChannel<T>(context: Context<T>, next: () => Promise<T | CommandResponse>) {
  const { request, deps } = context;
  if (!request.isForChannel || deps.languages === undefined) return next();
  const language = deps.languages.ofChannel(deps.requester.channelId);
  const response = await inLanguage(language, next);
  context.language = language;
  return response;
}

/** Who asks an instance that does not go by the active configuration must know that. */
async function noteConfiguration<T>(context: Context<T>, next: () => Promise<T | CommandResponse>) {
  const response = await next();
  const { deps, language } = context;
  const instance = deps.configuration();
  if (instance.status === 'current' || !isResponse(response)) return response;
  const at = { now: deps.clock.now(), zone: deps.zone };
  const message = inLanguage(language, () => withConfigurationNote(response.message, instance, at));
  return { ...response, message };
}

async function addButtons<T>(context: Context<T>, next: () => Promise<T | CommandResponse>) {
  const response = await next();
  if (!isResponse(response) || response.buttons === undefined) return response;
  const { message } = response;
  const isSeenByAll = response.public || context.request.isForChannel === true;
  const buttons = withShareButton(response.buttons, !isSeenByAll, context.deps.requester);
  return { ...response, message: inLanguage(context.language, () => withAnswerButtons(message, buttons)) };
}

const isResponse = (response: unknown): response is CommandResponse =>
  typeof response === 'object' && response !== null && 'message' in response;

async function mapErrors<T>({ request, deps }: Context<T>, next: () => Promise<T | CommandResponse>) {
  try {
    return await next();
  } catch (error) {
    const buttons = 'command' in request.name ? chooseButton(request.name.command) : [];
    if (error instanceof TargetError) return { ...ephemeral(targetFaultMessage(error.problem)), buttons };
    if (error instanceof UsageError)
      return { ...ephemeral(usageErrorMessage({ usage: request.usage, ...error.problem })), buttons };
    if (error instanceof StateUnavailableError) {
      const { reason, role, storeOutage, since } = error;
      const message = storeOutage === null ? 'state unavailable' : 'store unavailable';
      deps.log.warn({ err: error, ...request.name }, message);
      // What was asked to be stored may be stored all the same, once the answer is too late.
      const mayBeStored = request.mayWrite && !error.isReply && reason === 'slow';
      const outage = { reason, role, storeOutage, since, now: deps.clock.now(), mayBeStored };
      return ephemeral(stateUnavailableMessage(outage));
    }
    const errorId = deps.newErrorId();
    const message = 'command' in request.name ? 'command failed' : 'action failed';
    deps.log.error({ err: error, ...request.name, errorId }, message);
    return ephemeral(internalErrorMessage(errorId));
  }
}

async function checkRole<T>({ request, deps }: Context<T>, next: () => Promise<T | CommandResponse>) {
  const denial = request.role === null ? null : await authorize(request.role, deps);
  return denial === null ? next() : ephemeral(denial);
}

function limitTime<T>(
  { deps: { clock, deadlineMs = DEADLINE_MS }, deadline }: Context<T>,
  next: () => Promise<T | CommandResponse>,
) {
  return beforeDeadline(next, deadline, { clock, limitMs: deadlineMs });
}

/** Rejects with a StateUnavailableError after `limitMs` ms, and lets the reads of the work end then, too, by the deadline's signal. */
export async function beforeDeadline<T>(
  work: () => Promise<T>,
  deadline: AbortController,
  { clock, limitMs }: { readonly clock: Clock; readonly limitMs: number },
): Promise<T> {
  const since = clock.now();
  const detail = `no response within ${limitMs / 1000} s`;
  const expired = new Promise<never>((_, reject) => {
    deadline.signal.addEventListener('abort', () => reject(deadline.signal.reason), { once: true });
  });
  const timer = setTimeout(
    () => deadline.abort(new StateUnavailableError('slow', since, { detail })),
    limitMs,
  );
  try {
    return await Promise.race([work(), expired]);
  } finally {
    clearTimeout(timer);
  }
}
