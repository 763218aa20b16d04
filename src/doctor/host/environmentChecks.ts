import { readFileSync } from 'node:fs';
import { type Environment, isSet } from '../../config/sources';
import type { Finding } from '../finding';

/** As `engines` of package.json. */
const OLDEST_NODE = [20, 19] as const;

export interface HostFacts {
  /** The settings of the environment and the file, as text; null where they are not known. */
  readonly settings: Environment | null;
  /** Such as `20.19.4`; null where it is not known. */
  readonly nodeVersion: string | null;
}

/** What Node itself takes from the environment, a proxy and a private authority's certificate; and its version. */
export const checkEnvironment = (facts: HostFacts): Finding[] => [
  ...checkProxy(facts),
  ...checkAuthority(facts),
  ...(facts.nodeVersion === null ? [] : [checkNode(facts.nodeVersion)]),
];

/** The variable that names a proxy, and whether Node uses it: only where it is told to, by newer versions. */
export function proxyOf({ settings, nodeVersion }: HostFacts): {
  readonly variable: string;
  readonly isUsed: boolean;
} | null {
  const variable = ['HTTPS_PROXY', 'https_proxy'].find((name) => isSet(settings?.[name]));
  if (variable === undefined) return null;
  return { variable, isUsed: settings?.NODE_USE_ENV_PROXY === '1' && canUseProxy(nodeVersion ?? '') };
}

/** Source: Node's documentation of NODE_USE_ENV_PROXY, "added in". */
const canUseProxy = (version: string): boolean => {
  const [major, minor] = partsOf(version);
  return major >= 24 || (major === 22 && minor >= 21);
};

function checkProxy(facts: HostFacts): Finding[] {
  const proxy = proxyOf(facts);
  if (proxy === null) return [];
  const { variable, isUsed } = proxy;
  return [{ check: 'proxy', level: isUsed ? 'ok' : 'warning', is: isUsed ? 'used' : 'unused', variable }];
}

/** Node only warns of a file that it cannot read, and goes on without it. */
function checkAuthority({ settings }: HostFacts): Finding[] {
  const path = settings?.NODE_EXTRA_CA_CERTS?.trim();
  if (!path) return [];
  const text = readOrNull(path);
  if (text === null) return [{ check: 'ca', level: 'error', is: 'unreadable', path }];
  return text.includes('-----BEGIN CERTIFICATE-----')
    ? [{ check: 'ca', level: 'ok', is: 'loaded', path }]
    : [{ check: 'ca', level: 'error', is: 'no_certificate', path }];
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function checkNode(version: string): Finding {
  const [major, minor] = partsOf(version);
  const isOld = major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1]);
  return { check: 'node', level: isOld ? 'error' : 'ok', is: isOld ? 'too_old' : 'supported', version };
}

function partsOf(version: string): readonly [major: number, minor: number] {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return [major, minor];
}
