import type { StateStore } from '../../src/state/store';
import type { BotStore, SessionRef } from '../../src/storage/botStore';

/** A BotStore, empty at the start of each test, and a look at what it keeps. */
export interface ContractBotStore {
  readonly botStore: BotStore;
  readonly store: StateStore;
  set(key: string, value: string): Promise<void>;
}

const session = (change: Partial<SessionRef> = {}): SessionRef => ({
  mode: 'paper',
  env: 'docker',
  sessionId: 'd28-demo-session',
  ...change,
});

const DAY_MS = 86_400_000;

/** What every BotStore does. */
export const describeBotStoreContract = (open: () => Promise<ContractBotStore>): void => {
  let at: ContractBotStore;
  beforeEach(async () => {
    at = await open();
  });

  test('a total that nobody gave is null', async () => {
    expect(await at.botStore.tuningTotal(session())).toBeNull();
  });

  test('a total once given is remembered', async () => {
    await at.botStore.rememberTuningTotal(session(), 500);
    expect(await at.botStore.tuningTotal(session())).toBe(500);
  });

  test('a total given later takes the place of the first', async () => {
    await at.botStore.rememberTuningTotal(session(), 500);
    await at.botStore.rememberTuningTotal(session(), 800);
    expect(await at.botStore.tuningTotal(session())).toBe(800);
  });

  test.each([
    ['mode', { mode: 'live' }],
    ['env', { env: 'local' }],
    ['session', { sessionId: 'another' }],
  ] as const)('a total does not apply to a session of another %s', async (_, change) => {
    await at.botStore.rememberTuningTotal(session(), 500);
    expect(await at.botStore.tuningTotal(session(change))).toBeNull();
  });

  test('a session may have any name', async () => {
    const odd = session({ sessionId: 'a:b *?[c] \\ <!channel> é\n}' });
    await at.botStore.rememberTuningTotal(odd, 7);
    expect(await at.botStore.tuningTotal(odd)).toBe(7);
  });

  test('what a person set replaces what was there, and nothing else', async () => {
    const { botStore } = at;
    expect(await botStore.replacePerson('U1', null, 'first')).toBe(true);
    expect(await botStore.replacePerson('U2', null, 'other')).toBe(true);
    expect(await botStore.replacePerson('U1', 'first', 'second')).toBe(true);
    expect(await botStore.people()).toEqual(
      new Map([
        ['U1', 'second'],
        ['U2', 'other'],
      ]),
    );
    expect(await botStore.replacePerson('U1', 'second', null)).toBe(true);
    expect([...(await botStore.people()).keys()]).toEqual(['U2']);
  });

  test('what a person set meanwhile is not overwritten; the same again is no conflict', async () => {
    const { botStore } = at;
    await botStore.replacePerson('U1', null, 'first');
    expect(await botStore.replacePerson('U1', null, 'lost')).toBe(false);
    expect(await botStore.replacePerson('U1', 'older', null)).toBe(false);
    expect(await botStore.replacePerson('U1', null, 'first')).toBe(true);
    expect((await botStore.people()).get('U1')).toBe('first');
  });

  test("the bot's key says whose it is and what of", async () => {
    await at.botStore.rememberTuningTotal(session(), 500);
    expect(await at.store.string('{arbwatch}:tuning-total:docker:paper:d28-demo-session')).toBe('500');
  });

  test('a total is kept for 90 days', async () => {
    await at.botStore.rememberTuningTotal(session(), 500);
    const ttlMs = await at.store.ttlMs('{arbwatch}:tuning-total:docker:paper:d28-demo-session');
    expect(ttlMs).toBeGreaterThan(89.9 * DAY_MS);
    expect(ttlMs).toBeLessThanOrEqual(90 * DAY_MS);
  });

  test('a session is named, renamed and unnamed by compare and set', async () => {
    const { botStore } = at;
    const name = (text: string) => ({ name: text, userId: 'U1', at: new Date('2026-11-22T08:00:00Z') });
    expect(await botStore.nameSession(session(), null, name('first'))).toBe(true);
    expect(await botStore.nameSession(session(), null, name('second'))).toBe(false);
    expect([...(await botStore.sessionNames()).values()]).toEqual([name('first')]);
    expect(await botStore.nameSession(session(), name('first'), name('second'))).toBe(true);
    expect(await botStore.nameSession(session(), name('first'), null)).toBe(false);
    expect(await botStore.nameSession(session(), name('second'), null)).toBe(true);
    expect(await botStore.sessionNames()).toEqual(new Map());
  });

  test('what no bot wrote among the names is none', async () => {
    await at.set('{arbwatch}:session-names', 'many');
    expect(await at.botStore.sessionNames()).toEqual(new Map());
  });

  test('a request is new once for all instances, independent of others', async () => {
    const { botStore } = at;
    expect([await botStore.markRequestSeen('v0=a'), await botStore.markRequestSeen('v0=a')]).toEqual([
      true,
      false,
    ]);
    expect(await botStore.markRequestSeen('v0=b')).toBe(true);
  });

  test('only one of two instances that record a request at once sees it as new', async () => {
    const both = await Promise.all([
      at.botStore.markRequestSeen('v0=a'),
      at.botStore.markRequestSeen('v0=a'),
    ]);
    expect([...both].sort()).toEqual([false, true]);
  });

  test('what is no number in its place is no total', async () => {
    await at.set('{arbwatch}:tuning-total:docker:paper:d28-demo-session', 'many');
    expect(await at.botStore.tuningTotal(session())).toBeNull();
  });
};
