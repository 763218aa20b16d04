import { isoformat, strFloat, zonedIsoformat } from '../../sandbox/demo/pythonText';

describe('Text as Python writes it', () => {
  test.each([
    ['2026-11-22T07:41:39.844Z', '2026-11-22T07:41:39.844000'],
    ['2026-11-22T07:41:39.000Z', '2026-11-22T07:41:39'],
  ])('of %s is %s', (time, text) => {
    expect(isoformat(new Date(time))).toBe(text);
  });

  test('of a time on a machine in Seoul is its local time', () => {
    expect(zonedIsoformat(new Date('2026-11-22T20:00:00Z'), 'Asia/Seoul')).toBe('2026-11-23T05:00:00');
  });

  test.each([
    [2_500_000, '2500000.0'],
    [0, '0.0'],
    [-3, '-3.0'],
    [0.2514, '0.2514'],
    [0.00001, '1e-05'],
    [0.000_012_5, '1.25e-05'],
    [1e16, '1e+16'],
    [1e-12, '1e-12'],
  ])('of the float %d is %s', (value, text) => {
    expect(strFloat(value)).toBe(text);
  });
});
