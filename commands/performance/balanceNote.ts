import { balanceNotesMessage, currencyOf, shortMessage, t } from '../../formatters';
import { addMs } from '../../src/lib/time';
import { placeId } from '../../src/state/keys';
import type { BalanceNote } from '../../src/storage/balanceNotes';
import { type CommandDeps, type CommandResponse, ephemeral } from '../command';
import { authorize } from '../lib/authorize';
import { joinTargets, UsageError } from '../lib/parseArgs';
import { unexpectedArg } from '../lib/parseTarget';
import { asPlainText, folded } from '../lib/plainText';
import { envsOf, noSuchTarget, resolveTarget } from '../lib/resolveTarget';
import { parsePast } from '../lib/time/past';
import { zoneOfRequester } from '../lib/time/takeTime';
import { modeNamed, type Token, typedText } from '../lib/tokens';

const MOST_NOTES = 500;
const REASON_LENGTH = 100;

/** `/arb-pnl note`: lists, adds or removes a deposit or withdrawal. Throws UsageError, TargetError and StateUnavailableError. */
export async function balanceNote(words: readonly Token[], deps: CommandDeps): Promise<CommandResponse> {
  const [first, second, ...more] = words;
  const notes = await deps.botStore.balanceNotes();
  if (first === undefined) return ephemeral(balanceNotesMessage(notes, deps.format));
  const denial = await authorize('operator', deps);
  if (denial !== null) return ephemeral(denial);
  if (!first.quoted && ['remove', 'delete', 'undo'].includes(folded(first.text)))
    return ephemeral(await remove(second, more, deps));
  if (notes.length >= MOST_NOTES) return ephemeral(shortMessage(t.performance.notes.tooMany(MOST_NOTES)));
  const note = await parseNote(joinTargets(words, envsOf(deps)), notes, deps);
  await deps.botStore.addBalanceNote(note);
  deps.log.info({ note: note.id, target: note.target, userId: note.userId }, 'balance note added');
  return ephemeral(balanceNoteAddedMessage(note, deps));
}

const balanceNoteAddedMessage = ({ id, amount, target, at }: BalanceNote, { format }: CommandDeps) =>
  shortMessage(
    t.performance.notes.added(id, amount, currencyOf(format, target), target.replace(':', ' '), at),
  );

async function remove(
  id: Token | undefined,
  more: readonly Token[],
  { botStore, log, requester }: CommandDeps,
) {
  if (id === undefined) throw usage(null, t.performance.notes.idMissing, t.performance.notes.id);
  const [surplus] = more;
  if (surplus !== undefined) throw unexpectedArg(surplus.text, t.commands.alerts.nothingMore, []);
  const wasThere = await botStore.removeBalanceNote(id.text);
  if (wasThere) log.info({ note: id.text, userId: requester.userId }, 'balance note removed');
  return shortMessage(
    wasThere ? t.performance.notes.removed(id.text) : t.performance.notes.notFound(id.text),
  );
}

async function parseNote(
  [targetWord, amountWord, ...rest]: readonly Token[],
  notes: readonly BalanceNote[],
  deps: CommandDeps,
): Promise<BalanceNote> {
  const target = targetOf(targetWord, deps);
  if (amountWord === undefined)
    throw usage(null, t.performance.notes.amountMissing, t.performance.notes.amount);
  const amount = amountIn(amountWord.text);
  if (amount === null)
    throw usage(amountWord.text, t.performance.notes.amountWrong, t.performance.notes.amount);
  const { at, reason } = await timeAndReason(rest, deps);
  return { id: newId(notes, deps.clock.now()), target, at, amount, reason, userId: deps.requester.userId };
}

function targetOf(word: Token | undefined, deps: CommandDeps): string {
  const mode = word === undefined ? null : (word.place?.mode ?? modeNamed(word.text));
  if (word === undefined || mode === null)
    throw usage(
      word?.text ?? null,
      t.commands.alerts.targetMissing(t.performance.notes.verb),
      t.commands.alerts.target,
    );
  const existing = deps.targets.existing();
  const asked = { mode, env: word.place?.env ?? null, otherPrefix: word.place?.otherPrefix };
  const { place } = resolveTarget(asked, existing);
  const isKnown = [...deps.targets.list(), ...existing].some((each) => placeId(each) === placeId(place));
  if (!isKnown) throw noSuchTarget(place, existing);
  return placeId(place);
}

/** `-500,000`, `+1_000.5`, with a plus or any minus that phones write. A sign is required: it is what is easily got wrong. */
function amountIn(text: string): number | null {
  const typed = asPlainText(text)
    .replace(/^[−–—]/, '-')
    .replace(/[,_](?=\d{3})/g, '');
  const amount = /^[+-]\d{1,15}(?:\.\d{1,10})?$/.test(typed) ? Number(typed) : 0;
  return Number.isFinite(amount) && amount !== 0 ? amount : null;
}

/** `withdrawal at 2026-11-27 14:00`, `3h ago`, nothing for now. */
async function timeAndReason(words: readonly Token[], deps: CommandDeps) {
  const now = deps.clock.now();
  const { zone } = await zoneOfRequester(deps);
  for (let count = Math.min(4, words.length); count > 0; count -= 1) {
    const at = parsePast(typedText(words.slice(-count)), { now, zone });
    if (at !== null && at > now)
      throw usage(typedText(words.slice(-count)), t.performance.notes.timeWrong, t.performance.notes.time);
    if (at !== null) return { at, reason: reasonOf(words.slice(0, -count)) };
  }
  return { at: now, reason: reasonOf(words) };
}

const reasonOf = (words: readonly Token[]): string => typedText(words).slice(0, REASON_LENGTH);

/** Four letters and digits that no other note has. */
function newId(notes: readonly BalanceNote[], now: Date): string {
  const id = now.getTime().toString(36).slice(-4);
  return notes.some((note) => note.id === id) ? newId(notes, addMs(now, 1)) : id;
}

const usage = (word: string | null, problem: string, expected: string): UsageError =>
  new UsageError({ word, problem, expected, suggestion: null });
