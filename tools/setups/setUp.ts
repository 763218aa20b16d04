import type { World } from './world';

/** How a set-up differs from one in which everything works. */
export interface SetUp {
  /** Variables of the environment; undefined takes one away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Files of the working directory, by their name; null makes a directory. */
  readonly files?: Readonly<Record<string, string | Buffer | null>>;
  /** How far the clock of the machine is ahead, in ms. */
  readonly aheadMs?: number;
}

/** What the bot does that is started with it all the same. */
export const BOT_VERDICTS = {
  refuses: 'does not start',
  unhealthy: '`/healthz/alerting` is 503',
  warns: '`/healthz/alerting` names it',
  notWatching: 'answers commands; `/healthz/alerting` is 404',
} as const;
export type BotVerdict = keyof typeof BOT_VERDICTS;

/** One wrong set-up, and what must be said of it. */
export interface SetUpCase {
  /** As the end of "A set-up with …". */
  readonly name: string;
  /** The public report that it is drawn from; null where there is none. */
  readonly source: string | null;
  /** Makes it wrong; what it breaks besides is undone by `world.after`. */
  readonly wrong: (world: World) => SetUp | Promise<SetUp>;
  /** The line that doctor must print, whole. */
  readonly line: string | ((world: World) => string);
  /** Doctor's exit code: 1 where nothing is worse than a warning. */
  readonly code: 1 | 2;
  readonly bot: BotVerdict;
}

export interface CaseGroup {
  readonly title: string;
  readonly cases: readonly SetUpCase[];
}

/** A report on GitHub. */
export const report = (repository: string, number: number): string =>
  `https://github.com/${repository}/issues/${number}`;

/** One that differs by variables alone. */
export const withEnv = (env: NonNullable<SetUp['env']>) => (): SetUp => ({ env });

/** One that differs by its configuration file alone. */
export const withFile = (text: string) => (): SetUp => ({ files: { 'arbwatch.yaml': text } });
