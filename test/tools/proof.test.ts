import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chosenParts } from '../../tools/proof/options';
import { PARTS } from '../../tools/proof/parts';
import { runProof } from '../../tools/proof/runProof';

const { scripts } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
const named = (...names: readonly string[]) => PARTS.filter(({ name }) => names.includes(name));

/** Runs parts that take a minute each and end with these codes, one after the other. */
async function proofOf(codes: Readonly<Record<string, number | null>>, stopAfter?: string) {
  let [ms, isStopped] = [0, false];
  const [printed, run]: [string[], string[]] = [[], []];
  const isProven = await runProof(named(...Object.keys(codes)), {
    clock: { monotonicMs: () => ms },
    run: async ({ name }) => {
      ms += 60_000;
      run.push(name);
      isStopped = name === stopAfter;
      return { code: codes[name] ?? null, output: `.cache/proof/${name}.txt`, lastLines: [`end of ${name}`] };
    },
    print: (text) => printed.push(text),
    isStopped: () => isStopped,
  });
  const text = printed.join('\n');
  const rows = [...text.matchAll(/^\| (\w+) +\| +(.*?) \| +(.*?) \| +(.*?) \|$/gm)];
  return { isProven, run, text, rows: rows.map(([, ...cells]) => cells) };
}

describe('npm run proof', () => {
  test('has only parts that package.json has, each once', () => {
    for (const { script } of PARTS) expect(scripts).toHaveProperty([script[0] ?? '']);
    expect(new Set(PARTS.map(({ name }) => name)).size).toBe(PARTS.length);
  });

  test('is proven when every part passed, and says how long each took', async () => {
    const { isProven, rows, text } = await proofOf({ types: 0, lint: 0 });
    expect(isProven).toBe(true);
    expect(rows.slice(1)).toEqual([
      ['types', 'passed', '1 min', '.cache/proof/types.txt'],
      ['lint', 'passed', '1 min', '.cache/proof/lint.txt'],
    ]);
    expect(text).toContain('2 of 2 parts passed, in 2 min');
    expect(text).not.toContain('end of');
  });

  test.each([
    [1, 'FAILED: exit code 1'],
    [null, 'FAILED: killed'],
  ])(
    'goes on after a part that ended with %j, shows the end of its output, and is not proven',
    async (code, result) => {
      const { isProven, run, rows, text } = await proofOf({ types: 0, audit: code, tests: 0 });
      expect([isProven, run]).toEqual([false, ['types', 'audit', 'tests']]);
      expect(rows.slice(1).map(([name, said]) => [name, said])).toEqual([
        ['types', 'passed'],
        ['audit', result],
        ['tests', 'passed'],
      ]);
      expect(text).toContain('  end of audit');
      expect(text).toContain('2 of 3 parts passed');
    },
  );

  test('that somebody stops tells what was not run, and is not proven', async () => {
    const { isProven, rows } = await proofOf({ types: 0, lint: 0, tests: 0 }, 'lint');
    expect(isProven).toBe(false);
    expect(rows.slice(1).map(([name, said]) => [name, said])).toEqual([
      ['types', 'passed'],
      ['lint', 'stopped'],
      ['tests', 'not run'],
    ]);
  });
});

describe('The parts of npm run proof', () => {
  const chosen = (...words: readonly string[]) => {
    const parts = chosenParts(words);
    return typeof parts === 'string' ? parts : parts.map(({ name }) => name);
  };

  test('are all of them unless some are named, which run in the usual order', () => {
    expect(chosen()).toEqual(PARTS.map(({ name }) => name));
    expect(chosen('lab', 'tests')).toEqual(['tests', 'lab']);
  });

  test('can be all but some', () => {
    expect(chosen('--except', 'sim', 'lab')).toEqual(
      PARTS.map(({ name }) => name).filter((name) => !['sim', 'lab'].includes(name)),
    );
  });

  test.each([
    [['simulation'], 'simulation is no part of the proof'],
    [['--except'], '--except wants the parts'],
    [['--fast'], "'--fast'"],
  ])('are asked for anew with %j', (words, said) => {
    expect(chosenParts(words)).toEqual(expect.stringContaining(said));
  });
});
