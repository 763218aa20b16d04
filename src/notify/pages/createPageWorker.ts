import type { DispatcherDeps } from '../dispatcherOptions';
import { createDirectMessageSender } from './directMessage';
import { PageWorker } from './pageWorker';

/** The worker that sends a dispatcher's pages. */
export function createPageWorker(deps: DispatcherDeps): PageWorker {
  const { clock, log, instanceId, random, slack, render, languageOfPerson, hooks, paging = {} } = deps;
  return new PageWorker({
    ...{ clock, log, instanceId, random, ...paging },
    directMessage: createDirectMessageSender({ slack, render, languageOfPerson }),
    messageUrl: async (message) => (await slack.messageUrl?.(message)) ?? null,
    onSent: async (page) => {
      hooks?.onDelivered?.({
        notification: page,
        detectedAt: page.detectedAt,
        deliveredAt: clock.now(),
      });
      await paging.onSent?.(page);
    },
  });
}
