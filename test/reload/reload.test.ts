import { type ReloadWorld, startReloadWorld } from '../helpers/reloadWorld';

const FILE = `
rules: { no_sign_of_life: { stale_after: 90s } }
digests: [{ name: weekly, cron: '0 9 * * 1' }]
`;

let world: ReloadWorld;
beforeEach(async () => {
  world = await startReloadWorld();
});
afterEach(() => world.stop());

describe('/arb reload', () => {
  test('applies a changed file, says what changed, and tells the alert channel once', async () => {
    const one = await world.instance('one', FILE, { hears: true });
    await world.pass(30, one);
    one.file.text = FILE.replace('90s', '2m').replace('0 9 * * 1', '0 8 * * 1');
    const answer = await world.ask('/arb reload');
    expect(answer).toContain('rules.no_sign_of_life.stale_after: 90s → 2m');
    expect(answer).toContain('digests.weekly.cron: 0 9 * * 1 → 0 8 * * 1');
    await world.pass(30, one);
    expect(world.said()).toEqual([expect.stringMatching(/^Configuration changed: 2 settings\. .*90s/)]);
    expect(await world.ask('/arb reload')).toContain('Nothing to reload');
    expect(world.said()).toHaveLength(1);
  });
});
