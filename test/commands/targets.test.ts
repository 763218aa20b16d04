import fc from 'fast-check';
import { parseCommonArgs, quoteIfNeeded, typedPlace } from '../../commands/lib/parseArgs';
import { tokenize } from '../../commands/lib/tokens';
import { type TargetDirectory, Targets } from '../../src/monitors/live/targetDirectory';
import { MODES, type Place } from '../../src/state/keys';
import { createAlertHarness } from '../helpers/alertHarness';
import { createCommandHarness } from '../helpers/commandHarness';
import { affected, knownWith, open } from '../helpers/incidents';
import { loadRecordingIntoMemory } from '../helpers/recording';
import { writeIteration } from '../helpers/tuningState';

/** A directory of the default envs, in which these exist. */
const directoryOf = (...existing: string[]): TargetDirectory =>
  new Targets(
    () => ({
      prefixes: ['arbitrage'],
      envs: ['docker', 'local', 'production'],
      named: existing,
      ignored: [],
    }),
    { discovered: () => null },
  );

function statusKit(...traders: readonly string[]) {
  const kit = createCommandHarness({ targets: directoryOf(...traders) });
  for (const [i, trader] of traders.entries())
    kit.store.set(`${trader}:arbitrage:stats:trades_total`, String((i + 1) * 1_111));
  return { ...kit, ask: (words: string) => kit.ask(`/arb-status ${words}`) };
}

describe('/arb-status of a mode alone', () => {
  test('tells of its only trader, on whatever env', async () => {
    const { shown } = await statusKit('live:qa').ask('live');
    expect(shown).toContain('live qa');
    expect(shown).not.toContain('There is also');
  });

  test('finds the recorded trader by itself', async () => {
    const kit = createCommandHarness();
    loadRecordingIntoMemory(kit.store, 'live-trader-armed.redis');
    expect((await kit.ask('/arb-status live')).shown).toContain('live production');
  });

  test('tells of docker where it is one of several, and names the others', async () => {
    const { shown, text } = await statusKit('live:docker', 'live:qa', 'live:b c').ask('live');
    expect(shown).toContain('1,111');
    for (const told of [shown, text]) expect(told).toContain('There is also live qa, live b c.');
  });

  test('asks which, where docker is none of several', async () => {
    const { shown, text } = await statusKit('live:qa', 'live:beta', 'paper:qa').ask('live');
    for (const told of [shown, text]) {
      expect(told).toContain('Which live trader? There are several: live qa, live beta.');
      expect(told).not.toContain('paper');
    }
  });

  test('tells of docker where nothing runs', async () => {
    expect((await statusKit().ask('live')).text).toContain('live docker');
  });
});

describe('/arb-status of an env', () => {
  test('that nobody knows says so, with the nearest and with those that exist', async () => {
    const { shown, text } = await statusKit('live:production', 'paper:docker').ask('live prodction');
    const told =
      'There is no live trader on prodction. Did you mean production? Known: live production, paper docker.';
    expect([shown, text]).toEqual([`${told}\nChoose…`, told]);
  });

  test('that is not known yet, but has keys, is reported', async () => {
    const kit = createCommandHarness();
    kit.store.set('live:brand-new:arbitrage:stats:trades_total', '4321');
    expect((await kit.ask('/arb-status live brand-new')).shown).toContain('4,321');
  });

  test('that is asked for and in which nothing runs says so', async () => {
    expect((await statusKit('paper:docker').ask('live local')).text).toContain('live local');
  });

  test.each([
    ['spaces', 'my env', 'live:"my env"'],
    ['spaces, in curly quotes', 'my env', 'live “my env”'],
    ['a colon', 'a:b', 'live:a:b'],
    ['markup', '*b*<x>&', 'live *b*<x>&'],
    ['emoji', '🚀', 'live 🚀'],
    ['upper case', 'QA', 'live qa'],
    ['a word of ours', 'watch', 'live:watch'],
    ['another word of ours', 'public', 'LIVE:public'],
    ['a time', '24h', 'live:24h'],
    ['help', 'help', 'live:help'],
    ['a mode', 'paper', 'live:paper'],
  ])('with %s is understood', async (_, env, words) => {
    const { shown } = await statusKit(`live:${env}`).ask(words);
    expect(shown).toContain(`live ${env}`);
    expect(shown).toContain('1,111');
  });

  test.each([
    ['unmute', 'is not a mode or an env'],
    ['24h', 'needs a target to look back at'],
    ['snooze', 'is not a mode or an env'],
  ])('%s alone is a word of ours, also where there is such an env', async (env, problem) => {
    expect((await statusKit(`live:${env}`).ask(env)).shown).toContain(`${env} ${problem}`);
  });

  test('alone shows all of that env', async () => {
    const { shown } = await statusKit('live:qa', 'paper:qa', 'paper:docker').ask('qa');
    expect(shown).toContain('live qa');
    expect(shown).toContain('paper qa');
    expect(shown).not.toContain('paper docker');
  });
});

test('A target of another prefix is shown with it, and is understood', async () => {
  const targets = new Targets(
    () => ({
      prefixes: ['arbitrage', 'other'],
      envs: ['docker'],
      named: ['other/paper:docker'],
      ignored: [],
    }),
    { discovered: () => null },
  );
  const kit = createCommandHarness({ targets });
  kit.store.set('paper:docker:other:stats:trades_today', '4321');
  for (const words of ['', 'paper', 'other/paper:docker']) {
    const { shown } = await kit.ask(`/arb-status ${words}`);
    expect(shown).toContain('paper docker (other)');
    expect(shown).toContain('4,321');
  }
});

test('Of three hundred traders those that need somebody are shown, and how many more there are', async () => {
  const names = Array.from({ length: 300 }, (_, i) => `paper:env-${String(i).padStart(3, '0')}`);
  const kit = createCommandHarness({ targets: directoryOf(...names) });
  const now = kit.clock.now().toISOString();
  for (const name of names) {
    const ttlMs = name === 'paper:env-250' ? 10_000 : 55_000;
    kit.store.set(`${name}:arbitrage:heartbeat:trader`, now, ttlMs);
  }
  const { shown } = await kit.ask('/arb-status');
  expect(shown).toContain('paper env-250');
  expect(shown).toContain('… and 280 more traders.');
});

describe('/arb-alerts', () => {
  const incident = { ...open, id: 'no_sign_of_life:paper:my env:1', targets: [affected('paper:my env')] };
  const kitWith = async () => {
    const kit = createAlertHarness({ targets: directoryOf('paper:my env', 'live:production') });
    await kit.know(knownWith(incident));
    return { ...kit, ask: (words: string) => kit.ask(`/arb-alerts ${words}`) };
  };
  const states = async ({ service }: Awaited<ReturnType<typeof kitWith>>) =>
    (await service.incidents()).map(({ state }) => state);

  test.each(['ack paper', 'ack paper:"my env"', 'ack paper “my env”', 'paper "my env" ack'])(
    '%s acknowledges the alert of an env with a space',
    async (words) => {
      const kit = await kitWith();
      await kit.ask(words);
      expect(await states(kit)).toEqual(['acknowledged']);
    },
  );

  test.each([
    ['ack live prodction'],
    ['why live prodction'],
    ['snooze live prodction 2h'],
    ['unsnooze live:prodction'],
  ])('%s says that there is no such trader', async (words) => {
    const { shown } = await (await kitWith()).ask(words);
    expect(shown).toContain('There is no live trader on prodction. Did you mean production?');
  });

  test('what is done about an env of any name comes with that name', async () => {
    const kit = await kitWith();
    await kit.ask('ack paper');
    expect((await kit.ask('history')).shown).toMatch(/acknowledged it \(no_sign_of_life of paper my env\)/);
  });

  test('of several it asks which', async () => {
    const kit = createAlertHarness({ targets: directoryOf('live:a1', 'live:b2') });
    await kit.know(knownWith(incident));
    expect((await kit.ask('/arb-alerts ack live')).shown).toContain('Which live trader?');
  });

  test('beside docker it names the others', async () => {
    const kit = createAlertHarness({ targets: directoryOf('live:docker', 'live:b2') });
    await kit.know(knownWith(incident));
    expect((await kit.ask('/arb-alerts why live')).shown).toContain('There is also live b2.');
  });
});

describe('/arb-tuning', () => {
  test('knows the envs of sessions, too', async () => {
    const kit = createCommandHarness();
    writeIteration(kit.store, 1, { session: 'one', namespace: 'tuning:lab-7:paper' });
    writeIteration(kit.store, 1, { session: 'one', namespace: 'tuning:docker:paper' });
    expect((await kit.ask('/arb-tuning one paper lab-7')).shown).toContain('paper lab-7');
    expect((await kit.ask('/arb-tuning one paper:docker')).shown).toContain('paper docker');
  });
});

describe('Words', () => {
  const env = fc.oneof(
    fc.constantFrom(
      'docker',
      'watch',
      '24h',
      'my env',
      'a:b',
      '*',
      '“x',
      '"',
      'paper',
      '🚀',
      '/',
      'live:docker',
    ),
    fc.string({ unit: 'grapheme', minLength: 1 }),
  );
  const place = fc.record({
    mode: fc.constantFrom(...MODES),
    env,
    otherPrefix: fc.option(fc.constantFrom('other', 'a/b', 'x:y'), { nil: undefined }),
  });

  test('what the answer says to type to name a target names that target', () => {
    fc.assert(
      fc.property(place, (place: Place) => {
        const words = typedPlace(place);
        if (words === null) return;
        const read = parseCommonArgs(words, [place.env]);
        expect({ ...read, otherPrefix: read.otherPrefix ?? undefined }).toMatchObject({
          mode: place.mode,
          env: place.env,
          otherPrefix: place.otherPrefix,
          public: false,
          rest: [],
        });
      }),
    );
  });

  test('what the answer says to type as a text is a text, whatever envs there are', () => {
    fc.assert(
      fc.property(env, fc.array(env), (text, envs) => {
        const words = quoteIfNeeded(text, envs);
        if (words === null) return;
        expect(parseCommonArgs(words, envs).rest.map((word) => word.text)).toEqual([text]);
      }),
    );
  });

  test('any text is cut into words', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        for (const word of tokenize(text)) expect(word.text).not.toBe('');
      }),
    );
  });
});
