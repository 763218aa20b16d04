import { App, SocketModeReceiver } from '@slack/bolt';
import type { Browser, BrowserContextOptions, Page as BrowserPage } from 'playwright-core';
import type { MessageBlock } from '../../formatters/blockKit/dataVisualization';
import { type Sandbox, startSandbox } from '../../sandbox';
import type { Controls } from '../../sandbox/controls';
import { type Page, startPage } from '../../sandbox/page';
import { SILENCE } from '../sandbox/bolt';
import { launchBrowser, openWindow, type Window } from './browser';

const COMMANDS = [
  { command: '/ask', description: 'Answers a question', usageHint: '[question]' },
  { command: '/ask-twice', description: 'Answers it twice', usageHint: '' },
  { command: '/modal', description: 'Opens a modal', usageHint: '' },
];

/** A sandbox with a page, a small Bolt app that answers `/ask`, and a browser. */
export interface Workspace {
  readonly slack: Sandbox;
  readonly app: App;
  readonly url: string;
  readonly browser: Browser;
  /** Opens the page as somebody, somewhere, such as `as=viewer&in=ops`. */
  visit(query?: string, options?: BrowserContextOptions): Promise<BrowserPage>;
  /** Posts as the app. Resolves to the ts. */
  post(text: string, blocks?: readonly MessageBlock[], channel?: string): Promise<string>;
  /** Closes the windows; throws when one of them wrote errors to its console. */
  closeWindows(): Promise<void>;
  stop(): Promise<void>;
}

export async function startWorkspace(controls: Controls | null = null): Promise<Workspace> {
  const slack = await startSandbox({ commands: COMMANDS });
  const app = appOf(slack);
  app.command('/ask', ({ ack, command }) => ack(`You asked: ${command.text}`));
  await app.start();
  const page: Page = await startPage({ sandbox: slack, controls, notice: null, port: 0, host: '127.0.0.1' });
  const browser = await launchBrowser();
  const windows: Window[] = [];
  return {
    slack,
    app,
    url: page.url,
    browser,
    async visit(query = 'in=ops', options = {}) {
      const opened = await openWindow(browser, `${page.url}/?${query}`, options);
      windows.push(opened);
      return opened.page;
    },
    async post(text, blocks = [], channel = 'C0OPS') {
      const posted = await app.client.chat.postMessage({ channel, text, blocks: [...blocks] });
      return String(posted.ts);
    },
    async closeWindows() {
      const closed = windows.splice(0);
      await Promise.all(closed.map((one) => one.close()));
      const errors = closed.flatMap((one) => one.errors);
      if (errors.length > 0) throw new Error(`The console had errors:\n${errors.join('\n')}`);
    },
    async stop() {
      await browser.close();
      await page.stop();
      await app.stop();
      await slack.stop();
    },
  };
}

/** The article that has this text. */
export const messageWith = (page: BrowserPage, text: string | RegExp) =>
  page.locator('article.message', { hasText: text });

/** A Bolt app in Socket Mode, as its users set it up, but silent. */
function appOf(slack: Sandbox): App {
  const clientOptions = () => ({ slackApiUrl: slack.apiUrl, retryConfig: { retries: 10, minTimeout: 50 } });
  const receiver = new SocketModeReceiver({
    appToken: slack.tokens.app,
    logger: SILENCE,
    installerOptions: { clientOptions: clientOptions() },
  });
  return new App({ token: slack.tokens.bot, receiver, clientOptions: clientOptions(), logger: SILENCE });
}
