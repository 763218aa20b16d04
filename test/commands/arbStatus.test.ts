import { type CommandHarness, createCommandHarness, type SeenAnswer } from '../helpers/commandHarness';

describe('/arb-status', () => {
  let kit: CommandHarness;

  beforeEach(() => {
    kit = createCommandHarness();
    // Each target has a number of trades of its own, by which an answer tells whose it is.
    kit.store.set('live:docker:arbitrage:stats:trades_total', '11011');
    kit.store.set('live:local:arbitrage:stats:trades_total', '12012');
    kit.store.set('paper:docker:arbitrage:stats:trades_total', '21021');
    kit.store.set('paper:local:arbitrage:stats:trades_total', '22022');
    kit.store.set('shadow:docker:arbitrage:stats:trades_total', '31031');
  });

  const ask = (words: string): Promise<SeenAnswer> => kit.ask(`/arb-status ${words}`);

  test.each([
    ['paper docker', '21,021'],
    ['docker paper', '21,021'],
    ['LOCAL Paper', '22,022'],
    ['Live', '11,011'],
    ['live local', '12,012'],
    ['  paper \t local  ', '22,022'],
    ['paper, local', '22,022'],
    ['paper paper docker docker', '21,021'],
    ['public shadow', '31,031'],
  ])('understands "%s"', async (words, trades) => {
    expect((await ask(words)).shown).toContain(trades);
  });

  test('says which trader it tells of, in what is shown and in what is spoken', async () => {
    const { shown, text } = await ask('paper local');
    expect(shown).toContain('paper local');
    expect(text).toContain('paper local');
  });

  test('is for the person alone', async () => {
    expect((await ask('paper')).public).toBe(false);
  });

  test.each(['paper public', 'PUBLIC paper', 'public'])('is for the channel with "%s"', async (words) => {
    expect((await ask(words)).public).toBe(true);
  });

  test('without words shows every target that reported, and names the one that never did', async () => {
    const { shown } = await ask('');
    for (const target of ['live docker', 'live local', 'paper docker', 'paper local', 'shadow docker'])
      expect(shown).toContain(target);
    expect(shown).toMatch(/Nothing reported by shadow local\./);
  });

  test('with an env alone shows the targets of that env', async () => {
    const { shown } = await ask('local');
    expect(shown).toContain('live local');
    expect(shown).not.toContain('docker');
  });

  test('of a trader that never reported says so, and shows no figure', async () => {
    const { shown, text } = await ask('shadow local');
    expect(text).toContain('shadow local reports nothing');
    expect(shown.replace(/^As of .*$/m, '')).not.toMatch(/\d/);
  });

  test('over an empty Redis says that nobody reported', async () => {
    const { shown } = await createCommandHarness().ask('/arb-status');
    expect(shown).toContain(
      'live docker, live local, live production, live staging, live development, paper docker and 9 more',
    );
  });

  test('shows what could not be understood, with its key', async () => {
    kit.store.set('paper:docker:arbitrage:stats:trades_today', 'nan');
    expect((await ask('paper')).shown).toContain('paper:docker:arbitrage:stats:trades_today');
  });
});
