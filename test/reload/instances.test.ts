import { type ReloadInstance, type ReloadWorld, startReloadWorld } from '../helpers/reloadWorld';

const fileOf = (staleAfter: string): string => `
targets: { 'paper:docker': }
rules: { no_sign_of_life: { stale_after: ${staleAfter} } }
`;
const [OLD, NEW] = [fileOf('60s'), fileOf('90s')];
/** Three intervals and 10 s. */
const STAND_IN_AFTER_S = 55;

let world: ReloadWorld;
beforeEach(async () => {
  world = await startReloadWorld();
});
afterEach(() => world.stop());

const statusOf = ({ pipeline }: ReloadInstance) => pipeline.activation.status;
const configurationOf = async ({ pipeline }: ReloadInstance) => (await pipeline.known())?.configuration;
const announced = () => world.said().filter((text) => text.startsWith('Configuration changed'));

describe('Of two instances', () => {
  let first: ReloadInstance;
  let second: ReloadInstance;
  beforeEach(async () => {
    first = await world.instance('first', OLD);
    second = await world.instance('second', OLD, { hears: true });
    await world.pass(30, first, second);
  });

  test('both with the same content agree on one generation, and nothing is announced', async () => {
    expect(await configurationOf(second)).toMatchObject({ generation: 1 });
    expect([statusOf(first), statusOf(second)]).toEqual(['current', 'current']);
    expect(world.said()).toEqual([]);
  });

  test('the one with the older configuration stops evaluating, and says so everywhere', async () => {
    first.file.text = NEW;
    await first.reload();
    await world.pass(30, first, second);
    expect([statusOf(first), statusOf(second)]).toEqual(['current', 'outdated']);
    expect(second.pipeline.readiness().configuration).toEqual({
      ready: false,
      detail: 'generation 1 is older than the active 2: not evaluating until it is reloaded',
    });
    expect(second.log.text()).toContain('not evaluating until it is reloaded');
    expect(await world.ask('/arb-status paper docker')).toContain(
      '⚠️ Older configuration on second (generation 1; active is 2): this instance does not check the traders',
    );
    expect(await world.ask('/arb reload')).toContain(
      'The file of this instance still holds the older configuration',
    );
    expect(first.pipeline.readiness().configuration.ready).toBe(true);
  });

  test('the older one goes on with the new file, and the change is announced once', async () => {
    for (const instance of [first, second]) {
      instance.file.text = NEW;
      await instance.reload();
    }
    await world.pass(30, first, second);
    expect([statusOf(first), statusOf(second)]).toEqual(['current', 'current']);
    expect(await configurationOf(second)).toMatchObject({ generation: 2, activatedBy: { host: 'first' } });
    expect(announced()).toHaveLength(1);
  });

  test('a refused file is reported once, though both read it', async () => {
    for (const instance of [first, second]) {
      instance.file.text = fileOf('soon');
      await instance.reload();
    }
    await world.pass(30, first, second);
    expect(world.said()).toEqual([expect.stringContaining('Configuration refused')]);
    expect([statusOf(first), statusOf(second)]).toEqual(['current', 'current']);
  });

  test('one that goes back to earlier content makes it a new generation, and the other is current again', async () => {
    first.file.text = NEW;
    await first.reload();
    await world.pass(15, first, second);
    first.file.text = OLD;
    await first.reload();
    await world.pass(30, first, second);
    expect(await configurationOf(second)).toMatchObject({ generation: 3 });
    expect([statusOf(first), statusOf(second)]).toEqual(['current', 'current']);
    expect(announced()).toHaveLength(2);
  });

  test('a restart with the same content is no change', async () => {
    const again = await world.instance('again', OLD);
    await world.pass(30, first, again);
    expect(await configurationOf(first)).toMatchObject({ generation: 1, activatedBy: { host: 'first' } });
    expect(world.said()).toEqual([]);
  });

  test('one that starts with other content activates it, as in a rolling update, and alerts go on', async () => {
    const third = await world.instance('third', NEW);
    await world.pass(30, first, second, third);
    expect([first, second, third].map(statusOf)).toEqual(['outdated', 'outdated', 'current']);
    expect(announced()).toEqual([expect.stringContaining('`60s` → `90s`')]);
    const fourth = await world.instance('fourth', NEW);
    await world.pass(30, third, fourth);
    expect([third, fourth].map(statusOf)).toEqual(['current', 'current']);
    expect(announced()).toHaveLength(1);
  });

  test('the older one, restarted with its old file, has the last word', async () => {
    first.file.text = NEW;
    await first.reload();
    await world.pass(15, first, second);
    const restarted = await world.instance('second', OLD);
    await world.pass(30, first, restarted);
    expect([statusOf(first), statusOf(restarted)]).toEqual(['outdated', 'current']);
    expect(announced()).toHaveLength(2);
  });

  test('the older one leaves what it decides by itself to the other: no digest is sent twice', async () => {
    first.file.text = `${NEW}digests: []\n`;
    await first.reload();
    await world.pass(15, first, second);
    world.clock.set('2026-11-23T08:59:30Z');
    await world.pass(60, first, second);
    await second.pipeline.runDigests();
    await world.pass(5, second);
    expect(world.said().filter((text) => text.includes('Digest'))).toEqual([]);
  });
});

describe('Alerts are not lost', () => {
  let current: ReloadInstance;
  let older: ReloadInstance;
  beforeEach(async () => {
    current = await world.instance('current', OLD);
    older = await world.instance('older', OLD, { hears: true });
    await world.pass(30, current, older);
    current.file.text = NEW;
    await current.reload();
    await world.pass(30, current, older);
    expect(statusOf(older)).toBe('outdated');
  });

  test('where the only instance with the active configuration dies: the other stands in, and says so', async () => {
    await world.press('stop-paper-docker');
    await world.pass(STAND_IN_AFTER_S + 30, older);
    expect(statusOf(older)).toBe('stand_in');
    await world.pass(60, older);
    expect(world.said().join('\n')).toMatch(/Down: paper docker/);
    expect(await world.ask('/arb-status')).toContain('so this one does.');
    expect(older.pipeline.readiness().configuration.ready).toBe(false);
    expect(older.log.text()).toContain('no instance with the active configuration evaluates');
  });

  test('and it steps back once the other is there again', async () => {
    await world.pass(STAND_IN_AFTER_S + 30, older);
    await world.pass(30, current, older);
    expect([statusOf(current), statusOf(older)]).toEqual(['current', 'outdated']);
    expect(await configurationOf(older)).toMatchObject({ generation: 2 });
  });

  test('while one stands in, what its older configuration leaves out is neither closed nor forgotten', async () => {
    const without = "discover: { ignore: ['paper:*'] }\nrules: { no_sign_of_life: { mode: off } }\n";
    const strange = await world.instance('strange', without);
    await world.pass(15, strange);
    current.file.text = `${NEW}flapping: { within: 31m }\n`;
    await current.reload();
    await world.press('stop-paper-docker');
    await world.pass(150, current, strange);
    const incidentOf = async ({ pipeline }: ReloadInstance) =>
      (await pipeline.known())?.incidents.find(({ targets }) => targets[0]?.target === 'paper:docker');
    const before = await incidentOf(current);
    expect(before).toMatchObject({ state: 'open' });
    await world.pass(STAND_IN_AFTER_S + 60, strange);
    expect(statusOf(strange)).toBe('stand_in');
    expect(await incidentOf(strange)).toMatchObject({ id: before?.id, state: 'open' });
    await world.pass(60, current);
    expect(await incidentOf(current)).toMatchObject({ id: before?.id, state: 'open', closedAt: null });
  });

  test('of several instances with older configurations one stands in, and not all of them', async () => {
    const other = await world.instance('other', fileOf('75s'));
    await world.pass(15, other);
    current.file.text = fileOf('80s');
    await current.reload();
    await world.pass(30, current, older, other);
    expect([statusOf(older), statusOf(other)]).toEqual(['outdated', 'outdated']);
    await world.pass(STAND_IN_AFTER_S + 120, older, other);
    expect([statusOf(older), statusOf(other)].sort()).toEqual(['outdated', 'stand_in']);
  });
});

describe('While the store is away', () => {
  test('a reload applies, and is activated and announced once it is back', async () => {
    const one = await world.instance('one', OLD, { hears: true });
    await world.pass(30, one);
    world.demo.store.simulateOutage('unreachable');
    one.file.text = NEW;
    await one.reload();
    await world.pass(15, one);
    expect(statusOf(one)).toBe('current');
    world.demo.store.endOutage();
    await world.pass(30, one);
    expect(await configurationOf(one)).toMatchObject({ generation: 2 });
    expect(announced()).toHaveLength(1);
  });
});
