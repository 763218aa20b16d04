import type { Cli } from './cli';
import type { View } from './render/inlineText';
import { coloured, plain, wantsColour } from './render/style';

/** Of the options that every command takes. */
export interface DisplayFlags {
  /** False for `--no-color`. */
  readonly color: boolean;
}

/** How a message looks in this terminal now, which may have been resized. */
export function viewIn({ terminal, clock }: Cli, { color }: DisplayFlags): View {
  const { stdout, env, zone } = terminal;
  return {
    columns: stdout.isTTY ? stdout.columns || Number.POSITIVE_INFINITY : Number.POSITIVE_INFINITY,
    paint: wantsColour(!color, env, stdout) ? coloured : plain,
    zone,
    now: clock.now(),
  };
}
