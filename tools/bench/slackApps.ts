import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { type Sandbox, startSandbox } from '../../sandbox';

const MANIFEST = join(__dirname, '../../manifest.yml');
const START_LIMIT_MS = 30_000;
/** Ends the app when this process is gone, however it went. */
const END_WITH_PARENT = join(__dirname, 'endWithParent.ts');

/** A Slack app in a process of its own, connected by Socket Mode to a sandbox of its own. */
export interface RunningApp {
  readonly slack: Sandbox;
  /** Ends the app, and then the sandbox. */
  stop(): Promise<void>;
}

/**
 * Starts a program with nothing in its environment but `settings` and the sandbox's tokens, in the directory `cwd`;
 * resolves when it is connected. Throws when it ends before, or does not connect within 30 s.
 */
export async function startApp(
  program: string,
  cwd: string,
  settings: Readonly<Record<string, string>> = {},
): Promise<RunningApp> {
  const slack = await startSandbox({ manifest: MANIFEST });
  const tokens = {
    SLACK_API_URL: slack.apiUrl,
    SLACK_BOT_TOKEN: slack.tokens.bot,
    SLACK_APP_TOKEN: slack.tokens.app,
  };
  const app = spawn(process.execPath, [...process.execArgv, '--require', END_WITH_PARENT, program], {
    cwd,
    env: { ...settings, ...tokens },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const stop = async (): Promise<void> => {
    const gone = app.exitCode === null ? once(app, 'exit') : null;
    app.kill();
    await gone;
    await slack.stop();
  };
  try {
    await slack.until(() => slack.connections > 0 || app.exitCode !== null, START_LIMIT_MS);
    if (app.exitCode !== null)
      throw new Error(`${program} ended with ${app.exitCode} before it was connected`);
  } catch (error) {
    await stop();
    throw error;
  }
  return { slack, stop };
}
