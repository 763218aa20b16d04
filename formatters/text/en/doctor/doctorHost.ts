import { line, literal, time } from '../../../blockKit/blocks';
import { type FindingText, type Of, ok } from './doctorFinding';

/* What doctor says of this machine, and of the way from it to others. */

export const operators = (finding: Of<'operators'>): FindingText =>
  finding.is === 'named'
    ? ok(['OPERATORS names who may mute, and page people'])
    : {
        what: ['OPERATORS is not set: nobody may mute, snooze for longer than 1 h, or page people'],
        fix: ['Set it to ids of users (U…), user groups (S…) or channels (C…).'],
      };

export const zone = (finding: Of<'zone'>): FindingText =>
  ok(
    line`The time zone is ${literal(finding.zone)}${finding.is === 'default' ? ', since TIMEZONE is not set' : ''}: it is ${time(finding.now)}`,
  );

export function currency(finding: Of<'currency'>): FindingText {
  switch (finding.is) {
    case 'set':
      return ok(line`Balances are shown in ${literal(finding.currency)} (CURRENCY)`);
    case 'by_target':
      return ok(
        line`Balances are shown in the currency of their target: ${literal(finding.targets)}; all others ${finding.currency === null ? 'without a unit' : line`in ${literal(finding.currency)}`}`,
      );
    case 'not_set':
      return ok(['Balances are shown without a unit: CURRENCY is not set']);
  }
}

export function port(finding: Of<'port'>): FindingText {
  switch (finding.is) {
    case 'free':
      return ok(line`The port ${String(finding.port)} is free`);
    case 'own_bot':
      return ok(line`On the port ${String(finding.port)} an arbwatch is running`);
    case 'taken':
      return {
        what: line`The port ${String(finding.port)} of ${literal(finding.host)} cannot be opened: ${literal(finding.code)}`,
        fix: [
          `Set ${finding.setting} to another one, or ${finding.setting === 'PORT' ? 'HOST' : 'METRICS_HOST'} to an address of this machine.`,
        ],
      };
  }
}

const TLS_CODE = /CERT|SIGNED|SIGNATURE|ALTNAME|ISSUER|SSL/;

const reachFix = (code: string): string =>
  TLS_CODE.test(code)
    ? 'Its certificate is not trusted: for a private authority set NODE_EXTRA_CA_CERTS before the start.'
    : 'Check the address, and whether this machine may connect to it: DNS, firewall, proxy.';

export function deadman(finding: Of<'deadman'>): FindingText {
  switch (finding.is) {
    case 'not_set':
      return ok(['DEADMAN_PING_URL is not set: nobody is told when this bot itself stops']);
    case 'reachable':
      return ok(
        line`The server of DEADMAN_PING_URL, ${literal(finding.host)}, can be reached; it was not pinged`,
      );
    case 'by_proxy':
      return ok(
        line`The server of DEADMAN_PING_URL, ${literal(finding.host)}, is reached through the proxy; it was not tried`,
      );
    case 'page':
      return {
        what: line`DEADMAN_PING_URL is the page of a check on ${literal(finding.host)}, not its address for pings`,
        fix: ['Copy the ping URL from that page: it starts with https://hc-ping.com/.'],
      };
    case 'unreachable':
      return {
        what: line`The server of DEADMAN_PING_URL, ${literal(finding.host)}, cannot be reached: ${literal(finding.code)}`,
        fix: [reachFix(finding.code)],
      };
  }
}

export function webhook(finding: Of<'webhook'>): FindingText {
  const whose = line`The server of the webhook ${literal(finding.name)}, ${literal(finding.host)},`;
  switch (finding.is) {
    case 'reachable':
      return ok(line`${whose} can be reached; nothing was sent to it`);
    case 'by_proxy':
      return ok(line`${whose} is reached through the proxy; it was not tried`);
    case 'unreachable':
      return {
        what: line`${whose} cannot be reached: ${literal(finding.code)}`,
        fix: [reachFix(finding.code)],
      };
  }
}

export function history(finding: Of<'history'>): FindingText {
  switch (finding.is) {
    case 'off':
      return ok(['No history of checks is kept (HISTORY_FILE)']);
    case 'memory':
      return ok(['The history of checks is kept in memory, and ends with the process (HISTORY_FILE)']);
    case 'writable':
      return ok(line`The history of checks can be kept in ${literal(finding.path)}`);
    case 'not_writable':
      return {
        what: line`The history of checks cannot be kept in ${literal(finding.path)} (${literal(finding.code)}): it ends with the process`,
        fix: ['Set HISTORY_FILE to a file that the bot may write; in a container, on a volume.'],
      };
    case 'little_space':
      return {
        what: line`For the history of checks in ${literal(finding.path)} there are only ${String(finding.freeMb)} MB left`,
        fix: ['Free some space, or set HISTORY_FILE to a file on another disk.'],
      };
  }
}

export const proxy = (finding: Of<'proxy'>): FindingText =>
  finding.is === 'used'
    ? ok(line`Slack and webhooks are reached through the proxy of ${literal(finding.variable)}`)
    : {
        what: line`${literal(finding.variable)} is set, and Node does not use it`,
        fix: ['If Slack can only be reached through it, run arbwatch on Node 24 with NODE_USE_ENV_PROXY=1.'],
      };

export function authority(finding: Of<'ca'>): FindingText {
  const file = literal(finding.path);
  switch (finding.is) {
    case 'loaded':
      return ok(line`Certificates of the authority in ${file} (NODE_EXTRA_CA_CERTS) are trusted`);
    case 'unreadable':
      return {
        what: line`NODE_EXTRA_CA_CERTS names ${file}, which cannot be read: Node goes on without it`,
        fix: ['Check the path and its rights; in a container, mount the file.'],
      };
    case 'no_certificate':
      return {
        what: line`NODE_EXTRA_CA_CERTS names ${file}, in which there is no certificate`,
        fix: ["It must hold the authority's certificate as PEM text: -----BEGIN CERTIFICATE-----."],
      };
  }
}

export const node = (finding: Of<'node'>): FindingText =>
  finding.is === 'supported'
    ? ok(line`Node ${literal(finding.version)} is supported`)
    : { what: line`Node ${literal(finding.version)} is too old`, fix: ['Install Node 20.19 or newer.'] };
