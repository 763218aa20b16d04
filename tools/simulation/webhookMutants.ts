import { type Mutant, mutant } from './mutant';

const eventOf = (body: string): string => (JSON.parse(body) as { readonly event: string }).event;

/** Faults in calling webhooks, of which each must be found out. */
export const WEBHOOK_MUTANTS: readonly Mutant[] = [
  mutant('calls no webhook', {
    firstSeed: 9,
    webhook: () => async () => ({ kind: 'accepted' }),
  }),
  mutant('tries a webhook once', {
    firstSeed: 9,
    webhook: (post) => async (request, options) => {
      const result = await post(request, options);
      return result.kind === 'failed' ? { kind: 'rejected', detail: result.detail } : result;
    },
  }),
  mutant('calls a webhook again that has answered', {
    firstSeed: 9,
    webhook: (post) => async (request, options) => {
      const result = await post(request, options);
      return result.kind === 'accepted' ? post(request, options) : result;
    },
  }),
  mutant('never tells a webhook that an alert is over', {
    firstSeed: 7,
    webhook: (post) => async (request, options) =>
      eventOf(request.body) === 'resolve' ? { kind: 'accepted' } : post(request, options),
  }),
  mutant('sends a secret to a webhook', {
    firstSeed: 9,
    webhook: (post) => (request, options) =>
      post({ ...request, body: request.body.replace('}', ', "token": "xoxb-1" }') }, options),
  }),
];
