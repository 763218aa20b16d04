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

test('429 comes with Retry-After, and nothing is posted', async () => {
  slack.fail('chat.postMessage', { ratelimited: true, retryAfterS: 7 });
  const error = await post().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(WebAPIRateLimitedError);
  expect(error).toMatchObject({ retryAfter: 7 });
  expect(texts()).toEqual([]);
});

test.each([500, 503])('status %i, and nothing is posted', async (status) => {
  slack.fail('chat.postMessage', { status });
  const error = await post().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(WebAPIHTTPError);
  expect([error, texts()]).toMatchObject([{ statusCode: status }, []]);
});

test('an error code', async () => {
  slack.fail('chat.postMessage', { error: 'token_revoked' });
  expect((await refusalOf(post())).error).toBe('token_revoked');
});

test.each([
  ['the connection dropped before the post', { drop: true }, []],
  ['the connection dropped after the post', { acceptThenDrop: true }, ['Hello']],
] as const)('%s', async (_, fault, left) => {
  slack.fail('chat.postMessage', fault);
  await expect(post()).rejects.toBeInstanceOf(WebAPIRequestError);
  expect(texts()).toEqual(left);
  expect(slack.journal.calls('chat.postMessage')).toMatchObject([
    { answered: false, carriedOut: left.length > 0 },
  ]);
});

test('status 500 after the post', async () => {
  slack.fail('chat.postMessage', { acceptThenStatus: 500 });
  await expect(post()).rejects.toBeInstanceOf(WebAPIHTTPError);
  expect(texts()).toEqual(['Hello']);
});

test('a delay, after which all is well', async () => {
  let arrived = false;
  const noticed = (): boolean => {
    arrived = true;
    return true;
  };
  slack.fail('chat.postMessage', { delayMs: 1_500 }, { when: noticed });
  const pending = post();
  await slack.until(() => arrived);
  expect(texts()).toEqual([]);
  clock.advance(1_500);
  await pending;
  expect(texts()).toEqual(['Hello']);
});

test('a fault lasts for as many calls as it was given', async () => {
  slack.fail('chat.postMessage', { error: 'internal_error' }, { times: 2 });
  await refusalOf(post());
  await refusalOf(post());
  await post();
  expect(texts()).toEqual(['Hello']);
});

test('a fault can be ended', async () => {
  const end = slack.fail('chat.postMessage', { error: 'internal_error' });
  end();
  await post();
  expect(texts()).toEqual(['Hello']);
});

test('all faults can be ended at once', async () => {
  slack.fail('*', { status: 503 });
  slack.fail('chat.postMessage', { error: 'internal_error' });
  slack.heal();
  await post();
  expect(texts()).toEqual(['Hello']);
});

test('a fault can be for some calls alone', async () => {
  slack.fail('chat.postMessage', { error: 'internal_error' }, { when: (args) => args.text === 'Bad' });
  await refusalOf(post('Bad'));
  await post('Good');
  expect(texts()).toEqual(['Good']);
});

test('a fault of one method spares the others', async () => {
  slack.fail('chat.update', { status: 503 });
  await post();
  expect(texts()).toEqual(['Hello']);
});

test('a fault of all methods spares none', async () => {
  slack.fail('*', { error: 'fatal_error' });
  expect((await refusalOf(client.auth.test())).error).toBe('fatal_error');
});

test('a response_url can fail, too', async () => {
  slack.fail('response_url', { status: 503 });
  const response = await fetch(`${slack.url}/commands/any`, { method: 'POST', body: '{}' });
  expect(response.status).toBe(503);
});

describe("with Slack's own rate limits", () => {
  beforeEach(() => slack.enforceRateLimits(true));

  test('a fourth post to a channel within three seconds is refused', async () => {
    for (const text of ['1', '2', '3']) await post(text);
    await expect(post('4')).rejects.toMatchObject({ retryAfter: 3 });
    expect(texts()).toEqual(['1', '2', '3']);
  });

  test('it is taken after the time that was said', async () => {
    for (const text of ['1', '2', '3']) await post(text);
    clock.advance(3_000);
    await post('4');
    expect(texts()).toHaveLength(4);
  });

  test('another channel is not held up', async () => {
    for (const text of ['1', '2', '3']) await post(text);
    await expect(client.chat.postMessage({ channel: 'C0ALERTS', text: '4' })).resolves.toMatchObject({
      ok: true,
    });
  });

  test('a 51st update within a minute is refused', async () => {
    const { ts } = await post();
    const update = () => client.chat.update({ channel: 'C0OPS', ts: ts ?? '', text: 'Changed' });
    for (let count = 0; count < 50; count += 1) await update();
    await expect(update()).rejects.toMatchObject({ retryAfter: 60 });
  });
});
