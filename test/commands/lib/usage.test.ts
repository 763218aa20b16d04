import { type CommandHarness, createCommandHarness } from '../../helpers/commandHarness';

describe('A word that fits nothing', () => {
  let kit: CommandHarness;
  beforeEach(() => {
    kit = createCommandHarness();
  });

  test.each([
    ['/arb-status papr', 'papr', 'paper'],
    ['/arb-status docer', 'docer', 'docker'],
    ['/arb-status SHADDOW', 'SHADDOW', 'shadow'],
    ['/arb-status paper publc', 'publc', 'public'],
    ['/arb-status hlep', 'hlep', 'help'],
  ])('%s is named, with the nearest that fits', async (line, word, suggestion) => {
    const { shown } = await kit.ask(line);
    expect(shown).toContain(`${word} is not a mode or an env`);
    expect(shown).toContain(`Did you mean ${suggestion}?`);
  });

  test('is answered with what was expected and with the usage', async () => {
    const { shown, text } = await kit.ask('/arb-status xyzzy');
    for (const told of [shown, text]) {
      expect(told).toContain('expected live, paper or shadow, then an env such as docker');
      expect(told).toContain(
        '/arb-status [watch|unwatch|board] [live|paper|shadow] [env] [24h|7d|30d] [public]',
      );
    }
  });

  test('gets no suggestion where none is near', async () => {
    expect((await kit.ask('/arb-status xyzzy')).shown).not.toContain('Did you mean');
  });

  test('is answered to the person alone, public or not', async () => {
    expect((await kit.ask('/arb-status papr public')).public).toBe(false);
  });

  test.each([
    ['/arb-status paper live', 'live is a second mode beside "paper"'],
    ['/arb-status docker local', 'local is a second env beside "docker"'],
    ['/arb-tuning S paper shadow', 'shadow is a second mode beside "paper"'],
  ])('%s names what is there twice', async (line, told) => {
    expect((await kit.ask(line)).shown).toContain(told);
  });

  test('in quotes is no mode', async () => {
    expect((await kit.ask('/arb-status "paper"')).shown).toContain('paper is not a mode or an env');
  });

  test.each(['/arb-status paper live', '/arb-status zzz', '/arb-tuning a b', '/arb-tuning a 1 2'])(
    '%s reads nothing from Redis',
    async (line) => {
      kit.store.simulateOutage('unreachable');
      expect((await kit.ask(line)).text).toContain('Usage:');
    },
  );
});

describe('Help', () => {
  test.each(['/arb-status help', '/arb-status HELP', '/arb-status paper help', '/arb-tuning help'])(
    'is given by %s, though Redis is down',
    async (line) => {
      const kit = createCommandHarness();
      kit.store.simulateOutage('unreachable');
      const { shown } = await kit.ask(line);
      expect(shown).toContain('Usage:');
      expect(shown).toContain('For example');
    },
  );

  test('in quotes is a session of that name', async () => {
    expect((await createCommandHarness().ask('/arb-tuning "help"')).shown).toContain('No tuning session');
  });
});
