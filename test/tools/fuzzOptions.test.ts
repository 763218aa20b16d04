import { environmentOf, FuzzUsageError, fuzzOptions, jestWords } from '../../tools/fuzz/options';

describe('npm run fuzz', () => {
  test('without arguments tries twenty times as many cases as npm test, in all files', () => {
    const options = fuzzOptions([]);
    expect(environmentOf(options)).toEqual({ FUZZ_TIMES: '20' });
    expect(jestWords(options)).toEqual(['--runInBand', 'test/fuzz']);
  });

  test('repeats a failure with the reported arguments', () => {
    const reported = ['--seed', '-123', '--path', '4:0:1', '--test', 'any (words)', 'test/fuzz/a.test.ts'];
    const options = fuzzOptions(reported);
    expect(environmentOf(options)).toEqual({ FUZZ_TIMES: '1', FUZZ_SEED: '-123', FUZZ_PATH: '4:0:1' });
    expect(jestWords(options)).toEqual([
      '--runInBand',
      '--testNamePattern',
      'any \\(words\\)',
      'test/fuzz/a.test.ts',
    ]);
  });

  test('tries as many cases of each property as it is told', () => {
    const options = fuzzOptions(['--cases', '1000000', 'test/fuzz/anyEnvelope.test.ts']);
    expect(environmentOf(options)).toMatchObject({ FUZZ_CASES: '1000000' });
  });

  test.each([
    [['--cases', '1.5'], '--cases 1.5 is not a whole number above 0'],
    [['--cases', '9', '--times', '2'], '--cases and --times exclude each other'],
    [['--times', 'many'], '--times many is not a number above 0'],
    [['--times', '0'], '--times 0 is not a number above 0'],
    [['--seed', 'x'], '--seed x is not a whole number'],
    [['--path', '1:2'], '--path is of no use without --seed'],
    [['--runs', '3'], "Unknown option '--runs'"],
  ])('rejects %j', (words, reported) => {
    expect(() => fuzzOptions(words)).toThrow(FuzzUsageError);
    expect(() => fuzzOptions(words)).toThrow(reported);
  });
});
