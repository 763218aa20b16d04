import { currencyOf } from '../../formatters/text/currency';
import { loadBotConfig, loadCliConfig } from '../../src/config';
import { configFile } from '../../src/config/file';
import { configSummary } from '../../src/config/summary';
import { configProblemsOf } from '../helpers/configErrors';

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-right', SLACK_APP_TOKEN: 'xapp-right' };
const fileOf = (text: string) => configFile('arbwatch.yaml', text);
const problems = (text: string) => configProblemsOf(() => loadBotConfig(SLACK, fileOf(text)));

describe('The currencies of arbwatch.yaml', () => {
  const text = "currency: USDT\ncurrencies: { 'live:upbit': KRW, 'live:*': USD, 'paper:?': EUR }";

  test.each([
    ['live:upbit', 'KRW'],
    ['live:upbit2', 'USD'],
    ['paper:a', 'EUR'],
    ['paper:ab', 'USDT'],
    ['other/live:upbit', 'USDT'],
  ])('give %s the unit %s: of the first pattern that matches, else CURRENCY', (target, unit) => {
    expect(currencyOf(loadBotConfig(SLACK, fileOf(text)), target)).toBe(unit);
    expect(currencyOf(loadCliConfig({}, fileOf(text)), target)).toBe(unit);
  });

  test('leave the other targets without a unit where there is no CURRENCY', () => {
    const config = loadBotConfig(SLACK, fileOf("currencies: { 'live:*': KRW }"));
    expect([currencyOf(config, 'live:docker'), currencyOf(config, 'paper:docker')]).toEqual(['KRW', null]);
  });

  test('stand in the summary of --check-config', () => {
    const file = fileOf(text);
    expect(configSummary(loadBotConfig(SLACK, file), file)).toContain(
      'Currency: USDT; live:upbit KRW; live:* USD; paper:? EUR',
    );
  });

  test.each([
    ['{ upbit: KRW }', /currencies\.upbit: is not a target: expected a mode .* Example: 'live:docker'/],
    ["{ 'live:upbit': KRWKRWKRW }", /invalid value "KRWKRWKRW": expected letters or a currency sign/],
    ["{ 'live:upbit': 1 }", /invalid value 1: expected letters or a currency sign/],
    ["{ 'live:upbit': }", /invalid value null: expected letters or a currency sign/],
    ["{ 'live:upbit': xoxb-1234 }", /not shown, it may hold a secret/],
    ['[KRW]', /expected targets, such as live:docker or 'paper:\*', each with its currency/],
    ["{ '*': USDT, 'live:upbit': KRW }", /live:upbit: "\*" above it matches the same target: put it first/],
  ])('are refused with what is wrong: %s', (currencies, problem) => {
    expect(problems(`currencies: ${currencies}`)).toEqual([expect.stringMatching(problem)]);
  });
});
