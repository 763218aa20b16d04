import { ago, duration, pluralize } from '../../formatters/text/en/units';
import { count, money, number, percentage } from '../../formatters/text/numbers';

describe('money', () => {
  test.each([
    [10_012_345.67, '10,012,345.67'],
    [2_500_000, '2,500,000.00'],
    [0, '0.00'],
    [-0, '0.00'],
    [0.004, '0.004'],
    [1e-5, '0.00001'],
    [-12.5, '-12.50'],
    [0.12345678, '0.12345678'],
    [0.1 + 0.2, '0.30'],
    [999.999, '999.999'],
    [1e15, '1e+15'],
    [1e-12, '1e-12'],
  ])('%d is shown as %s', (value, expected) => {
    expect(money(value, null)).toBe(expected);
  });

  test('carries its unit where one is configured', () => {
    expect(money(1234.5, 'KRW')).toBe('1,234.50 KRW');
  });
});

test.each([
  [1500.5, '1,500.5'],
  [0.5375, '0.5375'],
  [1, '1'],
  [-0, '0'],
])('a figure of which nothing is known, %d, is shown as %s', (value, expected) => {
  expect(number(value)).toBe(expected);
});

test('counts are grouped', () => {
  expect(count(1_234_567)).toBe('1,234,567');
});

test.each([
  [0.5, '0.5'],
  [1287.25, '1,287.25'],
  [1e-7, '0.0000001'],
  [1e15, '1e+15'],
  [1.7976931348623157e308, '1.7976931348623157e+308'],
])('a count that is none, %d, is shown as it is: %s', (value, expected) => {
  expect(count(value)).toBe(expected);
});

test.each([
  [0, '0 trades'],
  [1, '1 trade'],
  [1287, '1,287 trades'],
])('%d is counted as %s', (value, expected) => {
  expect(pluralize(value, 'trade')).toBe(expected);
});

describe('per cent', () => {
  test.each([
    [80, '80 %'],
    [25.14395809908149, '25.14 %'],
    [0, '0 %'],
    [-0, '0 %'],
    [100, '100 %'],
    [120, '120 %'],
  ])('%d is shown as %s', (value, expected) => {
    expect(percentage(value)).toBe(expected);
  });

  test.each([
    [1e300, '1e+300 %'],
    [-1e20, '-1e+20 %'],
  ])('%d, of which digits tell nothing, is shown as %s', (value, expected) => {
    expect(percentage(value)).toBe(expected);
  });

  test('what is almost everything is not shown as everything', () => {
    expect(percentage(99.9999)).toBe('99.9999 %');
  });

  test('what is almost nothing is not shown as nothing', () => {
    expect(percentage(0.0004)).toBe('0.0004 %');
  });
});

describe('a duration in words', () => {
  test.each([
    [0, 'under 1 s'],
    [999, 'under 1 s'],
    [12_900, '12 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [4 * 60_000 + 59_000, '4 min'],
    [2 * 3_600_000 + 5 * 60_000, '2 h 5 min'],
    [2 * 3_600_000, '2 h'],
    [3 * 86_400_000, '3 d'],
    [3 * 86_400_000 + 4 * 3_600_000, '3 d 4 h'],
  ])('%d ms is %s', (ms, expected) => {
    expect(duration(ms)).toBe(expected);
  });
});

describe('how long ago', () => {
  const now = new Date('2026-11-22T08:00:00Z');

  test('a past time is so long ago', () => {
    expect(ago(new Date('2026-11-22T07:59:35Z'), now)).toBe('25 s ago');
  });

  test('a time a little ahead is a matter of clocks', () => {
    expect(ago(new Date('2026-11-22T08:00:30Z'), now)).toBe('under 1 s ago');
  });

  test('a time far ahead is called what it is', () => {
    expect(ago(new Date('2026-11-22T17:00:00Z'), now)).toBe('9 h in the future');
  });
});
