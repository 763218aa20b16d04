import { MemoryStore } from '../../src/state/stores/memoryStore';
import type { SessionName } from '../../src/storage/botStore';
import { MemoryBotStore } from '../../src/storage/memory/memoryBotStore';
import { settableClock } from '../helpers/clock';
import {
  type CommandHarness,
  type CommandHarnessOptions,
  createCommandHarness,
} from '../helpers/commandHarness';
import { writeIteration } from '../helpers/tuningState';

const ID = '80a9c657-1111-4222-8333-444444444444';

const withSession = (options: CommandHarnessOptions = {}): CommandHarness => {
  const kit = createCommandHarness(options);
  for (const n of [1, 2]) writeIteration(kit.store, n, { session: ID });
  return kit;
};

describe("A session's name", () => {
  test('is given by the start of its id, and stands in its status and the list', async () => {
    const kit = withSession();
    const { shown } = await kit.ask('/arb-tuning name 80a9 "spread sweep"');
    expect(shown).toContain(`Session ${ID} is now called spread sweep.`);
    expect((await kit.ask('/arb-tuning 80a9')).shown).toContain(`spread sweep · ${ID}`);
    expect((await kit.ask('/arb-tuning')).shown).toContain(`spread sweep · ${ID} · type 80a9`);
    expect((await kit.ask('/arb-tuning 80a9')).text).toContain(`Tuning session \`spread sweep\` · \`${ID}\``);
  });

  test('needs no quotes where nothing stands behind it', async () => {
    const kit = withSession();
    expect((await kit.ask('/arb-tuning name 80a9 spread sweep')).shown).toContain('now called spread sweep');
  });

  test('can be typed in place of the id, in any case', async () => {
    const kit = withSession();
    await kit.ask('/arb-tuning name 80a9 "spread sweep"');
    expect((await kit.ask('/arb-tuning "Spread Sweep"')).shown).toContain('2 iterations');
  });

  test('is changed, and taken away', async () => {
    const kit = withSession();
    await kit.ask('/arb-tuning name 80a9 first');
    expect((await kit.ask('/arb-tuning name 80a9 second')).shown).toContain(
      'now called second (it was first)',
    );
    expect((await kit.ask('/arb-tuning unname second')).shown).toContain(
      'has no name any more (it was second)',
    );
    expect((await kit.ask('/arb-tuning')).shown).not.toContain('second');
    expect((await kit.ask('/arb-tuning unname 80a9')).shown).toContain('has no name.');
  });

  test('says who gave it in the log', async () => {
    const kit = withSession();
    await kit.ask('/arb-tuning name 80a9 first');
    expect(kit.log.lines()).toMatchObject([{ msg: 'session named', sessionId: ID, name: 'first' }]);
  });

  test('that another session has is refused, for it stands for one', async () => {
    const kit = withSession();
    writeIteration(kit.store, 1, { session: 'other' });
    await kit.ask('/arb-tuning name other first');
    expect((await kit.ask('/arb-tuning name 80a9 FIRST')).shown).toContain(
      'Another session is called first.',
    );
  });

  test.each([
    ['/arb-tuning name', 'The session is missing'],
    ['/arb-tuning name 80a9', 'The name is missing'],
    [`/arb-tuning name 80a9 "${'x'.repeat(41)}"`, 'has 41 characters, which is too long for a name'],
    ['/arb-tuning name 80a9 "a\u0007b"', 'holds characters that cannot be seen'],
    ['/arb-tuning name 80a9 "a" more', 'is one word too many'],
    ['/arb-tuning unname', 'The session is missing'],
  ])('that is wrong is explained: %s', async (line, problem) => {
    const { shown } = await withSession().ask(line);
    expect(shown).toContain(problem);
    expect(shown).toContain('/arb-tuning name <session>');
  });

  test.each(['name', 'unname'])('of an unknown session is answered with the nearest: %s', async (verb) => {
    const kit = withSession();
    const { shown } = await kit.ask(`/arb-tuning ${verb} 80b9 x`.replace('unname 80b9 x', 'unname 80b9'));
    expect(shown).toContain('No tuning session is called or starts with 80b9.');
    expect(shown).toContain(ID);
  });

  test('of a start that several sessions have asks which one', async () => {
    const kit = withSession();
    writeIteration(kit.store, 1, { session: '80a9ffff' });
    expect((await kit.ask('/arb-tuning name 80a9 x')).shown).toContain('2 sessions could be 80a9');
    expect((await kit.ask('/arb-tuning')).shown).toContain(`${ID} · type 80a9c`);
  });

  test('of an id that runs in two places is given in one of them', async () => {
    const kit = withSession();
    writeIteration(kit.store, 1, { session: ID, namespace: 'tuning:local:shadow' });
    await kit.ask('/arb-tuning name 80a9 "on shadow" shadow');
    expect((await kit.ask('/arb-tuning 80a9 shadow')).shown).toContain('on shadow');
    expect((await kit.ask('/arb-tuning 80a9 paper')).shown).not.toContain('on shadow');
  });

  test('that somebody else has just changed is left as it is', async () => {
    const store = new MemoryStore(settableClock('2026-11-22T08:00:00Z'));
    class Beaten extends MemoryBotStore {
      override async nameSession(...[session, , name]: Parameters<MemoryBotStore['nameSession']>) {
        const theirs: SessionName = { name: 'theirs', userId: 'U2', at: new Date(0) };
        await super.nameSession(session, null, theirs);
        return super.nameSession(session, null, name);
      }
    }
    const kit = withSession({ botStore: new Beaten(store) });
    expect((await kit.ask('/arb-tuning name 80a9 mine')).shown).toContain('Somebody else has just changed');
    expect((await kit.ask('/arb-tuning 80a9')).shown).toContain('theirs');
  });

  test('may only be given by who may do something', async () => {
    const permission = async (role: string) =>
      role === 'viewer' ? ({ kind: 'allowed' } as const) : ({ kind: 'denied', allowedIds: ['U9'] } as const);
    const kit = withSession({ roles: { permission } });
    await kit.ask('/arb-tuning name 80a9 mine');
    expect((await kit.ask('/arb-tuning 80a9')).shown).not.toContain('mine');
  });

  test('is escaped like all that people write', async () => {
    const kit = withSession();
    await kit.ask('/arb-tuning name 80a9 "<!channel> *x*"');
    expect((await kit.ask('/arb-tuning 80a9')).text).not.toContain('<!channel>');
  });
});
