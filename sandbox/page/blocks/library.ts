import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Message, type MessageProps } from 'slack-blocks-to-jsx';
import type { JsonObject } from '../../json';
import { dateText, type Reader } from '../dates';
import { withReadableLabels } from './axisLabels';
import { unhidden } from './literal';

/** Who is drawn for, and the names that mentions stand for. */
export interface Drawing {
  readonly reader: Reader;
  readonly people: readonly { readonly id: string; readonly name: string }[];
  readonly channels: readonly { readonly id: string; readonly name: string }[];
}

/**
 * The markup of blocks, as `slack-blocks-to-jsx` draws it. Its stylesheet wants an ancestor with the id
 * `slack_blocks_to_jsx`: the page has one for all messages, so each gives up its own.
 * @throws {Error} When the library cannot draw a block.
 */
export function drawnByLibrary(blocks: readonly JsonObject[], drawing: Drawing): string {
  const props: MessageProps = {
    // Checked against Slack's own limits before they came here; the library's types know fewer forms than Slack.
    blocks: blocks as unknown as MessageProps['blocks'],
    name: '',
    logo: '',
    theme: 'light',
    withoutWrapper: true,
    data: { users: [...drawing.people], channels: [...drawing.channels], user_groups: [] },
    hooks: hooksFor(drawing.reader),
  };
  return withReadableLabels(unhidden(renderToStaticMarkup(createElement(Message, props))))
    .replace('<div id="slack_blocks_to_jsx" data-theme="light" class="', '<div class="drawn ')
    .replaceAll(
      /(<div )(class="[^"]*slack_blocks_to_jsx__table )/g,
      '$1tabindex="0" role="group" aria-label="Table" $2',
    );
}

function hooksFor(reader: Reader): NonNullable<MessageProps['hooks']> {
  return {
    date: ({ timestamp, format, fallback, link }) =>
      dateElement(Number(timestamp), dateText(Number(timestamp), format, fallback, reader), link, reader),
    link: ({ href, children, className }) =>
      /^(https?|mailto):/i.test(href)
        ? createElement('a', { href, className, target: '_blank', rel: 'noreferrer noopener' }, children)
        : children,
    emoji: (emoji, parse) => {
      const drawn = parse(emoji);
      return drawn === emoji.name ? `:${emoji.name}:` : drawn;
    },
  };
}

function dateElement(
  epochS: number,
  text: string,
  link: string | null,
  { locale, timeZone }: Reader,
): ReactNode {
  const title = Number.isFinite(epochS)
    ? `${new Date(epochS * 1000).toISOString()}, shown in ${timeZone}`
    : timeZone;
  const time = createElement('time', { lang: locale, title, className: 'date' }, text);
  return link !== null && /^https?:/i.test(link)
    ? createElement('a', { href: link, target: '_blank', rel: 'noreferrer noopener' }, time)
    : time;
}
