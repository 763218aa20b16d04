import { type AlertHarness, createAlertHarness, OPERATOR, STRANGER } from '../helpers/alertHarness';
import { knownWith } from '../helpers/incidents';

let kit: AlertHarness;
beforeEach(() => {
  kit = createAlertHarness();
});
const ask = (words: string, requester = OPERATOR) => kit.ask(`/arb me ${words}`, requester);
const stored = async () => JSON.parse((await kit.deps.botStore.people()).get('U0OPERATOR') ?? 'null');

describe('/arb me', () => {
  test('shows what the bot goes by where nothing is set', async () => {
    const { shown } = await ask('');
    expect(shown).toContain('Language: English (automatic)');
    expect(shown).toContain('Time zone: UTC (TIMEZONE)');
    expect(shown).toContain('Direct messages: none');
    expect(shown).toContain('Quiet hours: none');
  });

  test.each([
    ['language ko', { language: 'ko' }],
    ['language 한국어', { language: 'ko' }],
    ['language English', { language: 'en' }],
    ['zone asia/seoul', { zone: 'Asia/Seoul' }],
    ['zone America/New York', { zone: 'America/New_York' }],
    ['send critical live', { send: { severities: ['critical'], targets: ['live:*', '*/live:*'] } }],
    ['send warning paper docker', { send: { severities: ['warning'], targets: ['paper:docker'] } }],
    ['send all', { send: { severities: [], targets: [] } }],
    ['quiet 23:00-07:00', { quiet: { from: 1_380, to: 420 } }],
    ['quiet 23 – 7', { quiet: { from: 1_380, to: 420 } }],
  ])('%s is stored', async (words, set) => {
    await ask(words);
    const nothing = { version: 1, language: null, zone: null, send: null, quiet: null };
    expect(await stored()).toEqual({ ...nothing, ...set });
  });

  test('keeps the other settings at each change, and forgets all of them by reset', async () => {
    await ask('zone Asia/Seoul');
    await ask('quiet 23:00-07:00');
    await ask('send critical');
    const { shown, public: isPublic } = await ask('');
    expect(shown).toContain('Time zone: Asia/Seoul');
    expect(shown).toContain('Direct messages: critical alerts');
    expect(shown).toContain('Quiet hours: 23:00–07:00 Asia/Seoul; critical alerts come all the same');
    expect(isPublic).toBe(false);
    await ask('reset');
    expect(await stored()).toBeNull();
  });

  test.each(['language auto', 'zone auto', 'send off', 'quiet off'])(
    '%s ends what was set',
    async (words) => {
      for (const set of ['language ko', 'zone Asia/Seoul', 'send all', 'quiet 1:00-2:00']) await ask(set);
      await ask(words);
      expect((await stored())[words.split(' ')[0] ?? '']).toBeNull();
    },
  );

  test('answers in the language that was just set', async () => {
    expect((await ask('language ko')).shown).toContain('내 설정');
  });

  test("shows nobody another's settings", async () => {
    await ask('zone Asia/Seoul');
    expect((await ask('', STRANGER)).shown).toContain('Time zone: UTC (TIMEZONE)');
  });

  test.each([
    ['langauge ko', /is not valid here.*language, zone, send, quiet or reset/],
    ['language', /The language is missing.*en \(English\), ko/],
    ['language de', /de is no language of arbwatch/],
    ['language ko en', /en is not valid here/],
    ['zone', /The time zone is missing/],
    ['zone Seoul', /Seoul is no time zone.*Asia\/Seoul/],
    ['zone KST', /KST is no time zone/],
    ['send', /Which alerts is missing/],
    ['send urgent', /urgent is no severity and no target/],
    ['quiet', /The hours are missing/],
    ['quiet 7:00', /7:00 are no hours of a day/],
    ['quiet 25:00-07:00', /are no hours of a day/],
    ['quiet 07:00-07:00', /are no hours of a day/],
    ['reset all', /all is not valid here/],
  ])('%s is answered with what to type', async (words, problem) => {
    expect((await ask(words)).shown.replaceAll('\n', ' ')).toMatch(problem);
    expect(await stored()).toBeNull();
  });

  test('does not lose what a newer version stored', async () => {
    await kit.deps.botStore.replacePerson('U0OPERATOR', null, '{"version":2}');
    expect((await ask('language ko')).text).toContain('A newer version of arbwatch stored your settings');
    expect(await stored()).toEqual({ version: 2 });
  });
});

test('times are read in the zone that was set, whatever the profile says', async () => {
  await kit.know(knownWith());
  await ask('zone Asia/Seoul');
  const { shown } = await kit.ask('/arb-alerts maintenance all 22:00-23:00');
  expect(shown).toContain('Time zone: Asia/Seoul, as you set it (/arb me).');
});
