import { plainMrkdwn } from '../mrkdwn';
import type { Message, Person } from '../world/model';
import type { World } from '../world/world';
import { drawnBlocks } from './blocks/draw';
import type { Drawing } from './blocks/library';
import { postedText, todayOf } from './dates';
import { type Html, html } from './html';
import { addressOf, placeName } from './people';

/** What a reader's stream shows at most: the newest. */
const SHOWN = 200;

/** So much of its parent a reply in the channel shows; in characters. */
const PARENT_LENGTH = 80;

const bodies = new WeakMap<Message, Map<string, Html>>();

/** The messages of a channel, or of a thread with its parent first, that this person sees; the newest 200. */
export function messagesFor(
  world: World,
  person: Person,
  channel: string,
  threadTs: string | null,
): Message[] {
  return world
    .messagesIn(channel)
    .filter((one) => one.onlyFor === null || one.onlyFor === person.id)
    .filter((one) =>
      threadTs === null
        ? one.threadTs === null || one.alsoInChannel
        : [one.ts, one.threadTs].includes(threadTs),
    )
    .slice(-SHOWN);
}

/** A message as this person sees it. `within` keeps the ids of a stream and a thread apart. */
export function drawnMessage(
  world: World,
  message: Message,
  person: Person,
  drawing: Drawing,
  within: 'stream' | 'thread',
): Html {
  const author = world.person(message.author);
  const name = author?.realName ?? message.author;
  const epochS = Number(message.ts);
  const replies = world.messagesIn(message.channel).filter((one) => one.threadTs === message.ts);
  return html`<article class="message${message.onlyFor !== null && ' ephemeral'}" data-ts="${message.ts}"
      data-channel="${message.channel}" data-spoken="${name}: ${spoken(message, drawing)}" aria-label="${name}">
    <span class="avatar ${avatarOf(message.author)}" aria-hidden="true">${[...name][0] ?? '?'}</span>
    <div class="content">
      ${message.onlyFor !== null && html`<p class="only-you"><span aria-hidden="true">👁</span> Only visible to you</p>`}
      <p class="byline"><b>${name}</b>${author?.isBot === true && html` <span class="app">APP</span>`}
        <time lang="${person.locale}" datetime="${new Date(epochS * 1000).toISOString()}">${postedText(epochS, drawing.reader)}</time></p>
      ${message.alsoInChannel && (within === 'stream' ? repliedTo(world, message, person) : html`<p class="also">Also sent to the channel</p>`)}
      <div class="body">${bodyOf(message, drawing, within)}${message.editedTs !== null && html` <span class="edited">(edited)</span>`}</div>
      ${message.onlyFor === null && reactions(world, message, person)}
      ${message.onlyFor === null && !message.alsoInChannel && within === 'stream' && threadLink(world, message, person, replies.length)}
    </div>
  </article>`;
}

/** What a screen reader is told of a message: its text, which has the whole of it in words. */
function spoken(message: Message, drawing: Drawing): string {
  const named = message.text.replace(/<@(\w+)>/g, (_, id: string) => {
    return `@${drawing.people.find((one) => one.id === id)?.name ?? id}`;
  });
  return plainMrkdwn(named);
}

/** What stands above a reply that was also sent to the channel. */
function repliedTo(world: World, reply: Message, person: Person): Html {
  const channel = world.channel(reply.channel);
  const parent = world.message(reply.channel, reply.threadTs ?? '');
  const address = addressOf(person, channel === undefined ? 'home' : placeName(channel), reply.threadTs);
  const words = parent === undefined ? 'a message that was deleted' : plainMrkdwn(parent.text);
  const short = words.length > PARENT_LENGTH ? `${words.slice(0, PARENT_LENGTH)}…` : words;
  return html`<p class="also">replied to a thread: <a href="${address}">${short}</a></p>`;
}

/** Whoever looks into it may say so; what others said is counted. */
function reactions(world: World, message: Message, person: Person): Html {
  const by = message.reactions.filter(({ name }) => name === 'eyes').map(({ userId }) => userId);
  const names = by.map((id) => world.person(id)?.realName ?? id).join(', ');
  const label = by.length === 0 ? 'React with 👀' : `👀 by ${names}`;
  return html`<button class="reaction${by.length === 0 && ' offered'}" type="button" data-react="eyes" aria-label="${label}" title="${label}"
    aria-pressed="${by.includes(person.id) ? 'true' : 'false'}"><span aria-hidden="true">👀${by.length > 0 && ` ${by.length}`}</span></button>`;
}

function threadLink(world: World, message: Message, person: Person, replies: number): Html {
  const channel = world.channel(message.channel);
  const address = addressOf(person, channel === undefined ? 'home' : placeName(channel), message.ts);
  const words = replies === 0 ? 'Reply in thread' : replies === 1 ? '1 reply' : `${replies} replies`;
  return html`<a class="${replies === 0 ? 'reply' : 'replies'}" href="${address}">${words}</a>`;
}

/** The same message is drawn once for each reader and day, because "today" passes. */
function bodyOf(message: Message, drawing: Drawing, within: string): Html {
  const known = bodies.get(message) ?? new Map<string, Html>();
  bodies.set(message, known);
  const { locale, timeZone } = drawing.reader;
  const key = [within, locale, timeZone, todayOf(drawing.reader)].join(' ');
  const body = known.get(key) ?? drawnBody(message, drawing, `${within}-${message.ts.replace('.', '-')}`);
  known.set(key, body);
  return body;
}

function drawnBody(message: Message, drawing: Drawing, prefix: string): Html {
  const text = { type: 'section', text: { type: 'mrkdwn', text: message.text } };
  try {
    return drawnBlocks(message.blocks.length > 0 ? message.blocks : [text], drawing, prefix);
  } catch (error) {
    return html`<p>${plainMrkdwn(message.text)}</p><p class="error">The blocks of this message could not be drawn: ${String(error)}</p>`;
  }
}

function avatarOf(author: string): string {
  return author === 'USLACKBOT' ? 'of-slack' : author === 'U0ARBWATCH' ? 'of-bot' : 'of-person';
}
