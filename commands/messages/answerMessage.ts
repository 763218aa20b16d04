import { type Message, messageHelp, t } from '../../formatters';
import type { Incident } from '../../src/alerting/incidents/incident';
import { nearest } from '../../src/lib/suggest';
import { COMMANDS } from '..';
import { statusOfIncident } from '../actions/statusNow';
import { type Command, type CommandDeps, type CommandResponse, ephemeral } from '../command';
import { typedTarget } from '../lib/answerButtons';
import { folded } from '../lib/plainText';
import { type AskedByMessage, wordOf } from './words';

/** A mention of the bot, or a direct message to it. */
export interface AskedMessage {
  /** What was written, without the bot's name. */
  readonly text: string;
  readonly channel: string;
  /** The first message of the thread it stands in; null for none. */
  readonly threadTs: string | null;
}

/** Those that a thread of an alert gives its target, where none is named. */
const ABOUT_TARGETS: readonly string[] = ['status', 'pnl', 'positions'];

/**
 * The answer of the command that the words name; in the thread of an alert, about its target where they name none. Public
 * where it only asks. Throws as commands do.
 */
export async function answerMessage(
  asked: AskedByMessage,
  message: AskedMessage,
  deps: CommandDeps,
): Promise<CommandResponse> {
  const isBare = asked.command === null ? asked.word === null : asked.text === '';
  const incident = isBare ? await incidentOf(message, deps) : null;
  if (asked.command === null) {
    if (incident === null) return ephemeral(helpOn(asked.word));
    return { ...(await statusOfIncident(incident, deps)), public: true };
  }
  const { command } = asked;
  const isOfTarget = ABOUT_TARGETS.includes(wordOf(command));
  if (incident !== null && isOfTarget) {
    if (wordOf(command) === 'status') return { ...(await statusOfIncident(incident, deps)), public: true };
    return answerOf(command, onlyTargetOf(incident), deps);
  }
  return answerOf(command, asked.text, deps);
}

async function answerOf(command: Command, text: string, deps: CommandDeps): Promise<CommandResponse> {
  const response = await command.execute(text, deps);
  return { ...response, public: response.public || command.isQuestion?.(text) === true };
}

async function incidentOf({ channel, threadTs }: AskedMessage, { alerts }: CommandDeps) {
  return alerts === null || threadTs === null ? null : alerts.incidentAt(channel, threadTs);
}

/** How to type the target of an incident; empty where it has several. */
function onlyTargetOf({ targets }: Incident): string {
  const [only, ...others] = targets;
  return only === undefined || others.length > 0 ? '' : (typedTarget(only.target) ?? '');
}

/** What can be asked, and the nearest of it to the word. */
function helpOn(word: string | null): Message {
  const words = COMMANDS.map(wordOf);
  return messageHelp(
    word === null || ['help', t.conversation.help].includes(folded(word)) ? null : word,
    word === null ? null : nearest(word, words),
    COMMANDS.map((command) => ({ word: wordOf(command), description: command.description })),
  );
}
