import type { AlertState } from '../../../src/alerting';
import { dyingTrader } from '../../helpers/dyingTrader';
import { runScenario } from '../../helpers/scenario';
import { second, trader } from '../../helpers/traders';

const opened = (): AlertState => runScenario({ traders: [dyingTrader], until: 300 }).known;

/** What is sent in the next five minutes, with this configuration. */
const next = (known: AlertState, settings: object) =>
  runScenario({ traders: [dyingTrader], known, from: 315, until: 600, settings });

const incidents = ({ deliveries }: ReturnType<typeof next>) =>
  deliveries.flatMap((one) => (one.kind === 'incident' ? [one] : []));

describe('An alert that is open while the alert channel is changed', () => {
  test('is sent to the new channel once', () => {
    const after = next(opened(), { channel: 'C0NEW', startedAt: second(310) });
    expect(incidents(after)).toMatchObject([
      { channel: 'C0NEW', incident: { channel: 'C0NEW', posting: 2, state: 'open' } },
    ]);
  });

  test('is not sent back by an instance that was started before', () => {
    const { known } = next(opened(), { channel: 'C0NEW', startedAt: second(310) });
    expect(incidents(next(known, { startedAt: second(-600) }))).toEqual([]);
  });

  test('stays where it is when nothing was changed', () => {
    expect(incidents(next(opened(), { startedAt: second(310) }))).toEqual([]);
  });

  test('stays where it is when its channel still takes other alerts', () => {
    const routes = [{ match: { mode: ['live'] }, channel: 'C0ALERTS' }];
    expect(incidents(next(opened(), { channel: 'C0NEW', routes, startedAt: second(310) }))).toEqual([]);
  });
});

test('An alert that is over stays in the channel in which it was', () => {
  const returning = trader('paper:docker', [
    [-600, 100],
    [400, Infinity],
  ]);
  const { known } = runScenario({ traders: [returning], until: 900 });
  const after = runScenario({
    traders: [returning],
    known,
    from: 915,
    until: 1200,
    settings: { channel: 'C0NEW', startedAt: second(910) },
  });
  expect(after.lines).toEqual([]);
});
