import type { Activator } from '../../../src/alerting/configuration/activeConfiguration';
import type { SettingChange } from '../../../src/alerting/configuration/settingChanges';
import type { InstanceConfiguration } from '../../../src/reload/outcome';
import { bold, type Line, line, literal, mention, type TextSpan, time } from '../../blockKit/blocks';
import { pluralize } from './units';

const VALUE_LENGTH = 150;
const PATH_LENGTH = 100;
const HOST_LENGTH = 60;

const SECRET = { set: 'secret set', changed: 'secret changed', removed: 'secret removed' } as const;

const value = (text: string | null | undefined): TextSpan => {
  if (text === undefined) return 'not set';
  return text === null || text === '' ? 'set, without a value' : literal(text, VALUE_LENGTH);
};

const values = (items: readonly string[]): TextSpan[] =>
  items.flatMap((item, i) => [i === 0 ? '' : ', ', literal(item, VALUE_LENGTH)]);

const change = (of: SettingChange): TextSpan[] => {
  const name = line`${bold(of.path.slice(0, PATH_LENGTH))}: `;
  switch (of.kind) {
    case 'value':
      return [...name, value(of.from), ' → ', value(of.to)];
    case 'secret':
      return [...name, SECRET[of.is]];
    case 'order':
      return [...name, 'new order: ', ...values(of.items)];
    case 'list': {
      const { removed, added } = of;
      if (removed.length === 1 && added.length === 1)
        return [...name, ...values(removed), ' → ', ...values(added)];
      return [
        ...name,
        ...(added.length === 0 ? [] : ['added ', ...values(added)]),
        added.length > 0 && removed.length > 0 ? '; ' : '',
        ...(removed.length === 0 ? [] : ['removed ', ...values(removed)]),
      ];
    }
  }
};

const HOW: Readonly<Record<Exclude<Activator['how'], 'command'>, string>> = {
  start: 'An instance was started with it',
  file: 'The file has changed',
  signal: 'SIGHUP came',
};

const CAUSE: Readonly<Record<Activator['how'], string>> = {
  start: 'started with it',
  file: 'changed file',
  signal: 'SIGHUP',
  command: '/arb reload',
};

/** `By @Olive with /arb reload, on arbwatch-1`. */
const by = ({ how, userId, host }: Activator): TextSpan[] => [
  ...(how === 'command' ? line`By ${userId && mention(userId)} with /arb reload` : [HOW[how]]),
  ...(host === null ? [] : line`, on ${literal(host, HOST_LENGTH)}`),
];

const generation = (n: number | null): string => (n === null ? 'unknown' : `${n}`);

/** The configuration: that it was changed or refused, and what an instance says of its own. */
export const configuration = {
  changed: (n: number) => `Configuration changed: ${pluralize(n, 'setting')}`,
  change,
  why: (activator: Activator, n: number): TextSpan[] => line`${by(activator)}. Generation ${generation(n)}.`,
  needsRestart: (names: readonly string[]): TextSpan[] =>
    line`${bold('Needs a restart')}, and is as before until then: ${values(names)}.`,
  refused: (n: number) => `Configuration refused: ${pluralize(n, 'problem')}`,
  refusedWhy: (activator: Activator): TextSpan[] => line`${by(activator)}.`,
  keeps: 'Nothing was changed: the bot goes on with the configuration that it has.',
  problem: (where: string, message: string): TextSpan[] => line`${literal(where, 200)} ${message}`,
  problems: 'What is wrong',
  changes: 'What changed',
  pending: 'Change of the configuration',

  answer: {
    applied: (n: number, gen: number | null) =>
      `Reloaded: ${pluralize(n, 'setting')} changed${gen === null ? '' : ` (generation ${gen})`}`,
    announced: 'The alert channel reads the same.',
    later:
      'It applies on this instance. The alert channel and other instances learn of it once the store takes writes again.',
    alone: 'It concerns this instance alone.',
    nowhere: 'There is no alert channel to announce it in.',
    unchanged: (of: InstanceConfiguration): TextSpan[] =>
      of.active === null
        ? ['Nothing to reload: the configuration is as it was.']
        : line`Nothing to reload: the configuration is as it was (generation ${generation(of.generation)}, active since ${time(of.active.activatedAt)}).`,
    outdated: [
      'The file of this instance still holds the older configuration: bring it up to date, and it is read within seconds.',
      'To make the older one active again, restart this instance.',
    ],
    unavailable:
      'This bot cannot read its configuration again: it was started as a demo. Restart it to change its settings.',
  },

  /** What an instance says whose configuration is not the one that was activated last. */
  note: ({ status, generation: own, active, host }: InstanceConfiguration): TextSpan[] =>
    line`${bold('⚠️ Older configuration')}${host === null ? null : line` on ${literal(host, HOST_LENGTH)}`} (generation ${generation(own)}; active is ${generation(active?.generation ?? null)}): ${
      status === 'stand_in'
        ? 'no instance with the active one checks the traders, so this one does.'
        : 'this instance does not check the traders, others do. Bring its file up to date.'
    }`,
  activity: (n: number, how: Activator['how']): Line => [
    `made generation ${n} of the configuration active (${CAUSE[how]})`,
  ],
};
