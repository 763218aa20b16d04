import { type AlertOptions, incidentMessage } from '../../formatters';
import { checkedMessageBlocks } from '../../sandbox/blockKit/check';
import type { Incident } from '../../src/alerting/incidents/incident';
import { seen } from '../helpers/alertHarness';
import { affected, NIGHT, open, recovered } from '../helpers/incidents';

const options: AlertOptions = { demo: false, currency: 'KRW', zone: 'UTC' };
const messageOf = (incident: Incident, now = NIGHT) =>
  incidentMessage(incident, { now, deliveredLate: null }, options);
const chartIn = (incident: Incident, now?: Date) =>
  messageOf(incident, now).blocks.find(({ type }) => type === 'data_visualization');

/** The alert, with a balance at each of these minutes before it was opened. */
const withBalances = (
  incident: Incident,
  balances: readonly (readonly [minutesBefore: number, value: number])[],
) => ({
  ...incident,
  evidence: {
    ...{ stake: null, history: null, changes: [] },
    balances: balances.map(([minutes, value]): [number, number] => [
      incident.openedAt.getTime() - minutes * 60_000,
      value,
    ]),
  },
});
const EVERY_5_MIN = Array.from({ length: 13 }, (_, i) => [60 - 5 * i, 1_000 - i] as const);

describe('The hour before an alert', () => {
  test('is a chart below its text, with its figures in words, and spoken', () => {
    const message = messageOf(withBalances(open, EVERY_5_MIN));
    expect(message.blocks.map(({ type }) => type).slice(-3)).toEqual([
      'actions',
      'data_visualization',
      'context',
    ]);
    expect(message.text).toContain('Balance in the hour before: −12.00 KRW (−1.2 %).');
    expect(seen(message).shown).toMatch(
      /hour before: −12\.00 KRW \(−1\.2 %\).*last 988\.00 .*; lowest 988\.00/s,
    );
    expect(() => checkedMessageBlocks(message.blocks)).not.toThrow();
  });

  test('stays the same chart in every change of its message, also once it is over', () => {
    const first = chartIn(withBalances(open, EVERY_5_MIN));
    const later = new Date(NIGHT.getTime() + 3_600_000);
    expect(first).toBeDefined();
    expect(chartIn({ ...withBalances(open, EVERY_5_MIN), state: 'acknowledged' }, later)).toEqual(first);
    expect(
      chartIn({ ...withBalances(open, EVERY_5_MIN), state: 'recovered', closedAt: later }, later),
    ).toEqual(first);
  });

  test('names the times of which nothing is recorded, and plots nothing there', () => {
    const gap = EVERY_5_MIN.filter(([minutes]) => minutes > 40 || minutes < 20);
    expect(seen(messageOf(withBalances(open, gap))).shown).toMatch(
      /No data, cut out of the chart: .*nothing is recorded/,
    );
    expect(seen(messageOf(withBalances(open, EVERY_5_MIN))).shown).not.toContain('No data');
  });

  test('is a line of words where the balance did not change, and nothing where it is not known', () => {
    const steady = withBalances(
      open,
      EVERY_5_MIN.map(([minutes]) => [minutes, 5] as const),
    );
    expect(seen(messageOf(steady)).shown).toContain('The balance did not change in the hour before.');
    expect(chartIn(steady)).toBeUndefined();
    expect(seen(messageOf(open)).shown).not.toMatch(/hour before/);
    expect(seen(messageOf(recovered)).shown).not.toMatch(/hour before/);
  });

  test('is left out once the alert is about several traders', () => {
    const several = { ...open, targets: [affected('paper:docker'), affected('live:docker')] };
    expect(chartIn(withBalances(several, EVERY_5_MIN))).toBeUndefined();
  });
});
