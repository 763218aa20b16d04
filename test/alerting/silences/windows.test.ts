import {
  currentOccurrence,
  nextOccurrence,
  type SilenceWindow,
} from '../../../src/alerting/silences/windows';
import { dyingTrader, OPEN } from '../../helpers/dyingTrader';
import { runScenario } from '../../helpers/scenario';

const windowOf = (from: string, to: string, rest: Partial<SilenceWindow> = {}): SilenceWindow => ({
  ...{ kind: 'maintenance', name: 'nightly', targets: ['paper:*'], rules: null, severities: null },
  ...{ includesCritical: false, reason: null, days: null, from, to, zone: 'Europe/Berlin' },
  ...rest,
});

const occurrence = (window: SilenceWindow, now: string): string | null => {
  const found = currentOccurrence(window, new Date(now));
  return found === null ? null : `${found.from.toISOString()} ${found.until?.toISOString()}`;
};

describe('A recurring window', () => {
  test.each([
    [
      'has begun at its first instant',
      '22:00',
      '23:00',
      '2026-11-22T21:00:00Z',
      '2026-11-22T21:00:00.000Z 2026-11-22T22:00:00.000Z',
    ],
    ['is over at its end', '22:00', '23:00', '2026-11-22T22:00:00Z', null],
    [
      'over midnight lasts on the next day',
      '22:00',
      '02:00',
      '2026-11-23T00:30:00Z',
      '2026-11-22T21:00:00.000Z 2026-11-23T01:00:00.000Z',
    ],
    [
      'until 24:00 ends at midnight',
      '22:00',
      '24:00',
      '2026-11-22T22:59:59Z',
      '2026-11-22T21:00:00.000Z 2026-11-22T23:00:00.000Z',
    ],
    ['does not come on a day whose clocks skip it', '02:00', '03:00', '2026-03-29T01:00:00Z', null],
    [
      'that the clocks skip in part begins with the change',
      '02:30',
      '04:00',
      '2026-03-29T01:00:00Z',
      '2026-03-29T01:00:00.000Z 2026-03-29T02:00:00.000Z',
    ],
    [
      'that the clocks skip at its end ends with the change',
      '01:00',
      '02:30',
      '2026-03-29T00:59:00Z',
      '2026-03-29T00:00:00.000Z 2026-03-29T01:00:00.000Z',
    ],
    [
      'that the clocks show twice lasts from the first to the last',
      '02:00',
      '03:00',
      '2026-10-25T01:30:00Z',
      '2026-10-25T00:00:00.000Z 2026-10-25T02:00:00.000Z',
    ],
    [
      'that ends in an hour that comes twice ends in the second',
      '01:30',
      '02:30',
      '2026-10-25T01:15:00Z',
      '2026-10-24T23:30:00.000Z 2026-10-25T01:30:00.000Z',
    ],
  ])('%s', (_, from, to, now, expected) => {
    expect(occurrence(windowOf(from, to), now)).toBe(expected);
  });

  test.each([
    ['2026-11-28T22:00:00Z', '2026-11-28T21:00:00.000Z 2026-11-29T01:00:00.000Z'],
    ['2026-11-29T00:30:00Z', '2026-11-28T21:00:00.000Z 2026-11-29T01:00:00.000Z'],
    ['2026-11-29T22:00:00Z', null],
  ])('of saturdays over midnight, at %s', (now, expected) => {
    expect(occurrence(windowOf('22:00', '02:00', { days: ['sat'] }), now)).toBe(expected);
  });

  test('tells when it comes next, also a week ahead', () => {
    const saturday = windowOf('22:00', '23:00', { days: ['sat'] });
    const from = (now: string) => nextOccurrence(saturday, new Date(now))?.from.toISOString();
    expect(from('2026-11-28T20:59:00Z')).toBe('2026-11-28T21:00:00.000Z');
    expect(from('2026-11-28T21:00:00Z')).toBe('2026-12-05T21:00:00.000Z');
  });
});

/** Stories begin at 03:00 UTC. */
const fromThree = windowOf('03:00', '03:15', { zone: 'UTC' });

describe('A window of the configuration', () => {
  test('holds back what it covers, and summarises it at its end', () => {
    const { lines } = runScenario({
      traders: [dyingTrader],
      settings: { silenceWindows: [fromThree] },
      until: 1000,
    });
    expect(lines).toEqual([
      '15:00 open no_sign_of_life paper:docker',
      '15:00 summary of maintenance nightly: no_sign_of_life paper:docker open',
    ]);
  });

  test('holds back for an instance, too, whose configuration does not have it yet', () => {
    const { known } = runScenario({
      traders: [dyingTrader],
      settings: { silenceWindows: [fromThree] },
      until: 60,
    });
    const other = runScenario({ traders: [dyingTrader], known, from: 75, until: 1000 });
    expect(other.lines).toEqual([
      '15:00 open no_sign_of_life paper:docker',
      '15:00 summary of maintenance nightly: no_sign_of_life paper:docker open',
    ]);
  });

  test('of another day holds back nothing', () => {
    const settings = { silenceWindows: [{ ...fromThree, days: ['mon' as const] }] };
    expect(runScenario({ traders: [dyingTrader], settings, until: 1000 }).lines).toEqual([OPEN]);
  });

  test('of quiet hours by severity is one message at their end', () => {
    const quiet: SilenceWindow = {
      ...fromThree,
      ...{ kind: 'quiet_hours', name: 'night', targets: ['*'], severities: ['warning', 'info'] },
    };
    const { lines } = runScenario({
      traders: [dyingTrader],
      settings: { silenceWindows: [quiet] },
      until: 1000,
    });
    expect(lines).toEqual([
      '15:00 open no_sign_of_life paper:docker',
      '15:00 summary of quiet_hours night: no_sign_of_life paper:docker open',
    ]);
  });
});
