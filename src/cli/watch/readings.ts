import { arbStatus, statusOf } from '../../../commands/arbStatus';
import { arbTuning } from '../../../commands/arbTuning';
import type { CommandDeps, CommandResponse } from '../../../commands/command';
import { sessionOf } from '../../../commands/tuning/oneSession';
import { targetFaultMessage } from '../../../formatters';
import { unknownTarget } from '../../state/unknownTarget';
import { plainText } from '../failure';
import type { ReadingServices } from '../readingServices';
import type { Output } from '../screen';
import { slackWords } from '../slackWords';
import { isTuning, type Watched } from './watchOptions';

/** What reads what is watched, as Slack's commands do. Where the named trader is not there, `stderr` hears of those that are. */
export function readingOf(
  watched: Watched,
  { deps: services, lookAround }: Pick<ReadingServices, 'deps' | 'lookAround'>,
  { signal, stderr }: { readonly signal: AbortSignal; readonly stderr: Output },
): () => Promise<CommandResponse> {
  const deps: CommandDeps = { ...services, signal };
  switch (watched.kind) {
    case 'words': {
      const { words } = watched;
      if (isTuning(watched)) return () => arbTuning.execute(slackWords(words.slice(1)), deps);
      return async () => {
        await lookAround(signal);
        return arbStatus.execute(slackWords(words), deps);
      };
    }
    case 'session':
      return () => sessionOf(watched.sessionId, watched.totalIterations, watched, deps);
    case 'target': {
      const { place } = watched;
      let isFirst = true;
      return async () => {
        await lookAround(signal);
        const response = await statusOf(place, deps);
        if (isFirst && response.notFound)
          stderr.write(`${plainText(targetFaultMessage(unknownTarget(place, deps.targets.existing())))}\n`);
        isFirst = false;
        return { ...response, public: false };
      };
    }
  }
}
