import type { ConfigIssue } from '../issues';
import { isSettingName } from '../schema/settings';
import type { Environment } from '../sources';
import { type DotenvFile, NO_DOTENV } from './dotenv';
import { settingLike } from './settingNames';

/** What the process got, with `.env` below it. */
export interface ConfigEnvironment {
  readonly values: Environment;
  readonly problems: readonly ConfigIssue[];
  readonly warnings: readonly ConfigIssue[];
}

/**
 * The variables of the process over those of `.env`. An empty one counts as not set, and so hides none of `.env`; its name
 * stays, since an empty SLACK_* variable rules out demo mode. `hostname` is that of this machine.
 */
export function readEnvironment(
  variables: Environment,
  dotenv: DotenvFile = NO_DOTENV,
  hostname = '',
): ConfigEnvironment {
  const own = Object.fromEntries(
    Object.entries(variables)
      .filter(([name, text]) => !isOfPlatform(name, text, hostname))
      .map(([name, text]) => [name, isSettingName(name) ? unquoted(text) : text]),
  );
  const filled = Object.entries(own).filter(([, text]) => text?.trim());
  const inDotenv = Object.entries(dotenv.values);
  const tooLate = inDotenv.filter(([name]) => READ_BY_NODE.includes(name)).map(([name]) => name);
  const heeded = inDotenv.filter(([name]) => !READ_BY_NODE.includes(name));
  return {
    values: { ...own, ...Object.fromEntries(heeded), ...Object.fromEntries(filled) },
    problems: dotenv.problems,
    warnings: [
      ...tooLate
        .filter((name) => !variables[name]?.trim())
        .map((name) => ({ where: `.env: ${name}`, message: TOO_LATE })),
      ...filled.flatMap(([name]) => {
        const meant = settingLike(name);
        return meant === null
          ? []
          : [{ where: name, message: `is not a setting and is ignored. Did you mean ${meant}?` }];
      }),
    ],
  };
}

/** What Node reads before this program does. */
const READ_BY_NODE = ['NODE_EXTRA_CA_CERTS', 'NODE_USE_ENV_PROXY', 'NODE_OPTIONS'];

const TOO_LATE = 'has no effect there, since Node reads it before this program: set it in the environment';

/** `docker run --env-file` keeps quotes: https://github.com/docker/cli/issues/3630. */
const unquoted = (text: string | undefined): string | undefined =>
  text === undefined ? text : (/^\s*(["'])(.*)\1\s*$/s.exec(text)?.[2] ?? text);

/**
 * What others set for purposes of their own: Docker links and Kubernetes name a service's port `tcp://…`, and shells set
 * HOST to the machine's name.
 */
const isOfPlatform = (name: string, text: string | undefined, hostname: string): boolean =>
  (/(?:^|_)PORT$/.test(name) && /^(?:tcp|udp|sctp):\/\//.test(text ?? '')) ||
  (name === 'HOST' && hostname !== '' && text === hostname);
