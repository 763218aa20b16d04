import { COMMANDS } from '../../../commands';
import { ALERT_SUBCOMMANDS } from '../../../commands/alerts';
import { ALIASES } from '../../../commands/lib/aliases';
import { parseCommonArgs } from '../../../commands/lib/parseArgs';
import { folded } from '../../../commands/lib/plainText';
import { parseDuration } from '../../../commands/lib/time/duration';
import { parseInstant } from '../../../commands/lib/time/instant';
import { askedBy } from '../../../commands/messages/words';
import { createAlertHarness } from '../../helpers/alertHarness';
import { createCommandHarness } from '../../helpers/commandHarness';
import { knownWith, open } from '../../helpers/incidents';

const KOREAN = Object.entries(ALIASES.ko ?? {}).flatMap(([word, aliases]) =>
  aliases.map((alias) => [alias, word] as const),
);
const ENVS = ['docker', '실험'];

describe('A Korean word', () => {
  test.each(KOREAN)('%s is the word %s', (alias, word) => {
    expect(folded(alias)).toBe(word);
  });

  test('stands for one word alone', () => {
    const aliases = KOREAN.map(([alias]) => alias);
    expect(new Set(aliases).size).toBe(aliases.length);
  });

  test.each([
    ['실거래', { mode: 'live', env: null, public: false }],
    ['모의 docker 공개', { mode: 'paper', env: 'docker', public: true }],
    ['docker 섀도우', { mode: 'shadow', env: 'docker', public: false }],
    ['모의:docker', { mode: 'paper', env: 'docker', public: false }],
    ['실거래/docker', { mode: 'live', env: 'docker', public: false }],
    ['모의 실험', { mode: 'paper', env: '실험', public: false }],
  ])('is read among the words of a command: %s', (text, { mode, env, public: isPublic }) => {
    expect(parseCommonArgs(text, ENVS)).toMatchObject({ mode, env, public: isPublic, rest: [] });
  });

  test('in quotes, or behind a mode and a colon, is a name', () => {
    expect(parseCommonArgs('"실거래"', ENVS)).toMatchObject({ mode: null, rest: [{ text: '실거래' }] });
    expect(parseCommonArgs('paper:실거래', ENVS)).toMatchObject({ mode: 'paper', env: '실거래' });
  });

  test.each([
    ['2시간', 2 * 3_600_000],
    ['2시간30분', 150 * 60_000],
    ['7일', 7 * 86_400_000],
    ['1주', 7 * 86_400_000],
  ])('is a length of time: %s', (text, value) => {
    expect(parseDuration(text)).toEqual({ value });
  });

  test.each([
    ['09:00까지', '2026-11-23T09:00:00Z'],
    ['9시까지', '2026-11-23T09:00:00Z'],
    ['오후 9시까지', '2026-11-22T21:00:00Z'],
    ['내일 9시 30분까지', '2026-11-23T09:30:00Z'],
  ])('is a time: %s', (text, at) => {
    const context = { now: new Date('2026-11-22T12:00:00Z'), zone: 'UTC' };
    expect(parseInstant(text, context)).toMatchObject({ value: { at: new Date(at) } });
  });

  test.each(['상태', '손익', '포지션', '튜닝', '알림', '다이제스트'])(
    'asks a command in a message: %s',
    (word) => {
      expect(askedBy(`${word} 모의 docker?`).command?.name).toMatch(/^\/arb-/);
    },
  );
});

test('every command word of the table is one that there is', () => {
  const subcommands = ALERT_SUBCOMMANDS.flatMap(({ words }) => words as readonly string[]);
  const commands = COMMANDS.flatMap(({ name, usageHint }) => [name, usageHint]).join(' ');
  const known = [
    'help',
    'all',
    'outage',
    'me',
    'off',
    'auto',
    'critical',
    'warning',
    'info',
    'today',
    'tomorrow',
    'yesterday',
  ];
  for (const word of Object.keys(ALIASES.ko ?? {}))
    expect([...subcommands, ...known, ...(commands.match(/[a-z]+/g) ?? [])]).toContain(word);
});

test('An alert is acknowledged by /arb-alerts 확인 모의 docker', async () => {
  const kit = createAlertHarness();
  await kit.know(knownWith(open));
  await kit.ask('/arb-alerts 확인 모의 docker');
  expect((await kit.service.overview()).open).toMatchObject([{ state: 'acknowledged' }]);
});

test('The help shows the words of the reader, and none in English', async () => {
  const speaking = (language: 'en' | 'ko') =>
    createCommandHarness({ languages: { ofPerson: () => language, ofChannel: () => language } });
  expect((await speaking('ko').ask('/arb-status 도움말')).shown).toContain(
    '실거래 = live, 모의 = paper, 섀도우 = shadow',
  );
  expect((await speaking('en').ask('/arb-status help')).shown).not.toContain('실거래');
});
