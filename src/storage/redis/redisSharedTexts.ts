import { z } from 'zod';
import type { RedisClient } from '../../redis/client';
import { type SharedTexts, SharedTextsRefusedError, type TextChange, type TextSlot } from '../sharedTexts';

/** So many texts in one script: it then holds Redis for well under a millisecond. */
const BATCH_SIZE = 100;

/** A key of another type, which no bot made, counts as none. KEYS: names. ARGV: fields. */
const GET = `
local texts = {}
for i, key in ipairs(KEYS) do
  local text = redis.pcall('HGET', key, ARGV[i])
  texts[i] = type(text) == 'string' and text or false
end
return texts`;

/** KEYS: a name. Field, text, field, text. */
const ALL = `
local all = redis.pcall('HGETALL', KEYS[1])
return all.err and {} or all`;

/**
 * KEYS: names. ARGV: for each its field, 1 where a text is expected, that, the new one, how long it is kept in ms. A write that
 * Redis refuses is told by its message, not by an error: the store would count as unavailable, and this is no alert. One
 * whose right to PEXPIRE is missing keeps them for ever.
 */
const SWAP = `
local done = {}
for i, key in ipairs(KEYS) do
  local at = (i - 1) * 5
  local text = redis.pcall('HGET', key, ARGV[at + 1])
  if type(text) == 'table' then return text.err end
  local expected = ARGV[at + 2] == '1' and ARGV[at + 3] or false
  local isDone = text == expected or text == ARGV[at + 4]
  if isDone then
    local reply = redis.pcall('HSET', key, ARGV[at + 1], ARGV[at + 4])
    if type(reply) == 'table' and reply.err then return reply.err end
    redis.pcall('PEXPIRE', key, ARGV[at + 5])
  end
  done[i] = isDone and 1 or 0
end
return done`;

/** KEYS: a name. ARGV: fields. */
const REMOVE = `
for _, field in ipairs(ARGV) do redis.pcall('HDEL', KEYS[1], field) end
return 1`;

/** The texts in Redis, each name a hash. */
export class RedisSharedTexts implements SharedTexts {
  constructor(
    private readonly redis: Pick<RedisClient, 'script'>,
    private readonly prefix: string,
    /** Asked before each use. */
    private readonly owner: { ensure(): Promise<void> },
  ) {}

  async get(slots: readonly TextSlot[]): Promise<readonly (string | null)[]> {
    const texts = await inBatches(slots, async (some) => {
      const fields = some.map(({ field }) => field);
      return nullableTexts.parse(await this.run(GET, some, fields));
    });
    return texts.flat();
  }

  async all(name: string): Promise<ReadonlyMap<string, string>> {
    const flat = z.array(z.string()).parse(await this.run(ALL, [{ name }], []));
    const texts = new Map<string, string>();
    for (let i = 0; i + 1 < flat.length; i += 2) texts.set(flat[i] ?? '', flat[i + 1] ?? '');
    return texts;
  }

  async swap(changes: readonly TextChange[]): Promise<readonly boolean[]> {
    const done = await inBatches(changes, async (some) => {
      const reply = swapReply.parse(await this.run(SWAP, some, some.flatMap(argumentsOf)));
      if (typeof reply === 'string') throw new SharedTextsRefusedError(reply);
      return reply.map((each) => each === 1);
    });
    return done.flat();
  }

  async remove(name: string, fields: readonly string[]): Promise<void> {
    await inBatches(fields, (some) => this.run(REMOVE, [{ name }], some));
  }

  private async run(
    script: string,
    slots: readonly { readonly name: string }[],
    args: readonly string[],
  ): Promise<unknown> {
    await this.owner.ensure();
    const keys = slots.map(({ name }) => `{${this.prefix}}:${name}`);
    return this.redis.script(script, keys, args);
  }
}

const argumentsOf = ({ field, expected, text, keptForMs }: TextChange): string[] => [
  field,
  expected === null ? '0' : '1',
  expected ?? '',
  text,
  `${keptForMs}`,
];

const nullableTexts = z.array(z.string().nullable());
const swapReply = z.union([z.string(), z.array(z.number())]);

/** One batch after another, so that nothing else waits long. */
async function inBatches<T, R>(all: readonly T[], run: (some: readonly T[]) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let from = 0; from < all.length; from += BATCH_SIZE)
    results.push(await run(all.slice(from, from + BATCH_SIZE)));
  return results;
}
