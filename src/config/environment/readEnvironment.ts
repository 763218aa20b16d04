import type { ConfigIssue } from '../issues';
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
    Object.entries(variables).filter(([name, text]) => !isOfPlatform(name, text, hostname)),
  );
  const filled = Object.entries(own).filter(([, text]) => text?.trim());
  return {
    values: { ...own, ...dotenv.values, ...Object.fromEntries(filled) },
    problems: dotenv.problems,
    warnings: filled.flatMap(([name]) => {
      const meant = settingLike(name);
      return meant === null
        ? []
        : [{ where: name, message: `is not a setting and is ignored. Did you mean ${meant}?` }];
    }),
  };
}

/**
 * What others set for purposes of their own: Docker links and Kubernetes name a service's port `tcp://…`, and shells set
 * HOST to the machine's name.
 */
const isOfPlatform = (name: string, text: string | undefined, hostname: string): boolean =>
  (/(?:^|_)PORT$/.test(name) && /^(?:tcp|udp|sctp):\/\//.test(text ?? '')) ||
  (name === 'HOST' && hostname !== '' && text === hostname);
