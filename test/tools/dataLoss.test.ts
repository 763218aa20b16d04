import { Losses } from '../../tools/simulation/dataLoss';

const copy = (pausedUntil = Number.NEGATIVE_INFINITY) => ({ isAlive: true, pausedUntil });

describe('What Redis lost', () => {
  test('is known while one lives that remembers it, and forgotten when the last of them dies', () => {
    const [one, other] = [copy(), copy()];
    const losses = new Losses();
    expect(losses.loses([one, other], 100)).toBe(false);
    one.isAlive = false;
    expect(losses.died(110)).toBe(false);
    other.isAlive = false;
    expect(losses.died(120)).toBe(true);
    expect([losses.lost, losses.forgot]).toEqual([[100], [120]]);
  });

  test('is forgotten at once when nobody remembers it', () => {
    expect(new Losses().loses([], 100)).toBe(true);
  });

  test('is known for ever when one that remembers it has decided', () => {
    const one = copy();
    const losses = new Losses();
    losses.loses([one], 100);
    expect(losses.decided(one, 110)).toBe(false);
    one.isAlive = false;
    expect(losses.died(120)).toBe(false);
  });

  test('is as good as forgotten when somebody else decides while all who remember it are asleep', () => {
    const [asleep, awake] = [copy(200), copy()];
    const losses = new Losses();
    losses.loses([asleep, awake], 100);
    expect(losses.decided(copy(), 110)).toBe(false);
    awake.isAlive = false;
    expect(losses.died(120)).toBe(false);
    expect(losses.decided(copy(), 130)).toBe(true);
  });
});
