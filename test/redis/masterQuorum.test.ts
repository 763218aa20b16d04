import { majority } from '../../src/redis/sentinel/masterQuorum';

const [OLD, NEW] = ['10.0.0.1:6379', '10.0.0.2:6379'];
const says = (name: string) => Promise.resolve(name);
const away = () => Promise.reject<string>(new Error('it is away'));
const hangs = () => new Promise<string>(() => undefined);

describe('The master is where', () => {
  test('the only Sentinel says', async () => {
    expect(await majority([says(OLD)])).toBe(OLD);
  });

  test('two of three say, and the third is not waited for', async () => {
    expect(await majority([hangs(), says(NEW), says(NEW)])).toBe(NEW);
  });

  test('two of three say, and one has not heard of it yet', async () => {
    expect(await majority([says(OLD), says(NEW), says(NEW)])).toBe(NEW);
  });

  test('one of two says, and the other is away', async () => {
    expect(await majority([away(), says(NEW)])).toBe(NEW);
  });
});

describe('Where the master is cannot be told', () => {
  test('by one of three, which may be cut off from the others with a master that was replaced', async () => {
    await expect(majority([away(), away(), says(OLD)])).rejects.toThrow(
      '1 of 3 Sentinels say where the master is, and half of them must',
    );
  });

  test('by two that say different things', async () => {
    await expect(majority([says(OLD), says(NEW)])).rejects.toThrow(
      'the Sentinels differ about where the master is: 10.0.0.1:6379, 10.0.0.2:6379',
    );
  });

  test('by none', async () => {
    await expect(majority([away(), away(), away()])).rejects.toThrow('0 of 3');
  });
});
