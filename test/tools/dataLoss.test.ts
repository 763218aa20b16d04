import { DataLosses } from '../../tools/simulation/dataLoss';

const instance = (pausedUntil = Number.NEGATIVE_INFINITY) => ({ isAlive: true, pausedUntil });

describe('Data that Redis lost', () => {
  test('is remembered until the last process that knows it dies', () => {
    const [one, other] = [instance(), instance()];
    const dataLosses = new DataLosses();
    expect(dataLosses.loses([one, other], 100)).toBe(false);
    one.isAlive = false;
    expect(dataLosses.died(110)).toBe(false);
    other.isAlive = false;
    expect(dataLosses.died(120)).toBe(true);
    expect([dataLosses.lost, dataLosses.forgot]).toEqual([[100], [120]]);
  });

  test('is forgotten at once when nobody remembers it', () => {
    expect(new DataLosses().loses([], 100)).toBe(true);
  });

  test('is restored once a process that remembers it commits', () => {
    const one = instance();
    const dataLosses = new DataLosses();
    dataLosses.loses([one], 100);
    expect(dataLosses.decided(one, 110)).toBe(false);
    one.isAlive = false;
    expect(dataLosses.died(120)).toBe(false);
  });

  test('counts as forgotten if another process commits while all that remember it are paused', () => {
    const [asleep, awake] = [instance(200), instance()];
    const dataLosses = new DataLosses();
    dataLosses.loses([asleep, awake], 100);
    expect(dataLosses.decided(instance(), 110)).toBe(false);
    awake.isAlive = false;
    expect(dataLosses.died(120)).toBe(false);
    expect(dataLosses.decided(instance(), 130)).toBe(true);
  });
});
