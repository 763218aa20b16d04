import type { SlashCommand } from '../settings';
import { type Html, html, Html as Markup } from './html';
import { addressOf, peopleOf, placeName, type Visit } from './people';
import type { Desk, Regions } from './pieces';

/** What the page says beside the workspace. */
export interface ShellOptions {
  readonly notice: string | null;
  readonly commands: readonly SlashCommand[];
}

/** The whole page. */
export function renderPage(desk: Desk, visit: Visit, regions: Regions, options: ShellOptions): Html {
  const { person, place } = visit;
  const threadTs = place.kind === 'channel' ? place.threadTs : null;
  const title = place.kind === 'home' || place.channel.kind === 'im' ? 'arbwatch' : `#${place.channel.name}`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · arbwatch sandbox</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/files/blocks.css">
<link rel="stylesheet" href="/files/style.css">
<script src="/files/theme.js"></script>
<script type="module" src="/files/main.js"></script>
</head>
<body id="slack_blocks_to_jsx" class="${threadTs !== null && 'has-thread'}" data-as="${person.name}">
<a class="skip" href="#main">Skip to the messages</a>
<header>
  <button type="button" id="menu-button" aria-expanded="false" aria-controls="side">Menu</button>
  <p>${options.notice ?? 'A stand-in for Slack on this machine. Nothing here leaves it.'}</p>
  <p id="connection" role="status"></p>
</header>
<div id="side">
  <nav aria-label="Channels" data-region="channels">${drawnRegion(regions, 'channels')}</nav>
  <nav aria-label="Who you are"><h2>You are</h2><ul>${peopleOf(desk.world).map(
    (
      one,
    ) => html`<li><a href="${addressOf(one, whereOf(visit))}"${one.id === person.id && html` aria-current="true"`}>
      <span lang="${one.locale}">${one.realName}</span> <small>${one.locale}, ${one.timeZone}</small></a></li>`,
  )}</ul></nav>
  ${
    desk.controls !== null &&
    html`<aside aria-label="Make things happen"><h2>Make things happen</h2>
    <div data-region="controls">${drawnRegion(regions, 'controls')}</div></aside>`
  }
</div>
<main id="main" aria-labelledby="title">
  <div class="bar"><h1 id="title">${title}</h1>${(place.kind === 'home' || place.channel.kind === 'im') && tabs(visit)}</div>
  ${
    place.kind === 'home'
      ? html`<div class="scroller" data-region="home" tabindex="0" role="region" aria-label="Home tab">${drawnRegion(regions, 'home')}</div>`
      : html`<div class="scroller" tabindex="0" role="region" aria-label="Messages" data-region="stream">${drawnRegion(regions, 'stream')}</div>
    ${composer(`Message ${title}`, place.channel.id, null, options.commands)}`
  }
</main>
${
  place.kind === 'channel' &&
  threadTs !== null &&
  html`<aside id="thread" aria-labelledby="thread-title">
  <div class="bar"><h2 id="thread-title">Thread</h2><a id="close-thread" href="${addressOf(person, whereOf(visit))}">Close thread</a></div>
  <div class="scroller" tabindex="0" role="region" aria-label="Messages of the thread" data-region="thread">${drawnRegion(regions, 'thread')}</div>
  ${composer('Reply', place.channel.id, threadTs, [])}
</aside>`
}
<dialog id="modal" aria-labelledby="modal-title"><div data-region="modal">${drawnRegion(regions, 'modal')}</div></dialog>
<dialog id="confirm" aria-labelledby="confirm-title"><form method="dialog"><h2 id="confirm-title"></h2><p></p>
  <footer><button value="deny" class="plain"></button><button value="confirm" class="primary"></button></footer></form></dialog>
<p id="toast" role="status"></p>
<p id="announcer" class="unseen" aria-live="polite"></p>
</body>
</html>`;
}

function whereOf({ place }: Visit): string {
  return place.kind === 'home' ? 'home' : placeName(place.channel);
}

function drawnRegion(regions: Regions, name: string): Html {
  return new Markup((regions[name] ?? []).map((one) => one.markup).join(''));
}

function tabs({ person, place }: Visit): Html {
  const tab = (where: string, name: string, isHere: boolean) =>
    html`<a href="${addressOf(person, where)}"${isHere && html` aria-current="page"`}>${name}</a>`;
  return html`<nav class="tabs" aria-label="arbwatch">${tab('home', 'Home', place.kind === 'home')}${tab(
    'dm',
    'Messages',
    place.kind === 'channel',
  )}</nav>`;
}

function composer(
  label: string,
  channel: string,
  threadTs: string | null,
  commands: readonly SlashCommand[],
): Html {
  const id = threadTs === null ? 'composer' : 'reply';
  return html`<form class="composer" data-channel="${channel}"${threadTs !== null && html` data-thread="${threadTs}"`}>
  <ul id="${id}-commands" role="listbox" aria-label="Commands" hidden>${commands.map(
    (one, index) =>
      html`<li role="option" id="${id}-command-${index}" aria-selected="false" data-command="${one.command}">
        <b>${one.command}</b> <code>${one.usageHint}</code><span>${one.description}</span></li>`,
  )}</ul>
  <input id="${id}" type="text" autocomplete="off" spellcheck="false" maxlength="4000" placeholder="${label}" aria-label="${label}"
    aria-describedby="${id}-hint"${
      commands.length > 0 &&
      html` role="combobox" aria-autocomplete="list" aria-expanded="false" aria-controls="${id}-commands"`
    }>
  <button type="submit" class="primary">Send</button>
  <p class="hint" id="${id}-hint">${commands.length > 0 && 'Type / for the commands'}</p>
</form>`;
}
