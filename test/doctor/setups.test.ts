import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { botAsProcess, doctorAsProcess } from '../../tools/setups/asProcess';
import { CASE_GROUPS } from '../../tools/setups/cases';
import { TOLERATED } from '../../tools/setups/cases/tolerated';
import { doctorInProcess } from '../../tools/setups/inProcess';
import { runCase } from '../../tools/setups/runCase';
import { runTolerated } from '../../tools/setups/runTolerated';
import type { SetUpCase } from '../../tools/setups/setUp';
import { World } from '../../tools/setups/world';

const CASES = CASE_GROUPS.flatMap(({ cases }) => cases);

let world: World;
beforeAll(async () => {
  world = await World.start();
});
afterAll(() => world.stop());

const named = (cases: readonly SetUpCase[]) => cases.map((each) => [each.name, each] as const);

describe('Doctor names in one line a set-up with', () => {
  test.each(named(CASES))('%s', async (_, each) => {
    expect((await runCase(world, each, { doctor: doctorInProcess })).wrong).toBeNull();
  });
});

describe('Doctor finds nothing wrong in a set-up with', () => {
  test.each(
    TOLERATED.filter(({ isOnlyForProcess }) => !isOnlyForProcess).map((each) => [each.name, each] as const),
  )('%s', async (_, each) => {
    expect((await runTolerated(world, each, doctorInProcess)).wrong).toBeNull();
  });
});

/** `npm run setups` runs them all. */
const SAMPLE = CASES.filter(({ name }) =>
  [
    'a name in .env that is nearly right, behind a byte-order mark',
    'an archived channel',
    'nobody who may mute',
  ].includes(name),
);

describe('As a process of its own, doctor names it, and the bot does not look healthy, with', () => {
  test.each(named(SAMPLE))('%s', async (_, each) => {
    const result = await runCase(world, each, { doctor: doctorAsProcess, bot: botAsProcess });
    expect(result.wrong).toBeNull();
  });
});

test('docs/doctor.md has every set-up with its line; `npm run setups -- --write` writes it', () => {
  const page = readFileSync(join(__dirname, '../../docs/doctor.md'), 'utf8');
  const missing = CASES.filter(({ name, line }) => {
    const row = page.split('\n').find((each) => each.startsWith(`| ${name} `));
    return row === undefined || (typeof line === 'string' && !row.includes(line.replaceAll('|', '\\|')));
  });
  expect(missing.map(({ name }) => name)).toEqual([]);
});
