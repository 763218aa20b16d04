import { shortMessage, t } from '../../formatters';
import type { SessionName } from '../../src/storage/botStore';
import { nameField } from '../../src/storage/sessionNames';
import { type CommandDeps, type CommandResponse, ephemeral, notThere } from '../command';
import { authorize } from '../lib/authorize';
import { parseCommonArgs, UsageError } from '../lib/parseArgs';
import { asPlainText, folded } from '../lib/plainText';
import { envsOf } from '../lib/resolveTarget';
import { type Token, typedText } from '../lib/tokens';
import { type FoundSession, findSession } from './findSession';

const LONGEST_NAME = 40;
const MOST_NAMES = 1_000;
/** Drawn as nothing, or as a line of its own. */
const UNSEEN = /\p{C}|\p{Zl}|\p{Zp}/u;

/**
 * `/arb-tuning name 80a9 "spread sweep"` and `unname 80a9`; `words` are those after the verb. Throws UsageError and
 * StateUnavailableError.
 */
export async function nameSession(
  verb: 'name' | 'unname',
  words: readonly Token[],
  deps: CommandDeps,
): Promise<CommandResponse> {
  const [session, ...rest] = words;
  if (session === undefined) throw usage(null, t.commands.tuning.sessionMissing, t.commands.tuning.aSession);
  const { name, within } = verb === 'name' ? nameIn(rest) : { name: null, within: rest };
  const denial = await authorize('responder', deps);
  if (denial !== null) return ephemeral(denial);
  const place = parseCommonArgs(within, envsOf(deps));
  const [surplus] = place.rest;
  if (surplus !== undefined)
    throw usage(surplus.text, t.commands.tuning.tooMany, t.commands.tuning.quoteName);
  const found = await findSession(session.text, place, deps);
  return 'answer' in found ? notThere(found.answer) : ephemeral(await give(name, found, deps));
}

/** A name in quotes, with a place behind it; or else all the words. */
function nameIn(words: readonly Token[]): { readonly name: string; readonly within: readonly Token[] } {
  const quoted = words.find((word) => word.quoted);
  const name = asPlainText(quoted === undefined ? typedText(words) : quoted.text).trim();
  if (name === '') throw usage(null, t.commands.tuning.nameMissing, t.commands.tuning.aName(LONGEST_NAME));
  if (UNSEEN.test(name))
    throw usage(name, t.commands.tuning.nameUnseen, t.commands.tuning.aName(LONGEST_NAME));
  const length = [...name].length;
  if (length > LONGEST_NAME)
    throw usage(name, t.commands.tuning.nameTooLong(length), t.commands.tuning.aName(LONGEST_NAME));
  return { name, within: quoted === undefined ? [] : words.filter((word) => word !== quoted) };
}

async function give(
  name: string | null,
  found: Exclude<FoundSession, { answer: unknown }>,
  deps: CommandDeps,
) {
  const { botStore, clock, log, requester, alerts } = deps;
  const { session, names } = found;
  const ref = session.session;
  const before = names.get(nameField(ref)) ?? null;
  if (name === null && before === null) return shortMessage(t.tuning.naming.hasNone(ref.sessionId));
  if (name !== null && before?.name === name)
    return shortMessage(t.tuning.naming.already(ref.sessionId, name));
  const other = name === null ? undefined : holderOf(name, ref, names);
  if (other !== undefined) return shortMessage(t.tuning.naming.taken(other));
  if (before === null && names.size >= MOST_NAMES) return shortMessage(t.tuning.naming.tooMany(MOST_NAMES));
  const next: SessionName | null = name === null ? null : { name, userId: requester.userId, at: clock.now() };
  if (!(await botStore.nameSession(ref, before, next))) return shortMessage(t.tuning.naming.conflict);
  log.info({ ...ref, name, userId: requester.userId }, 'session named');
  await alerts
    ?.note({ kind: 'session_named', session: ref.sessionId, name }, requester.userId)
    .catch((error: unknown) => log.warn({ err: error }, 'session name not in the audit log'));
  const { named, removed } = t.tuning.naming;
  return shortMessage(
    name === null
      ? removed(ref.sessionId, before?.name ?? '')
      : named(ref.sessionId, name, before?.name ?? null),
  );
}

/** The session that is called so already; each name stands for one. */
const holderOf = (
  name: string,
  ref: Parameters<typeof nameField>[0],
  names: ReadonlyMap<string, SessionName>,
): string | undefined =>
  [...names].find(([field, each]) => field !== nameField(ref) && folded(each.name) === folded(name))?.[1]
    .name;

const usage = (word: string | null, problem: string, expected: string): UsageError =>
  new UsageError({ word, problem, expected, suggestion: null, usage: t.commands.tuning.nameUsage });
