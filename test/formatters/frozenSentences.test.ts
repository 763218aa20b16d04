import { catalogues } from '../../formatters/text/catalogue';
import { en } from '../../formatters/text/en';

afterEach(() => {
  catalogues.en = en;
});

test('no module keeps a sentence in the language in which it was loaded', () => {
  const read: string[] = [];
  catalogues.en = new Proxy(en, {
    get: (_, section) => {
      const { stack = '' } = new Error();
      read.push(
        `${String(section)} by ${stack.split('\n').find((at) => !/catalogue|frozen|Reflect|Error/.test(at))}`,
      );
      return Reflect.get(en, section);
    },
  });
  jest.requireActual('../../commands');
  jest.requireActual('../../src/cli/commandLine');
  jest.requireActual('../../src/bot');
  expect(read).toEqual([]);
});
