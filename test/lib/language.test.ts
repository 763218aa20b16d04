import { setImmediate } from 'node:timers/promises';
import { currentLanguage, inLanguage, languageOfLocale } from '../../src/lib/language';

describe('the language of what is rendered', () => {
  test('is English where nobody says another one', () => {
    expect(currentLanguage()).toBe('en');
  });

  test('holds for what is awaited, and ends with it', async () => {
    const later = await inLanguage('ko', async () => {
      await setImmediate();
      return currentLanguage();
    });
    expect([later, currentLanguage()]).toEqual(['ko', 'en']);
  });

  test('is that of the innermost scope', () => {
    const seen = inLanguage('ko', () => [inLanguage('en', currentLanguage), currentLanguage()]);
    expect(seen).toEqual(['en', 'ko']);
  });

  test('of two requests at the same time each keeps its own', async () => {
    const read = async () => {
      await setImmediate();
      return currentLanguage();
    };
    expect(await Promise.all([inLanguage('ko', read), inLanguage('en', read)])).toEqual(['ko', 'en']);
  });
});

test.each([
  ['ko-KR', 'ko'],
  ['ko_KR', 'ko'],
  ['en-GB', 'en'],
  ['de-DE', null],
  ['', null],
])('the locale %j is read in %j', (locale, language) => {
  expect(languageOfLocale(locale)).toBe(language);
});
