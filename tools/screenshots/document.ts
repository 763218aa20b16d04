import { SCHEMES, WIDTHS } from './capture';
import type { Section } from './scene';

/** A scene as it was played. */
export interface Taken {
  /** Null where the bot spoke by itself. */
  readonly command: string | null;
  readonly spoken: string;
}

/** The file of a picture, below docs/images/. */
export const pictureFile = (scene: string, width: string, scheme: string): string =>
  `${scene}-${width}-${scheme}.png`;

/** In CSS pixels. */
const DRAWN_WIDTH = { desktop: 560, phone: 300 } as const;

const INTRODUCTION = `# Every message of arbwatch

The bot's own replies: for each one a demo trading system was brought into the situation that is told, the command was
typed on the sandbox's page, and what came back was drawn; what the bot says by itself was said by its own watching. All
is drawn at the width of a desktop and of a phone (375 px), in light and
in dark. \`npm run pictures\` writes this page and its pictures anew. All figures are the demo's.
`;

/** docs/messages.md. */
export function messagesDocument(sections: readonly Section[], taken: ReadonlyMap<string, Taken>): string {
  const parts = sections.map(({ title, scenes }) => {
    const shown = scenes.flatMap((scene) => {
      const one = taken.get(scene.name);
      return one === undefined ? [] : [sceneMarkdown(scene, one)];
    });
    return `## ${title}\n\n${shown.join('\n')}`;
  });
  return `${INTRODUCTION}\n${parts.join('\n')}`;
}

function sceneMarkdown(
  scene: { readonly name: string; readonly title: string; readonly situation: string },
  { command, spoken }: Taken,
): string {
  const rows = SCHEMES.map((scheme) => {
    const cells = WIDTHS.map((width) => {
      const alt = `The reply on a ${width}, ${scheme}`;
      return `<td valign="top"><img src="images/${pictureFile(scene.name, width, scheme)}" width="${DRAWN_WIDTH[width]}" alt="${alt}"></td>`;
    });
    return `<tr>${cells.join('')}</tr>`;
  });
  return `### ${scene.title}

${scene.situation}${command === null ? '' : ` The command:\n\n${fenced(command)}`}

A notification and a screen reader say:

${fenced(spoken)}

<table>
${rows.join('\n')}
</table>
`;
}

/** Text that Markdown shows as it is. */
const fenced = (text: string): string => `\`\`\`\`text\n${text}\n\`\`\`\``;
