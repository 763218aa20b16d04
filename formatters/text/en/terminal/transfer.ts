import { ago, pluralize } from '../units';

/** How many of each there are in a store, or in a copy of one. */
export interface CopyCounts {
  readonly targets: number;
  readonly openAlerts: number;
  readonly messages: number;
  readonly waiting: number;
  readonly audit: number;
  readonly totals: number;
  readonly notes: number;
}

const countsText = ({ targets, openAlerts, messages, waiting, audit, totals, notes }: CopyCounts): string => {
  const all = [
    pluralize(targets, 'target'),
    pluralize(openAlerts, 'open alert'),
    `${pluralize(messages, 'message')} in Slack`,
    ...(waiting === 0 ? [] : [pluralize(waiting, 'waiting notification')]),
    ...(audit === 0 ? [] : [pluralize(audit, 'audit entry', 'audit entries')]),
    ...(totals === 0 ? [] : [pluralize(totals, 'tuning total')]),
    ...(notes === 0 ? [] : [pluralize(notes, 'balance note')]),
  ];
  return `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
};

/** What `arbwatch export` and `arbwatch import` say. A store is named by where it is, and by what its keys begin with. */
export const transfer = {
  export: {
    about:
      'writes all that the bot keeps in its store to a file, or to the output: to move it, or to keep it',
    file: 'a new file; without it, or as -, the output',
    notes:
      'It holds ids of Slack users and channels and names of traders, no tokens and no passwords. The history of balances is a file of its own (HISTORY_FILE).',
  },
  import: {
    about: 'puts what `arbwatch export` wrote into the store, all of it or nothing',
    file: 'the file, or - for the input',
    replace: 'put it in place of what is there',
    dryRun: 'read and check everything, and write nothing',
    notes: 'Stop every bot that uses the store before, and start one after it.',
  },
  place: (where: string, prefix: string) => `${where}, as {${prefix}}`,
  exported: (counts: CopyCounts, place: string, file: string | null) =>
    `Exported ${countsText(counts)} from ${place}${file === null ? '' : ` to ${file}`}.`,
  nothing: (place: string) =>
    `There is nothing of a bot at ${place}. STORE_REDIS_URL and STORE_PREFIX say where it keeps what it knows.`,
  inUse: (lastCheck: Date, now: Date) =>
    `A bot checked ${ago(lastCheck, now)} with this store: what it does from now on is not in this copy. To move it, stop it before.`,
  unknownKeys: (names: string) => `Not exported, for this version does not know them: ${names}`,
  leftOut: (key: string, reason: string) => `Left out, for it cannot be read: ${key}: ${reason}`,
  busy: (place: string) =>
    `What is at ${place} changed whenever it was read. Stop the bot, or try again later.`,
  inMemory:
    'REDIS_URL=memory: keeps nothing beyond the process, so that there is nothing to export and nowhere to import.',
  exists: (file: string) => `${file} is there already: name another file, or remove it`,
  cannotWrite: (file: string, reason: string) => `${file} cannot be written: ${reason}`,
  cannotRead: (file: string, reason: string) => `${file} cannot be read: ${reason}`,
  faultAt: (file: string, line: number, fault: string) =>
    `${file}, line ${line}: ${fault}. Nothing was written.`,
  faults: {
    not_json: 'it is damaged: it is no JSON',
    changed: 'it was changed, or a line before it is missing',
    cut_off: 'the file ends here, without its last line: it was cut off',
    no_export: 'this is no file that `arbwatch export` wrote',
    no_entry: 'this version does not know what it holds',
  },
  otherFormat: (format: number) => `it is of format ${format}, which this version does not read`,
  unreadable: (key: string, reason: string) => `${key} cannot be read: ${reason}`,
  notEmpty: (place: string, counts: CopyCounts, lastCheck: Date | null, now: Date) =>
    `There is something at ${place} already: ${countsText(counts)}${lastCheck === null ? '' : `; the last check was ${ago(lastCheck, now)}`}. ` +
    'Nothing was written. Export it first, to keep it; --replace puts the file in its place.',
  replacingInUse: (lastCheck: Date, now: Date) =>
    `A bot checked ${ago(lastCheck, now)} with this store. While it runs, it puts back what it remembers: stop it, and import again.`,
  changed: (place: string) =>
    `What is at ${place} changed meanwhile, and nothing was written. Stop the bots that use it, and try again.`,
  dryRun: (counts: CopyCounts, place: string) =>
    `The file is whole: ${countsText(counts)}. Nothing was written to ${place}: --dry-run.`,
  imported: (counts: CopyCounts, place: string, from: string) =>
    `Imported ${countsText(counts)} to ${place}, from the export of ${from}. Start the bot now.`,
  madeBy: (at: Date, version: string) => `${at.toISOString()} by arbwatch ${version}`,
};
