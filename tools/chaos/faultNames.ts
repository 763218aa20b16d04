export const REDIS_KINDS = ['single', 'sentinel', 'cluster'] as const;
export type RedisKind = (typeof REDIS_KINDS)[number];

const ANYWHERE = ['CLIENT PAUSE ALL', 'CLIENT PAUSE WRITE', 'DEBUG SLEEP', 'memory full'] as const;

/** What can happen to Redis, by its kind. */
export const REDIS_FAULTS = {
  single: [
    'Redis killed, back with its data',
    'Redis killed, back without its data',
    'Redis killed, back with older data',
    'Redis hangs',
    ...ANYWHERE,
  ],
  sentinel: [
    'master killed, failover',
    'master hangs, failover',
    'master killed, failover to a replica that lagged',
    'failover by hand, master alive',
    ...ANYWHERE,
  ],
  cluster: [
    'a node killed, back with its data',
    'a node killed, back without its data',
    'a node hangs',
    ...ANYWHERE,
  ],
} as const satisfies Record<RedisKind, readonly string[]>;

export const INSTANCE_FAULTS = [
  'an instance killed and started',
  'both instances killed and started',
  'an instance stopped (SIGSTOP)',
  'both instances stopped (SIGSTOP)',
  'an instance killed while Slack takes its post',
  'an instance stopped while Slack takes its post',
  'an instance killed while Slack takes its update',
] as const;

export const SLACK_FAULTS = [
  'Slack answers 429',
  'Slack answers 500, having taken nothing',
  'Slack answers 500, having taken it',
  'Slack takes it and drops the connection',
  'Slack drops the connection',
  'Slack is slow',
  'the channel is archived',
  'history cannot be read',
  'response_url fails',
] as const;

export const SOCKET_FAULTS = [
  'Socket Mode: warning',
  'Socket Mode: refresh_requested',
  'Socket Mode: link_disabled',
  'Socket Mode: connections cut',
  'Socket Mode: cut and refused',
] as const;

export type InstanceFault = (typeof INSTANCE_FAULTS)[number];
export type SlackFault = (typeof SLACK_FAULTS)[number];
export type SocketFault = (typeof SOCKET_FAULTS)[number];
export type RedisFaultOf<K extends RedisKind> = (typeof REDIS_FAULTS)[K][number];
export type FaultName = InstanceFault | SlackFault | SocketFault | RedisFaultOf<RedisKind>;

/** What takes back, or away, something that was stored. */
export const LOSING: readonly FaultName[] = [
  'Redis killed, back without its data',
  'Redis killed, back with older data',
  'master killed, failover',
  'master hangs, failover',
  'master killed, failover to a replica that lagged',
  'failover by hand, master alive',
  'a node killed, back without its data',
];

/** Under Sentinel whatever keeps a master from answering makes another one take over, and some of these lose nothing else. */
export const FAILING_OVER: readonly FaultName[] = [
  ...LOSING,
  'CLIENT PAUSE ALL',
  'CLIENT PAUSE WRITE',
  'DEBUG SLEEP',
];

export const isOfRedis = (name: FaultName): boolean =>
  Object.values(REDIS_FAULTS).some((names) => names.some((each) => each === name));
