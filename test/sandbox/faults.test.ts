import { WebAPIHTTPError, WebAPIRateLimitedError, WebAPIRequestError, type WebClient } from '@slack/web-api';
import { createManualClock, type ManualClock, type Sandbox, startSandbox } from '../../sandbox';
import { refusalOf, webClient } from './clients';

let slack: Sandbox;
let client: WebClient;
let clock: ManualClock;
beforeEach(async () => {
  clock = createManualClock();
  slack = await startSandbox({ clock });
  client = webClient(slack);
});
afterEach(() => slack.stop());

const post = (text = 'Hello') => client.chat.postMessage({ channel: 'C0OPS', text });
const texts = (): string[] => slack.seenBy('viewer', 'ops').map((one) => one.text);

test('A rate-limited call gets 429 with Retry-After and posts nothing', async () => {
  slack.fail('chat.postMessage', { ratelimited: true, retryAfterS: 7 });
  const error = await post().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(WebAPIRateLimitedError);
  expect(error).toMatchObject({ retryAfter: 7 });
  expect(texts()).toEqual([]);
});

test.each([
  ['the connection dropped before the post', { drop: true }, []],
  ['the connection dropped after the post', { acceptThenDrop: true }, ['Hello']],
] as const)('A call fails with %s', async (_, fault, left) => {
  slack.fail('chat.postMessage', fault);
  await expect(post()).rejects.toBeInstanceOf(WebAPIRequestError);
  expect(texts()).toEqual(left);
  expect(slack.journal.calls('chat.postMessage')).toMatchObject([
    { answered: false, carriedOut: left.length > 0 },
  ]);
});

test('A call can fail with status 500 after its message was posted', async () => {
  slack.fail('chat.postMessage', { acceptThenStatus: 500 });
  await expect(post()).rejects.toBeInstanceOf(WebAPIHTTPError);
  expect(texts()).toEqual(['Hello']);
});

test('A fault lasts for the given number of calls', async () => {
  slack.fail('chat.postMessage', { error: 'internal_error' }, { times: 2 });
  await refusalOf(post());
  await refusalOf(post());
  await post();
  expect(texts()).toEqual(['Hello']);
});

test('A fault can apply to some calls only', async () => {
  slack.fail('chat.postMessage', { error: 'internal_error' }, { when: (args) => args.text === 'Bad' });
  await refusalOf(post('Bad'));
  await post('Good');
  expect(texts()).toEqual(['Good']);
});

test('A response_url can fail', async () => {
  slack.fail('response_url', { status: 503 });
  const response = await fetch(`${slack.url}/commands/any`, { method: 'POST', body: '{}' });
  expect(response.status).toBe(503);
});

describe("With Slack's own rate limits,", () => {
  beforeEach(() => slack.enforceRateLimits(true));

  test('a fourth post to a channel within three seconds is rejected', async () => {
    for (const text of ['1', '2', '3']) await post(text);
    await expect(post('4')).rejects.toMatchObject({ retryAfter: 3 });
    expect(texts()).toEqual(['1', '2', '3']);
  });

  test('a 51st update within a minute is rejected', async () => {
    const { ts } = await post();
    const update = () => client.chat.update({ channel: 'C0OPS', ts: ts ?? '', text: 'Changed' });
    for (let count = 0; count < 50; count += 1) await update();
    await expect(update()).rejects.toMatchObject({ retryAfter: 60 });
  });
});
