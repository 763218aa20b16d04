import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { slopeOf } from '../../tools/load/slope';

const MAIN = join(__dirname, '../../tools/load/main.ts');

/** Runs `npm run load`; what it printed, and how it ended. */
async function load(...args: readonly string[]) {
  const child = spawn(process.execPath, ['--import', require.resolve('tsx'), MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const closed = once(child, 'close');
  const [printed, said] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = await closed;
  return { printed, said, code };
}

test('A quick load test has results of all three parts and loses no command and no death', async () => {
  const { printed, said, code } = await load('--quick');
  expect({ printed, said }).toMatchObject({ printed: expect.stringContaining('## A soak') });
  expect(printed).toMatch(/40 a second: commands lost +\| +0\.00 /);
  expect(printed).toMatch(/40 a second: deaths not reported +\| +0\.00 /);
  expect(printed).toMatch(/from 10 to 40 targets, all die: times as long +\| +\d+\.\d\d /);
  expect(printed).toMatch(/growth of the data in an hour +\| +-?\d+\.\d\d KB /);
  expect(code).toBe(printed.includes('All aims are met.') ? 0 : 1);
}, 90_000);

test('The load test answers unknown arguments with its usage', async () => {
  const { said, code } = await load('--fast');
  expect([code, said]).toEqual([2, expect.stringContaining('Usage: npm run load')]);
});

test('A slope through points on a line is exact, through scattered ones uncertain', () => {
  const on = [0, 1, 2, 3].map((x) => ({ x, y: 5 + 2 * x }));
  expect(slopeOf(on)).toEqual({ perUnit: 2, uncertainty: 0 });
  const scattered = on.map(({ x, y }) => ({ x, y: y + (x % 2) }));
  expect(slopeOf(scattered).uncertainty).toBeGreaterThan(0);
});
