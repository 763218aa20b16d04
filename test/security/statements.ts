/**
 * How a sentence of docs/security.md is checked: by tests, each `file: a part of its title`. `advice` says what a reader should know
 * or do, which cannot fail.
 */
export type Check = readonly string[] | 'advice' | 'heading' | 'not tested';

/** Each sentence, bullet and row of the page by how it begins, in its order. */
export const STATEMENTS: readonly (readonly [begins: string, check: Check])[] = [
  ['For the person who decides', 'heading'],
  ['Tests in [test/security]', ['statements.test.ts: has a test for every statement']],
  // What it can read
  [
    '**Redis**: the names',
    ["leastPrivilege.test.ts: can read and write only the traders' and the bot's keys"],
  ],
  [
    'It writes only under',
    ["../e2e/ownStore.test.ts: All keys of the bot are in its own store, none in the traders' Redis"],
  ],
  [
    '**Slack**: the arguments',
    ['../repo/manifest.test.ts: asks for interactivity', 'page.test.ts: names exactly the events'],
  ],
  ['With `channels:history` and', ['reach.test.ts: What others wrote in the channel']],
  ['**Files**: ', ['../cli/transfer.test.ts: reads only: not even whose store it is']],
  ['It writes `HISTORY_FILE`', ['../cli/transfer.test.ts: writes a new file that nobody else may read']],
  ['In a terminal its commands only read', ['../cli/asked.test.ts: changes nothing']],
  ['Whoever can run them', 'advice'],
  ['Over the network it calls only', ['reach.test.ts: Nothing opens a connection']],
  // What it can do in Slack
  ['| scope | for', 'heading'],
  ['| `commands`', ['../repo/manifest.test.ts: asks for the scopes that the code uses']],
  ['| `chat:write`', ['../repo/manifest.test.ts: asks for the scopes that the code uses']],
  ['| `channels:history`', ['../repo/manifest.test.ts: asks for the scopes that the code uses']],
  ['| `usergroups:read`', ['../repo/manifest.test.ts: asks for the scopes that the code uses']],
  ['| `users:read`', ['../repo/manifest.test.ts: asks for the scopes that the code uses']],
  ['| `reactions:read`', ['../slack/inbound/reactions.test.ts: on a message of the bot is passed on once']],
  ['| `pins:write`', ['../e2e/follow.test.ts: as a board are pinned']],
  ['| `app_mentions:read`', ['../slack/inbound/messages.test.ts: with its name is answered in the thread']],
  ['| `im:history`', ['../slack/inbound/messages.test.ts: as a direct message is answered there']],
  ['| `connections:write`', ['page.test.ts: explains exactly the scopes']],
  [
    'It subscribes to four events',
    [
      'page.test.ts: names exactly the events',
      '../slack/inbound/reactions.test.ts: on the message of a person, and any other reaction',
      '../slack/inbound/messages.test.ts: not at all when it is edited, or by a bot',
    ],
  ],
  ['The scopes for history', ['../repo/manifest.test.ts: lets who installs it leave out only scopes']],
  // Who may do what
  ['Everyone in the workspace may view', ['whoMayDoWhat.test.ts: may not snooze for longer than 1 h']],
  [
    'Only `OPERATORS` may do what',
    ['whoMayDoWhat.test.ts: a viewer', '../access/roles.test.ts: A viewer is no operator'],
  ],
  ['For a system that trades', 'advice'],
  ['A person from another workspace', ['whoMayDoWhat.test.ts: a person of another workspace']],
  ['A channel in a list means', ['../access/roles.test.ts: a channel stands for whoever asks in it']],
  ['While Slack does not return', ['whoMayDoWhat.test.ts: while Slack does not return the members']],
  ['People named by user id are', ['whoMayDoWhat.test.ts: a person named by user id may still view and act']],
  [
    'A mention is answered in its thread',
    ['../slack/inbound/messages.test.ts: by somebody who may not view is refused in private'],
  ],
  [
    'The Home tab is for who opens it',
    ['../slack/inbound/home.test.ts: is one sentence for somebody who may not view'],
  ],
  ['A button of an answer holds', ['../commands/answerButtons.test.ts: is refused, and changes nothing']],
  ['A button is authorized by', ['whoMayDoWhat.test.ts: learns and does nothing by %s']],
  [
    'Its value is only looked up',
    ['forgedPresses.test.ts: in another message, or in none, acts only on the incident'],
  ],
  ['`help` and the answer', ['whoMayDoWhat.test.ts: may see the usage of commands']],
  ['Everybody in a channel sees', 'advice'],
  // What is kept
  ['| where | what', 'heading'],
  ['| `{arbwatch}:alerts:state`', ['leastPrivilege.test.ts: leaves only the keys that the page lists']],
  ['| `{arbwatch}:alerts:changes`', ['leastPrivilege.test.ts: leaves only the keys that the page lists']],
  ['| `{arbwatch}:alerts:outbox`', ['leastPrivilege.test.ts: leaves only the keys that the page lists']],
  ['| `{arbwatch}:alerts:messages`', ['leastPrivilege.test.ts: leaves only the keys that the page lists']],
  ['| `{arbwatch}:alerts:audit`', ['../storage/alertStoreContract.ts: keeps the last thousand or so']],
  ['| the name of one of these', ['leastPrivilege.test.ts: leaves only the keys that the page lists']],
  ['| `{arbwatch}:tuning-total:*`', ['../storage/botStoreContract.ts: a total is kept for 90 days']],
  ['| `{arbwatch}:session-names`', ['../commands/sessionNames.test.ts: is changed, and taken away']],
  ['| `{arbwatch}:people`', ['../commands/me.test.ts: forgets all of them by reset']],
  ['| `{arbwatch}:followed`', ['../follow/follow.test.ts: ends by itself after its time']],
  ['| `{arbwatch}:balance-notes`', ['../commands/arbPnl.test.ts: that is removed counts again']],
  ['| `{arbwatch}:history:5min:*`', ['leastPrivilege.test.ts: leaves only the keys that the page lists']],
  ['| `{arbwatch}:history:days:*`', ['leastPrivilege.test.ts: leaves only the keys that the page lists']],
  ['| `{arbwatch}:history:targets`', ['leastPrivilege.test.ts: leaves only the keys that the page lists']],
  [
    '| the file `HISTORY_FILE`',
    ['../history/threadHistory.test.ts: What was recorded is there after a restart'],
  ],
  [
    '| `{arbwatch}:owner`',
    ['../storage/storeOwner.test.ts: The owner key contains no address and no secret'],
  ],
  ['| `{arbwatch}:probe`', ['leastPrivilege.test.ts: leaves only the keys that the page lists']],
  ['| `{arbwatch}:request:*`', ['replay.test.ts: is remembered in Redis for ten minutes without anything']],
  ['| the log (stdout)', ['secretsInLogs.test.ts: are not empty at the levels debug and trace']],
  ['| Slack | the bot', 'advice'],
  [
    'None of these ever contains',
    ['secretsInLogs.test.ts: contain no Slack token', 'replay.test.ts: without anything that could sign'],
  ],
  [
    'Every log line is redacted',
    ['secretsInLogs.test.ts: A log line', 'reach.test.ts: A secret of 4 characters is redacted'],
  ],
  // The least that Redis must allow
  ['Give the bot its own', 'advice'],
  [
    'This line is all that',
    [
      'leastPrivilege.test.ts: can do everything that the bot does',
      'leastPrivilege.test.ts: can do nothing else',
    ],
  ],
  [
    'Then `REDIS_URL',
    [
      '../redis/connect/login.test.ts: A user other than the default one can read',
      '../redis/connect/tls.test.ts: is read, and called by its name',
    ],
  ],
  [
    'With another database than 0',
    ['otherRights.test.ts: needs SELECT', 'otherRights.test.ts: a cluster needs the three further commands'],
  ],
  ['The bot logs in to the Sentinels', 'not tested'],
  ['If they restrict that user', 'not tested'],
  [
    'With a separate store, the traders',
    ['../e2e/ownStore.test.ts: The rights of the two Redis users in docs/security.md suffice'],
  ],
  ['Without `+pexpire`', 'not tested'],
  ['Without `&__redis__:invalidate`', ['otherRights.test.ts: may not be told of changes']],
  [
    'Without `%R~v2',
    ['../monitors/live/controls.test.ts: a user who may not read control states is logged once'],
  ],
  ["If the traders' Redis must not", ['otherRights.test.ts: may not be written to']],
  ['With `ALERT_CHANNEL` but without', 'not tested'],
  // What is refused
  ['Over HTTP (Socket Mode opens', ['signedRequests.test.ts: there is no /slack/events']],
  [
    'a request whose headers',
    [
      'signedRequests.test.ts: gets 401 and reaches no command',
      'signedRequests.test.ts: is rejected before its body arrives',
    ],
  ],
  [
    'any request before the bot knows',
    ['../slack/inbound/start.test.ts: answers nobody over HTTP before it knows its own workspace'],
  ],
  [
    '`/healthz` and `/readyz` answer',
    ['../slack/inbound/start.test.ts: answers nobody over HTTP before it knows its own workspace'],
  ],
  [
    'a body of more than 1 MB',
    ['page.test.ts: states the real limits', 'signedRequests.test.ts: is rejected after a megabyte'],
  ],
  [
    'a repeated request',
    [
      'replay.test.ts: to another instance acts once',
      'replay.test.ts: to an instance started later acts once',
    ],
  ],
  [
    'While Redis is unavailable each',
    ['replay.test.ts: to the same instance acts once even while Redis is unavailable'],
  ],
  [
    'a request that is not complete',
    [
      'page.test.ts: states the real limits',
      'slowRequests.test.ts: cannot open more connections than allowed',
    ],
  ],
  [
    'anything other than',
    ['../fuzz/anyHttpRequest.test.ts: gets exactly the status that docs/security.md promises'],
  ],
  [
    '`/healthz` and `/readyz` need no',
    ['metricsAccess.test.ts: leaves the probes open', 'metricsAccess.test.ts: and never the token'],
  ],
  ['They contain no session', ['strangers.test.ts: no session, no figure, no address and no secret']],
  ['With `METRICS_TARGETS=true`', ['../metrics/targetMetrics.test.ts: are its figures, as it reports them']],
  ['Let a reverse proxy', 'advice'],
  [
    'Answers go to a `response_url`',
    [
      'forgedResponseUrl.test.ts: gets no answer even if the request is signed',
      'forgedResponseUrl.test.ts: is not followed and not retried',
    ],
  ],
  [
    'Values from Redis or from a person',
    [
      "../commands/hostileText.test.ts: is answered within Slack's limits and mentions nobody",
      '../fuzz/anyWords.test.ts: get an answer, or an error that names the argument',
    ],
  ],
  ['A name with `*`', ['names.test.ts: A name in a real Redis']],
  // The container
  [
    'It runs as the user `node`',
    ['container.test.ts: runs as an unprivileged user', 'container.test.ts: gets no secret at build time'],
  ],
  [
    'In [compose.yaml]',
    [
      'container.test.ts: gives the bot a read-only file system',
      'container.test.ts: opens its port to this machine only',
    ],
  ],
  [
    'No shipped package runs a script',
    [
      'dependencies.test.ts: has no shipped package with an install script',
      'dependencies.test.ts: has the hash of every package',
      'container.test.ts: installs exactly the lock file',
    ],
  ],
  ['`npm run audit` asks the registry', ['dependencies.test.ts: reports a vulnerability of severity %s']],
  [
    'Where the registry does not answer',
    [
      'recordedAudit.test.ts: is worth nothing after 60 days',
      'dependencies.test.ts: as no answer instead of a good one',
    ],
  ],
  ['Nothing is recorded yet', ['statements.test.ts: says whether an answer of the registry is recorded']],
  ['`npm run sbom` writes', ['sbom.test.ts: has what is shipped']],
  // When a secret is stolen
  ['| secret, and what it allows', 'heading'],
  ['| `SLACK_BOT_TOKEN`', 'not tested'],
  ['| `SLACK_APP_TOKEN`', 'not tested'],
  ['| `SLACK_SIGNING_SECRET`', 'not tested'],
  ['| the Redis password', ['leastPrivilege.test.ts: can do nothing else']],
  ['| `DEADMAN_PING_URL`', 'not tested'],
  ['| `METRICS_TOKEN`', ['metricsAccess.test.ts: is refused with %s']],
  ['| the address or key', 'not tested'],
  ['Then set the new one', 'advice'],
  [
    'The audit log has who did what',
    ['../storage/alertStoreContract.ts: returns the newest first, and no more than requested'],
  ],
  ['(What Slack and Redis do here', 'heading'],
  // Report a vulnerability
  ['Please contact the maintainers', 'advice'],
  ['Say which version', 'advice'],
  ['Leave out real tokens', 'advice'],
];
