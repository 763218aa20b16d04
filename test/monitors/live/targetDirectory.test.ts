import {
  onlyTargets,
  type TargetSettings,
  type TargetSources,
  Targets,
} from '../../../src/monitors/live/targetDirectory';
import type { DiscoveredKeys } from '../../../src/state/discovery';
import { placeId, type Target } from '../../../src/state/keys';

const SETTINGS: TargetSettings = { prefixes: ['arbitrage'], envs: ['docker'], named: [], ignored: [] };

const at = (mode: Target['mode'], env: string, prefix = 'arbitrage'): Target => ({ prefix, mode, env });
const keysOf = (...targets: Target[]): DiscoveredKeys => ({
  targets,
  realOrderKeys: [],
  records: [],
  controlKeys: [],
});

const directoryOf = (settings: Partial<TargetSettings>, sources: Partial<TargetSources> = {}) =>
  new Targets(() => ({ ...SETTINGS, ...settings }), { discovered: () => null, ...sources });
const listed = (directory: Targets) => directory.list().map(placeId);
const existing = (directory: Targets) => directory.existing().map(placeId);

test('Before anything is found, those of the envs are looked at, and none is known to exist', () => {
  const directory = directoryOf({});
  expect(listed(directory)).toEqual(['live:docker', 'paper:docker', 'shadow:docker']);
  expect(existing(directory)).toEqual([]);
});

test('What is named, found and remembered is looked at as well, each once, live first', () => {
  const directory = directoryOf(
    { named: ['paper:zeta'] },
    {
      discovered: () => keysOf(at('live', 'qa'), at('paper', 'docker'), at('shadow', 'a:b')),
      remembered: () => [
        { target: 'live:qa', isSeen: true },
        { target: 'live:old', isSeen: true },
        { target: 'shadow:docker', isSeen: false },
      ],
    },
  );
  expect(listed(directory)).toEqual([
    'live:docker',
    'live:old',
    'live:qa',
    'paper:docker',
    'paper:zeta',
    'shadow:docker',
    'shadow:a:b',
  ]);
  expect(existing(directory)).toEqual(['live:old', 'live:qa', 'paper:zeta', 'paper:docker', 'shadow:a:b']);
});

test('Of several prefixes each has the envs, and the first goes without saying', () => {
  expect(listed(directoryOf({ prefixes: ['arbitrage', 'other'] }))).toContain('other/paper:docker');
});

test('What is ignored is left out, unless it is named', () => {
  const directory = directoryOf(
    { ignored: ['shadow:*', '*:qa'], named: ['live:qa'] },
    { discovered: () => keysOf(at('live', 'qa'), at('paper', 'qa')) },
  );
  expect(listed(directory)).toEqual(['live:docker', 'live:qa', 'paper:docker']);
});

test('What is stored of no id is no target', () => {
  const remembered = () => [{ target: 'nonsense', isSeen: true }];
  expect(listed(directoryOf({}, { remembered }))).toHaveLength(3);
});

test('Of a thousand targets each is the same object from one look to the next', () => {
  const many = Array.from({ length: 1_000 }, (_, i) => at('paper', `env-${i}`));
  const directory = directoryOf({}, { discovered: () => keysOf(...many) });
  const [before, after] = [directory.list(), directory.list()];
  expect(before).toHaveLength(1_003);
  expect(after.every((place, i) => place === before[i])).toBe(true);
});

test('A fixed list is what it is', () => {
  const places = [{ mode: 'live', env: 'x' }] as const;
  expect(onlyTargets(places).list()).toBe(places);
});
