import type { RedisRole, StoreOutage, UnavailableReason } from '../../../src/redis/errors';
import { bold, joined, line, literal, mention, type TextSpan, time } from '../../blockKit/blocks';
import { duration } from './units';

const SUBJECTS: Readonly<Record<RedisRole, string>> = { traders: 'Redis', store: "arbwatch's store" };

const STATES: Readonly<Record<UnavailableReason, string>> = {
  unreachable: 'cannot be reached',
  slow: 'answers too slowly',
  loading: 'is not ready: it is still loading, or parts of it are down',
  refused: 'refuses what this bot asks',
  out_of_memory: 'refuses writes: out of memory',
  too_few_replicas: 'refuses writes: too few replicas follow it',
  not_saved: 'refuses writes: it cannot save its data to disk',
  read_only: 'refuses writes: it is a read-only replica',
};

const UNTIL: Readonly<Partial<Record<UnavailableReason, (subject: string) => string>>> = {
  out_of_memory: (subject) => `${subject} has free memory again`,
  too_few_replicas: (subject) => `enough replicas follow ${subject} again`,
  not_saved: (subject) => `${subject} can save to disk again`,
  read_only: (subject) => `arbwatch is connected to the master of ${subject} again`,
};

/** For whoever runs the bot; null where nothing but time or a restart of Redis helps. */
const REMEDIES: Readonly<Record<UnavailableReason, ((setting: string) => string) | null>> = {
  unreachable: null,
  slow: null,
  loading: null,
  refused: (setting) =>
    `check the user, password and database in ${setting} or beside it, and what that user may read and write.`,
  out_of_memory: () =>
    'raise maxmemory, remove what Redis need not hold, or give arbwatch a store of its own.',
  too_few_replicas: () => 'check the replicas, or min-replicas-to-write.',
  not_saved: () => 'check the disk behind Redis, and its log for the failed save.',
  read_only: (setting) => `${setting} leads to a replica: let it lead to the master, or name the Sentinels.`,
};

/** `Redis refuses writes: out of memory`. */
const outage = ({ role, reason }: StoreOutage): string => `${SUBJECTS[role]} ${STATES[reason]}`;

/** What ends it, after "until": `Redis has free memory again`. */
const until = ({ role, reason }: StoreOutage): string =>
  UNTIL[reason]?.(SUBJECTS[role]) ?? `${SUBJECTS[role]} can be used again`;

/** Whether what refuses this bot may refuse the traders, too. */
const refusesTraders = ({ role, reason }: StoreOutage): boolean => role === 'traders' && reason in UNTIL;

const orList = (parts: readonly TextSpan[][]): TextSpan[] =>
  parts.flatMap((part, i) => [...(i === 0 ? [] : [i === parts.length - 1 ? ' or ' : ', ']), ...part]);

/** What is said when something does not work, or is not allowed. */
export const errors = {
  outage,
  until,
  refusesTraders,
  remedy({ role, reason }: StoreOutage): string | null {
    const remedy = REMEDIES[reason]?.(role === 'store' ? 'STORE_REDIS_URL' : 'REDIS_URL');
    return remedy === undefined ? null : `Whoever runs arbwatch: ${remedy}`;
  },
  outageFor: (what: string, ms: number, consequence: string) =>
    `${what}, for ${duration(ms)} now. ${consequence}`,
  outageHeading: (what: string): TextSpan => bold(`⚠️ ${what}.`),
  outageSince: (since: Date, ms: number): TextSpan[] => line`Since ${time(since)} (${duration(ms)}).`,
  unseen: 'The state of the traders is unknown; they may be fine.',
  unstored: (why: StoreOutage) =>
    `This was not done: it cannot be stored until ${until(why)}. Alerts go on from memory, and /arb-status answers.`,
  internal: 'Sorry, something went wrong in arbwatch. This says nothing about the traders.',
  reference: (id: string): TextSpan[] => line`Details are in the log under reference ${literal(id)}.`,
  mayStillTakeEffect:
    'If you asked for a change, it may still take effect: check with /arb-alerts before you repeat it.',
  overloaded: 'Sorry, arbwatch is too busy right now and did not start this.',
  tryAgain: 'Please try again in a few seconds. This says nothing about the traders.',

  /** One line that a person can act on: the word, what was expected, the nearest, and the usage. */
  usage: (
    word: TextSpan | null,
    problem: string,
    expected: string,
    suggestion: string | null,
    usage: TextSpan,
  ): TextSpan[] =>
    line`${word}${word === null ? '' : ' '}${problem}; expected ${expected}. ${suggestion === null ? null : line`Did you mean ${literal(suggestion)}? `}Usage: ${usage}`,

  unknownTarget: (
    mode: string | null,
    env: string,
    suggestion: string | null,
    names: string | null,
  ): TextSpan[] =>
    line`There is no ${mode === null ? '' : `${mode} `}trader on ${bold(env)}. ${suggestion === null ? null : line`Did you mean ${bold(suggestion)}? `}${names === null ? 'No trader has been seen yet.' : `Known: ${names}.`}`,
  whichTarget: (mode: string, names: string): TextSpan[] =>
    line`${bold(`Which ${mode} trader? `)}There are several: ${names}. Say which by its env.`,
  otherTargets: (names: string) => `There is also ${names}.`,

  help: {
    heading: (name: string, description: string) => `${name}: ${description}`,
    first: (name: string, description: string): TextSpan[] => line`${bold(name)} ${description}`,
    usage: (usage: TextSpan): TextSpan[] => line`Usage: ${usage}`,
    examples: 'For example',
    example: (text: TextSpan, meaning: string): TextSpan[] => line`${text} ${meaning}`,
    /** `실거래 = live, 모의 = paper`. */
    aliases: (words: string): TextSpan[] => line`These words can be typed, too: ${words}.`,
    ephemeral: (): TextSpan[] =>
      line`Only you see the answer; add ${literal('public')} to show it to the channel.`,
  },

  /** Who may: ids of users, user groups and channels; none for the people of the workspace. */
  forbidden: (role: 'viewer' | 'responder' | 'operator', allowed: readonly string[]): TextSpan[] => {
    const may = role === 'viewer' ? 'see this' : 'do this';
    const people = allowed.map((id) => [...(/^[CG]/.test(id) ? ['somebody in '] : []), mention(id)]);
    return line`Sorry, you are not allowed to ${may}.${
      people.length === 0
        ? ' It is for people of this workspace only, unless they are named.'
        : line` Please ask ${orList(people)}.`
    }`;
  },
  noOperators: (): TextSpan[] =>
    line`Sorry, only operators may do this, and none are set: ${literal('OPERATORS')} is empty. Ask whoever runs the bot to list them there.`,
  longSnooze: 'You may acknowledge, and snooze for up to 1 h.',
  permissionUnknown: (groups: readonly string[], reason: string, canRetry: boolean): TextSpan[] =>
    line`Sorry, the bot cannot check right now whether you may do this: Slack did not say who is in ${joined(groups.map(mention), ' and ')} (${literal(reason, 100)}). ${canRetry ? 'Please try again in a minute.' : 'Please tell whoever runs the bot.'}`,
};
