import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SetUp } from './setUp';
import type { World } from './world';

/** A set-up as a process finds it. */
export interface Prepared {
  readonly env: Readonly<Record<string, string>>;
  /** The working directory. */
  readonly cwd: string;
  readonly aheadMs: number;
}

/** Writes the files of a set-up, and completes its environment. */
export function prepare({ env = {}, files = {}, aheadMs = 0 }: SetUp, world: World): Prepared {
  const cwd = mkdtempSync(join(world.tmp, 'case-'));
  for (const [name, content] of Object.entries(files)) {
    const path = join(cwd, name);
    if (content === null) mkdirSync(path);
    else writeFileSync(path, content);
  }
  const all = Object.entries({ ...world.env, ...env });
  const set = all.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return { env: Object.fromEntries(set), cwd, aheadMs };
}
