import type { InstanceConfiguration } from './outcome';

/** Whether this instance has the configuration that was activated last; strangers may ask. */
export function configurationReadiness({ status, generation, active }: InstanceConfiguration): {
  readonly ready: boolean;
  readonly detail: string;
} {
  const own = `generation ${generation ?? 'unknown'}`;
  switch (status) {
    case 'current':
      return { ready: true, detail: generation === null ? 'not stored yet' : `${own} is the active one` };
    case 'outdated':
      return {
        ready: false,
        detail: `${own} is older than the active ${active?.generation ?? 'one'}: not evaluating until it is reloaded`,
      };
    case 'stand_in':
      return {
        ready: false,
        detail: `${own} is older than the active ${active?.generation ?? 'one'}, with which no instance evaluates: this one stands in`,
      };
  }
}
