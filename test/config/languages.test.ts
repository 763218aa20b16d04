import { createLanguages } from '../../src/access/languages';
import { loadBotConfig, loadLanguage } from '../../src/config';
import { configFile } from '../../src/config/file';
import { configSummary } from '../../src/config/summary';
import { configProblemsOf } from '../helpers/configErrors';

const SLACK = { SLACK_BOT_TOKEN: 'xoxb-right', SLACK_APP_TOKEN: 'xapp-right' };
const fileOf = (text: string) => configFile('arbwatch.yaml', text);
const languagesIn = (text: string, ofProfile: 'en' | 'ko' | null = null) =>
  createLanguages(() => loadBotConfig(SLACK, fileOf(text)), { languageOf: async () => ofProfile });

describe('The language', () => {
  test('is English unless it is set', async () => {
    expect(languagesIn('').ofChannel('C0123OPS')).toBe('en');
    expect(await languagesIn('').ofPerson('U0123')).toBe('en');
  });

  test('of channels is LANGUAGE, or their own', () => {
    const languages = languagesIn('language: KO\nlanguages: { C0123BERLIN: en }');
    expect(['C0123OPS', 'C0123BERLIN'].map(languages.ofChannel)).toEqual(['ko', 'en']);
  });

  test('of a person is that of the profile, or else LANGUAGE', async () => {
    expect(await languagesIn('language: ko', 'en').ofPerson('U0123')).toBe('en');
    expect(await languagesIn('language: ko').ofPerson('U0123')).toBe('ko');
  });

  test('stands in the summary of --check-config', () => {
    const file = fileOf('language: ko\nlanguages: { C0123BERLIN: en }');
    expect(configSummary(loadBotConfig(SLACK, file), file)).toContain('Language: ko, en in C0123BERLIN');
  });

  test.each([
    ['language: de', /language: invalid value "de": expected en or ko\. Example/],
    ['languages: { C0123OPS: de }', /languages\.C0123OPS: invalid value "de": expected en or ko/],
    ['languages: { ops: ko }', /languages\.ops: .*/],
    ['languages: ko', /expected ids of channels \(C… or G…\), each with its language/],
  ])('that is unknown is refused with those that there are: %s', (text, problem) => {
    expect(configProblemsOf(() => loadBotConfig(SLACK, fileOf(text)))).toEqual([
      expect.stringMatching(problem),
    ]);
  });

  test('can be read alone, whatever is wrong with the rest', () => {
    expect(loadLanguage({ LANGUAGE: 'ko', REDIS_PORT: 'none' }, fileOf('nonsense: 1'))).toBe('ko');
  });
});
