import { MAX_LINEAGE } from '../../../alerting/state/lineage';
import { type AlertStore, type Changeset, LINEAGE } from '../../../storage/alertStore';
import { generationsAfter } from '../snapshots';
import { type ChangeUnit, splitChange } from './changeUnits';

/** So many texts are stored at once, and of so many characters: more would hold Redis for too long. */
const TEXTS_AT_ONCE = 300;
const CHARACTERS_AT_ONCE = 250_000;

/**
 * Stores most of a large change before the rest of it, a part at a time: all at once it would hold Redis for long. First
 * the targets' records, each of which is right by itself, but for those of which an event is sent; then the incidents,
 * each with all that belongs to it. Resolves to the rest of the change; to null where another instance was first.
 */
export async function commitEarly(
  alertStore: AlertStore,
  change: Changeset,
  lineageOf: readonly string[],
  newMark: () => string,
): Promise<Changeset | null> {
  if (isSmall(sizeOf(change))) return change;
  const { units, rest: last } = splitChange(change);
  let rest = last;
  let lineage = lineageOf.slice(0, -1);
  for (const some of chunks(units)) {
    const mark = newMark();
    lineage = [...lineage, mark].slice(1 - MAX_LINEAGE);
    const { from, to = from + 1 } = rest;
    const part: Changeset = {
      ...rest,
      to,
      records: new Map([
        ...some.flatMap(({ records }) => [...records]),
        [LINEAGE, JSON.stringify(lineage)] as const,
      ]),
      enqueue: some.flatMap(({ enqueue }) => enqueue),
      cancel: some.flatMap(({ cancel }) => cancel),
      audit: some.flatMap(({ audit }) => audit),
      messages: some.flatMap(({ messages }) => messages),
    };
    if (!(await alertStore.commit(part))) return null;
    rest = {
      ...rest,
      from: to,
      to: to + 1,
      ...(rest.generations && { generations: made(rest.generations) }),
    };
  }
  return rest;
}

/** The first commit makes what was not there. */
const made = ({ read, next }: NonNullable<Changeset['generations']>) => ({
  read: generationsAfter(read, next),
  next,
});

interface Size {
  readonly texts: number;
  readonly characters: number;
}

const isSmall = ({ texts, characters }: Size): boolean =>
  texts <= TEXTS_AT_ONCE && characters <= CHARACTERS_AT_ONCE;

function sizeOf({ records, enqueue, cancel, audit, messages }: ChangeUnit): Size {
  const texts = [
    ...records.values(),
    ...enqueue.map(({ text }) => text),
    ...cancel,
    ...audit,
    ...messages.map(({ text }) => text),
  ];
  return {
    texts: texts.length,
    characters: texts.reduce((all, text) => all + (text?.length ?? 0), 0),
  };
}

function chunks(units: readonly ChangeUnit[]): ChangeUnit[][] {
  const all: ChangeUnit[][] = [];
  let size: Size = { texts: Infinity, characters: Infinity };
  for (const unit of units) {
    const own = sizeOf(unit);
    size = { texts: size.texts + own.texts, characters: size.characters + own.characters };
    if (isSmall(size)) all.at(-1)?.push(unit);
    else {
      all.push([unit]);
      size = own;
    }
  }
  return all;
}
