import {
  type ParseResult,
  pythonCount,
  pythonMetric,
  pythonNumber,
  pythonTime,
} from '../../src/state/pythonValues';

const understood = <T>(reading: ParseResult<T>): T | null => ('value' in reading ? reading.value : null);
const wrongOf = (reading: ParseResult<unknown>): string | null => ('error' in reading ? reading.error : null);

describe("A Python float's text", () => {
  test.each([
    ['2500000.0', 2_500_000],
    ['0', 0],
    ['1287', 1287],
    ['0.5', 0.5],
    ['1e-05', 0.00001],
    ['1.5e+16', 1.5e16],
    ['-12.5', -12.5],
    ['.5', 0.5],
    ['7.', 7],
  ])('%s is read as the number it is', (text, value) => {
    expect(understood(pythonNumber(text))).toBe(value);
  });

  test('-0.0 is read as 0, without a sign', () => {
    expect(Object.is(understood(pythonNumber('-0.0')), 0)).toBe(true);
  });

  test.each(['nan', 'inf', '-inf', 'NaN', 'Infinity'])('%s is no figure', (text) => {
    expect(wrongOf(pythonNumber(text))).toBe(`is "${text}", which is no figure`);
  });

  test.each(['', ' 1', '1 ', '1,000', '0x10', '1e', 'None', '1e999', '١٢', '--1'])(
    '%j is not a number',
    (text) => {
      expect(wrongOf(pythonNumber(text))).toBe(`is ${JSON.stringify(text)}, not a number`);
    },
  );

  test('a problem is one truncated line, however long the text is', () => {
    const wrong = wrongOf(pythonNumber(`a\nb${'x'.repeat(10_000)}`)) ?? '';
    expect(wrong).toContain('a\\nb');
    expect(wrong.length).toBeLessThan(100);
  });
});

describe('A count', () => {
  test.each([
    ['3', 3],
    ['3.0', 3],
    ['0', 0],
  ])('%s is read', (text, value) => {
    expect(understood(pythonCount(text))).toBe(value);
  });

  test.each(['-1', '0.5', '1e300', 'nan', 'three'])('%s is refused', (text) => {
    expect(understood(pythonCount(text))).toBeNull();
  });
});

describe('A live metric', () => {
  test.each([
    ['True', true],
    ['False', false],
    ['0.5375', 0.5375],
    ['1', 1],
  ])('%s is read', (text, value) => {
    expect(understood(pythonMetric(text))).toBe(value);
  });

  test.each(['true', 'None', 'nan', ''])('%j is not understood', (text) => {
    expect(understood(pythonMetric(text))).toBeNull();
  });
});

describe("A time as Python's isoformat() writes it", () => {
  const instant = (text: string, zone = 'UTC'): string | null =>
    understood(pythonTime(text, zone))?.toISOString() ?? null;

  test('with microseconds is read to the millisecond', () => {
    expect(instant('2026-11-22T07:41:39.844991')).toBe('2026-11-22T07:41:39.844Z');
  });

  test('without microseconds is read, for Python leaves them out when they are 0', () => {
    expect(instant('2026-11-22T07:41:39')).toBe('2026-11-22T07:41:39.000Z');
  });

  test('is in the zone that is configured', () => {
    expect(instant('2026-11-22T16:41:39', 'Asia/Seoul')).toBe('2026-11-22T07:41:39.000Z');
  });

  test.each([
    ['2026-07-01T12:00:00', '2026-07-01T10:00:00.000Z'],
    ['2026-12-01T12:00:00', '2026-12-01T11:00:00.000Z'],
  ])('in a zone with summer time, %s is %s', (text, utc) => {
    expect(instant(text, 'Europe/Berlin')).toBe(utc);
  });

  test('that names its own zone is in that one', () => {
    expect(instant('2026-11-22T16:41:39.5+09:00', 'Europe/Berlin')).toBe('2026-11-22T07:41:39.500Z');
  });

  test('of a leap day is read', () => {
    expect(instant('2028-02-29T00:00:00')).toBe('2028-02-29T00:00:00.000Z');
  });

  test.each([
    '2026-02-30T10:00:00',
    '2026-13-01T10:00:00',
    '2027-02-29T10:00:00',
    '2026-11-22T25:00:00',
    '2026-11-22T24:00:00',
    '2026-11-22T10:60:00',
    '0000-01-01T00:00:00',
    '2026-11-22',
    '2026-11-22 07:41:39',
    '1763797299',
    'None',
    '',
  ])('%j is not a time', (text) => {
    expect(wrongOf(pythonTime(text, 'UTC'))).toBe(`is ${JSON.stringify(text)}, not a time`);
  });

  test.each(['9999-12-31T23:59:59-12:00', '0001-01-01T00:00:00+14:00'])(
    '%s is none, for it is in a year of which nobody can be told',
    (text) => {
      expect(wrongOf(pythonTime(text, 'UTC'))).toBe(`is "${text}", not a time`);
    },
  );
});
