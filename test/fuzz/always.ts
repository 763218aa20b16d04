import fc from 'fast-check';

/*
 * The one place that knows how long to look and how to look again. `npm run fuzz` sets these variables; without them
 * every property tries as many cases as suit `npm test`.
 */
const TIMES = Number(process.env.FUZZ_TIMES ?? '1');
const CASES = process.env.FUZZ_CASES === undefined ? null : Number(process.env.FUZZ_CASES);
const SEED = process.env.FUZZ_SEED;
const PATH = process.env.FUZZ_PATH;

/** A case, which may be of many answers, that takes longer has none, in ms. Where Slack waits, its own 3 s are the limit. */
const CASE_LIMIT_MS = 15_000;
/** It is looked, and what was found made smaller, for so long at most, in ms: told before the test runner gives up. */
const LOOK_LIMIT_MS = 240_000 + 60_000 * TIMES + 100 * (CASES ?? 0);

// Real servers may have to start first.
jest.setTimeout(LOOK_LIMIT_MS + 60_000);

/**
 * Tries the property with `cases` cases, as many times more as were asked for, or as many as were asked for. Throws with the smallest case that
 * was found to break it, and the command that shows it again.
 */
export async function always<T>(property: fc.IRawProperty<T>, cases: number): Promise<void> {
  await fc.assert(property as fc.IAsyncProperty<T>, {
    numRuns: CASES ?? Math.ceil(cases * TIMES),
    interruptAfterTimeLimit: LOOK_LIMIT_MS,
    includeErrorInReport: true,
    ...(SEED === undefined ? {} : { seed: Number(SEED) }),
    ...(PATH === undefined ? {} : { path: PATH }),
    reporter: (details) => {
      if (details.failed) throw new Error(`${fc.defaultReportMessage(details)}\n\n${replayOf(details)}`);
      if (details.interrupted)
        throw new Error(`no more than ${details.numRuns} cases could be tried in ${LOOK_LIMIT_MS} ms`);
    },
  });
}

/** A property whose cases have an answer in time. */
export const answered = <T>(
  cases: fc.Arbitrary<T>,
  check: (one: T) => Promise<void>,
): fc.IAsyncProperty<[T]> =>
  fc.asyncProperty(cases, async (one) => {
    let limit: NodeJS.Timeout | undefined;
    const tooLate = new Promise<never>((_, reject) => {
      limit = setTimeout(() => reject(new Error(`no answer within ${CASE_LIMIT_MS} ms`)), CASE_LIMIT_MS);
    });
    try {
      await Promise.race([check(one), tooLate]);
    } finally {
      clearTimeout(limit);
    }
  });

function replayOf<T>({ seed, counterexamplePath }: fc.RunDetailsCommon<T>): string {
  const { currentTestName = '', testPath = '' } = expect.getState();
  const file = /test\/fuzz\/.*$/.exec(testPath)?.[0] ?? '';
  const path = counterexamplePath === null ? '' : ` --path ${counterexamplePath}`;
  return `To see it again: npm run fuzz -- --seed ${seed}${path} --test "${currentTestName}" ${file}`;
}
