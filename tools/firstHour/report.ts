import { tableText } from '../bench/table';

/** How long each step took, in s. */
export interface Measured {
  /** Which was cloned. */
  readonly commit: string;
  readonly cloneS: number;
  readonly installS: number;
  /** From `npm start` to the answer on the demo page. */
  readonly demoS: number;
  /** `.env`, doctor, `npm start`, and the answer in the stand-in for Slack. */
  readonly workspaceS: number;
  /** Null where they were left out. */
  readonly testsS: number | null;
}

export interface FirstHour {
  readonly measured: Measured;
  readonly machine: string;
  readonly system: string;
  readonly when: Date;
}

/** docs/first-hour.md. */
export function pageText({ measured, machine, system, when }: FirstHour): string {
  const { commit, cloneS, installS, demoS, workspaceS, testsS } = measured;
  const ready = cloneS + installS;
  return `# The first hour

What \`npm run first-hour -- --write\` measured on ${when.toISOString().slice(0, 10)}, of the commit ${commit}: a bare Debian from debootstrap in a folder of
its own (${system}, all from its own packages), an empty npm cache, and the commands of the README.

## From the clone on

${tableText({
  head: ['', 'after'],
  rows: [
    ['first answer: `/arb-status` on the demo page', duration(ready + demoS)],
    [
      'a connected workspace: doctor finds nothing wrong, and `/arb-status` is answered',
      duration(ready + workspaceS),
    ],
    ...(testsS === null ? [] : [['green tests: `npm test`', duration(ready + testsS)]]),
  ],
})}

The workspace is the [sandbox](../sandbox/README.md) in Slack's place, with its tokens in \`.env\` from the start: what a person takes to create the app,
install it and copy its tokens is not in it.

## Step by step

${tableText({
  head: ['', 'took'],
  rows: [
    ['`git clone`, from a file on the same disk', duration(cloneS)],
    ["`npm ci`, which warned at most that Slack's packages ask for npm 9.6.4", duration(installS)],
    ['`npm start` until the demo page has answered `/arb-status`', duration(demoS)],
    ['`.env`, `arbwatch doctor`, `npm start` until `/arb-status` is answered', duration(workspaceS)],
    ...(testsS === null
      ? []
      : [['`npm test`, with redis-server and openssl, which it installs itself', duration(testsS)]]),
  ],
})}

## On

${machine}
`;
}

const duration = (seconds: number): string => {
  const whole = Math.round(seconds);
  if (whole < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
};
