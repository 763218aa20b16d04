import type { Section } from './scene';

/** A scene as it was played. */
export interface Taken {
  /** Null where the bot spoke by itself. */
  readonly command: string | null;
  readonly spoken: string;
}

/** The file of a picture. */
export const pictureFile = (scene: string, width: string, scheme: string): string =>
  `${scene}-${width}-${scheme}.png`;

const INTRODUCTION = `# Every message of arbwatch

Each message below was sent by the bot itself: a demo trading system was put into the situation described, and the command, if
any, was typed on the sandbox's page. The pictures show a phone (375 px). \`npm run pictures\` writes this page and its
pictures; it puts those for desktop and dark mode into the folder \`screenshots/\`, which Git ignores. All figures are the demo's.
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
  return `### ${scene.title}

${scene.situation}${command === null ? '' : ` The command:\n\n${fenced(command)}`}

${spoken === '' ? '' : `A notification and a screen reader say:\n\n${fenced(spoken)}\n\n`}<img src="images/${pictureFile(scene.name, 'phone', 'light')}" width="375" alt="The message on a phone">
`;
}

/** Text that Markdown shows as it is. */
const fenced = (text: string): string => `\`\`\`\`text\n${text}\n\`\`\`\``;
