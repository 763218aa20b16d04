import { type OnCallConfig, onCallAt } from '../../src/alerting/duty/onCall';

const config: OnCallConfig = {
  people: ['U1', 'U2', 'U3'],
  handover: { weekday: 1, hour: 9, minute: 0 },
  zone: 'Europe/Berlin',
  start: '2026-11-23',
};
const at = (iso: string) => new Date(iso);

describe('Who is on call', () => {
  test.each([
    ['right before the first handover', '2026-11-23T07:59:59Z', 'U3', '2026-11-23T08:00:00.000Z', 'U1'],
    ['from the handover on', '2026-11-23T08:00:00Z', 'U1', '2026-11-30T08:00:00.000Z', 'U2'],
    ['on the last day', '2026-11-30T07:59:59Z', 'U1', '2026-11-30T08:00:00.000Z', 'U2'],
    ['the week after', '2026-12-02T00:00:00Z', 'U2', '2026-12-07T08:00:00.000Z', 'U3'],
    ['years before', '2020-01-01T00:00:00Z', 'U1', '2020-01-06T08:00:00.000Z', 'U2'],
    ['before summer time begins', '2027-03-22T09:00:00Z', 'U3', '2027-03-29T07:00:00.000Z', 'U1'],
    ['once summer time has begun', '2027-03-29T07:00:00Z', 'U1', '2027-04-05T07:00:00.000Z', 'U2'],
    ['over the end of summer time', '2027-10-26T00:00:00Z', 'U1', '2027-11-01T08:00:00.000Z', 'U2'],
  ])('%s', (_, now, userId, until, next) => {
    const { until: end, ...rest } = onCallAt(config, null, at(now));
    expect([rest.userId, end.toISOString(), rest.next]).toEqual([userId, until, next]);
  });

  test.each([
    [
      'that is skipped',
      { weekday: 7, hour: 2, minute: 30 },
      '2027-03-28T01:00:00Z',
      '2027-03-28T01:30:00.000Z',
    ],
    [
      'that comes twice',
      { weekday: 7, hour: 2, minute: 30 },
      '2027-10-31T00:00:00Z',
      '2027-10-31T00:30:00.000Z',
    ],
  ])('changes once at a handover %s', (_, handover, before, expected) => {
    const odd = { ...config, handover };
    const { userId, until, next } = onCallAt(odd, null, at(before));
    expect(until.toISOString()).toBe(expected);
    const seen = new Set<string>();
    for (let minutes = 0; minutes < 180; minutes += 1)
      seen.add(onCallAt(odd, null, new Date(until.getTime() + minutes * 60_000)).userId);
    expect([...seen]).toEqual([next]);
    expect(next).not.toBe(userId);
  });

  test('is whoever swapped, until the end of the swap, and then whom the order names', () => {
    const swap = { userId: 'U9', until: at('2026-11-27T17:00:00Z') };
    expect(onCallAt(config, swap, at('2026-11-24T00:00:00Z'))).toEqual({
      userId: 'U9',
      until: swap.until,
      insteadOf: 'U1',
      next: 'U1',
      backup: 'U2',
    });
    expect(onCallAt(config, swap, swap.until)).toMatchObject({ userId: 'U1', insteadOf: null });
  });

  test('stays on call over a handover, where the swap lasts longer', () => {
    const swap = { userId: 'U1', until: at('2026-12-02T08:00:00Z') };
    const during = onCallAt(config, swap, at('2026-11-25T00:00:00Z'));
    expect(during).toMatchObject({ userId: 'U1', until: swap.until, insteadOf: null, next: 'U2' });
    expect(onCallAt(config, swap, at('2026-12-01T00:00:00Z'))).toMatchObject({
      userId: 'U1',
      insteadOf: 'U2',
    });
  });

  test.each([
    [null, 'U1', 'U2'],
    ['U2', 'U2', 'U3'],
    ['U3', 'U3', 'U2'],
  ])('has a backup that is somebody else, where %s covers', (userId, current, backup) => {
    const swap = userId === null ? null : { userId, until: at('2026-11-30T08:00:00Z') };
    expect(onCallAt(config, swap, at('2026-11-25T00:00:00Z'))).toMatchObject({ userId: current, backup });
  });

  test('has no backup where there is one person', () => {
    const alone = onCallAt({ ...config, people: ['U1'] }, null, at('2026-11-25T00:00:00Z'));
    expect(alone).toMatchObject({ userId: 'U1', next: 'U1', backup: null });
  });
});
