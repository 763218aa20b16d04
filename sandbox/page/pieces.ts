import { createHash } from 'node:crypto';
import type { Control, Controls } from '../controls';
import type { World } from '../world/world';
import { type Html, html } from './html';
import { drawnMessage, messagesFor } from './messages';
import { addressOf, channelsOf, drawingFor, placeName, type Visit } from './people';
import type { Unread } from './unread';
import { drawnHome, drawnModal } from './views';

/** A part of the page that changes as one. */
export interface Piece {
  readonly key: string;
  readonly version: string;
  readonly markup: string;
}

/** The parts of the page that change while one looks: lists of pieces, by the name of their place on the page. */
export type Regions = Readonly<Record<string, readonly Piece[]>>;

/** What all visits share. */
export interface Desk {
  readonly world: World;
  readonly controls: Controls | null;
  readonly unread: Unread;
}

/** Everything that changes, as one visitor sees it now. */
export function regionsFor({ world, controls, unread }: Desk, visit: Visit, now: Date): Regions {
  const { person, place } = visit;
  const drawing = drawingFor(world, person, now);
  if (place.kind === 'channel') unread.read(person, place.channel);
  const modal = world.views.top(person.id);
  const messages = (threadTs: string | null, within: 'stream' | 'thread') =>
    place.kind === 'home'
      ? []
      : messagesFor(world, person, place.channel.id, threadTs).map((one) =>
          piece(one.ts, drawnMessage(world, one, person, drawing, within)),
        );
  return {
    channels: [piece('channels', drawnChannels(world, unread, visit))],
    controls: groupsOf(controls).map(([group, members]) => piece(group, drawnGroup(group, members))),
    modal: modal === null ? [] : [piece(modal.id, drawnModal(modal, drawing))],
    ...(place.kind === 'home'
      ? { home: [piece('home', drawnHome(world.views.home(person.id), drawing))] }
      : { stream: messages(null, 'stream') }),
    ...(place.kind === 'channel' && place.threadTs !== null
      ? { thread: messages(place.threadTs, 'thread') }
      : {}),
  };
}

function piece(key: string, content: Html): Piece {
  const version = createHash('sha256').update(content.markup).digest('base64url').slice(0, 12);
  const shell = html`<div data-key="${key}" data-version="${version}">${content}</div>`;
  return { key, version, markup: shell.markup };
}

function drawnChannels(world: World, unread: Unread, { person, place }: Visit): Html {
  const link = (where: string, name: Html | string, count: number, isHere: boolean) =>
    html`<li><a href="${addressOf(person, where)}"${isHere && html` aria-current="page"`}${
      count > 0 && html` class="unread"`
    }>${name}${count > 0 && html` <span class="count">${count}<span class="unseen"> new</span></span>`}</a></li>`;
  const direct = world.channels.find((one) => one.kind === 'im' && one.members.has(person.id));
  const isDirect = place.kind === 'home' || place.channel.kind === 'im';
  return html`<h2>Channels</h2><ul>${channelsOf(world, person).map((channel) =>
    link(
      placeName(channel),
      html`<span aria-hidden="true"># </span>${channel.name}`,
      unread.count(person, channel),
      place.kind === 'channel' && place.channel.id === channel.id,
    ),
  )}</ul><h2>Apps</h2><ul>${link(
    'dm',
    'arbwatch',
    direct === undefined ? 0 : unread.count(person, direct),
    isDirect,
  )}</ul>`;
}

function groupsOf(controls: Controls | null): [string, Control[]][] {
  const groups = new Map<string, Control[]>();
  for (const one of controls?.list() ?? []) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  return [...groups];
}

function drawnGroup(group: string, members: readonly Control[]): Html {
  return html`<section class="group" aria-label="${group}"><h3>${group}</h3><ul>${members.map(
    (one) =>
      html`<li><span class="state" id="state-${one.id}">${one.state}</span>
        <button type="button" id="control-${one.id}" data-control="${one.id}"
          aria-describedby="state-${one.id}">${one.label}</button></li>`,
  )}</ul></section>`;
}
