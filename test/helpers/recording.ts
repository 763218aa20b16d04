import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import type { MemoryStore } from '../../src/state/stores/memoryStore';

const FIXTURES = join(__dirname, '../fixtures');
/** What a real trading system left in a real Redis, in redis-cli's syntax. */
const RECORDING = 'trader-state.redis';

/** The recorded commands, each as its words. `name` is that of a file in `test/fixtures`. */
export const recordedCommands = (name: string = RECORDING): readonly (readonly string[])[] =>
  readFileSync(join(FIXTURES, name), 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(wordsOf);

/** Puts a recording into a real Redis. */
export const loadRecording = async (client: Redis, name: string = RECORDING): Promise<void> => {
  await client
    .pipeline(recordedCommands(name).map(([command = '', ...args]) => ['call', command, ...args]))
    .exec();
};

/** Puts the recording into a store in memory. Throws on a command that it does not know. */
export const loadRecordingIntoMemory = (store: MemoryStore, recording?: string): void => {
  for (const [name, key = '', ...args] of recordedCommands(recording)) {
    if (name === 'SET') store.set(key, args[0] ?? '');
    else if (name === 'HSET') store.setHash(key, new Map(pairsOf(args)));
    else if (name === 'EXPIRE') store.expire(key, Number(args[0]) * 1000);
    else throw new Error(`the recording holds ${name}, which this helper does not know`);
  }
};

const pairsOf = (words: readonly string[]): [string, string][] =>
  words.flatMap((word, i): [string, string][] => (i % 2 === 0 ? [[word, words[i + 1] ?? '']] : []));

/** Words as redis-cli reads them: bare, or in double quotes with JSON's simple escapes. */
const wordsOf = (line: string): string[] =>
  [...line.matchAll(/"(?:[^"\\]|\\.)*"|\S+/g)].map(([word]) =>
    word.startsWith('"') ? JSON.parse(word) : word,
  );
