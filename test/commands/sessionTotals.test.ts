import { StateUnavailableError } from '../../src/redis/errors';
import type { BotStore } from '../../src/storage/botStore';
import { type CommandHarness, createCommandHarness } from '../helpers/commandHarness';
import { writeIteration } from '../helpers/tuningState';

const withSession = (kit: CommandHarness): CommandHarness => {
  for (const n of [1, 2]) writeIteration(kit.store, n, { session: 'run' });
  return kit;
};

describe("A session's total", () => {
  test('is not known until somebody gives it', async () => {
    const kit = withSession(createCommandHarness());
    expect((await kit.ask('/arb-tuning run')).shown).toContain('2 iterations, total not known');
  });

  test('once given is remembered', async () => {
    const kit = withSession(createCommandHarness());
    expect((await kit.ask('/arb-tuning run 8')).shown).toContain('2 of 8 iterations');
    expect((await kit.ask('/arb-tuning run')).shown).toContain('2 of 8 iterations');
    expect((await kit.ask('/arb-tuning')).shown).toContain('2 of 8 iterations');
  });

  test('given anew takes the place of the old one', async () => {
    const kit = withSession(createCommandHarness());
    await kit.ask('/arb-tuning run 8');
    await kit.ask('/arb-tuning run 20');
    expect((await kit.ask('/arb-tuning run')).shown).toContain('2 of 20 iterations');
  });

  test('is that of one session in one place only', async () => {
    const kit = withSession(createCommandHarness());
    writeIteration(kit.store, 1, { session: 'run', namespace: 'tuning:local:live' });
    await kit.ask('/arb-tuning run 8 paper');
    expect((await kit.ask('/arb-tuning run live')).shown).toContain('total not known');
  });

  test.each([
    ['1,000', '2 of 1,000'],
    ['1_000', '2 of 1,000'],
    ['0010', '2 of 10'],
  ])('may be written as %s', async (typed, shown) => {
    const kit = withSession(createCommandHarness());
    expect((await kit.ask(`/arb-tuning run ${typed}`)).shown).toContain(shown);
  });

  test.each(['0', '-5', '5x', '1.5', '1e3', '99999999999999999999', 'many'])(
    'cannot be %s, and what was remembered stays',
    async (typed) => {
      const kit = withSession(createCommandHarness());
      await kit.ask('/arb-tuning run 8');
      expect((await kit.ask(`/arb-tuning run ${typed}`)).shown).toContain(`${typed} is not a total`);
      expect((await kit.ask('/arb-tuning run')).shown).toContain('2 of 8 iterations');
    },
  );

  test('is not remembered for a session that is not there', async () => {
    const kit = createCommandHarness();
    await kit.ask('/arb-tuning run 8');
    withSession(kit);
    expect((await kit.ask('/arb-tuning run')).shown).toContain('total not known');
  });

  test('that cannot be remembered, since Redis is read-only, still gets an answer that says so, and a line in the log', async () => {
    const kit = withSession(createCommandHarness({ botStore: refusing }));
    const { shown } = await kit.ask('/arb-tuning run 8');
    expect(shown).toContain('2 of 8 iterations');
    expect(shown).toContain('Give it again next time');
    expect(kit.log.lines()).toMatchObject([
      { level: 40, msg: 'failed to load session names' },
      { level: 40, msg: 'failed to store session total' },
    ]);
  });

  test.each(['/arb-tuning run', '/arb-tuning'])(
    "that may not be read, since Redis allows the bot the traders' keys alone, is not known to %s",
    async (line) => {
      const kit = withSession(createCommandHarness({ botStore: refusing }));
      expect((await kit.ask(line)).shown).toContain('2 iterations, total not known');
      expect(kit.log.lines()).toMatchObject([
        { level: 40, msg: 'failed to load session names' },
        { level: 40, msg: 'failed to load session total' },
      ]);
    },
  );
});

const refuse = async (): Promise<never> => {
  throw new StateUnavailableError('refused', new Date('2026-11-22T08:00:00Z'));
};
const refusing: BotStore = {
  tuningTotal: refuse,
  rememberTuningTotal: refuse,
  sessionNames: refuse,
  nameSession: refuse,
  balanceNotes: refuse,
  addBalanceNote: refuse,
  removeBalanceNote: refuse,
  people: refuse,
  replacePerson: refuse,
  markRequestSeen: refuse,
};
