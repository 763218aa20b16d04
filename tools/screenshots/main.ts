import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser } from '../../test/browser/browser';
import ensureChromium from '../../test/browser/ensureChromium';
import { ALERT_SCENES } from './alertScenes';
import { ASKED_SCENES } from './askedScenes';
import { replyTo } from './capture';
import { CONFIGURATION_SCENES } from './configurationScenes';
import { CONVERSATION_SCENES } from './conversationScenes';
import { DELIVERY_SCENES } from './deliveryScenes';
import { DIGEST_SCENES } from './digestScenes';
import { messagesDocument, pictureFile, type Taken } from './document';
import { DRILL_SCENES } from './drillScenes';
import { ESCALATION_SCENES } from './escalationScenes';
import { EVENT_SCENES } from './eventScenes';
import { FAULT_SCENES, WORDS_SCENES } from './faultScenes';
import { FOLLOW_SCENES } from './followScenes';
import { FORM_SCENES } from './formScenes';
import { KOREAN_SCENES } from './koreanScenes';
import { LIFECYCLE_SCENES } from './lifecycleScenes';
import { OVERVIEW_SCENES } from './overviewScenes';
import { PERFORMANCE_SCENES } from './performanceScenes';
import { POSITION_SCENES } from './positionScenes';
import { RELAPSE_SCENES } from './relapseScenes';
import type { Section } from './scene';
import { startStage } from './setup';
import { SILENCE_SCENES } from './silenceScenes';
import { smallerPng } from './smallerPng';
import { STATUS_SCENES } from './statusScenes';
import { TRADING_RULE_SCENES } from './tradingRuleScenes';
import { SESSIONS_SCENES, TUNING_SCENES } from './tuningScenes';

const DOCS = join(__dirname, '../../docs');
const IMAGES = join(DOCS, 'images');
const OTHERS = join(__dirname, '../../screenshots');
/** What each scene said when it was last played. */
const TAKEN = join(OTHERS, 'taken.json');
const README = readFileSync(join(__dirname, '../../README.md'), 'utf8');

const SECTIONS: readonly Section[] = [
  { title: 'One trader', scenes: STATUS_SCENES },
  { title: 'All traders', scenes: OVERVIEW_SCENES },
  { title: 'Positions, orders and prices', scenes: POSITION_SCENES },
  { title: 'Is it making money?', scenes: PERFORMANCE_SCENES },
  { title: 'One tuning session', scenes: TUNING_SCENES },
  { title: 'Tuning sessions', scenes: SESSIONS_SCENES },
  { title: 'Messages that keep themselves current', scenes: FOLLOW_SCENES },
  { title: 'Alerts, as they come', scenes: ALERT_SCENES },
  { title: 'Alerts about orders, prices, trades and balances', scenes: TRADING_RULE_SCENES },
  { title: 'What becomes of an alert', scenes: LIFECYCLE_SCENES },
  { title: 'Alerts that come and go', scenes: RELAPSE_SCENES },
  { title: 'Events', scenes: EVENT_SCENES },
  { title: 'When an alert cannot go its way', scenes: DELIVERY_SCENES },
  { title: 'Escalation, and who is on call', scenes: ESCALATION_SCENES },
  { title: 'Silence', scenes: SILENCE_SCENES },
  { title: 'A drill', scenes: DRILL_SCENES },
  { title: 'Asking about alerts', scenes: ASKED_SCENES },
  { title: 'Mentions, direct messages, and the Home tab', scenes: CONVERSATION_SCENES },
  { title: 'Forms, and what is mine alone', scenes: FORM_SCENES },
  { title: 'Digests', scenes: DIGEST_SCENES },
  { title: 'Changes of the configuration', scenes: CONFIGURATION_SCENES },
  { title: 'Help, and words that do not fit', scenes: WORDS_SCENES },
  { title: 'When something does not work', scenes: FAULT_SCENES },
];

/** Plays every scene, or those whose names start with one of these; once each has been played, docs/messages.md is written. */
async function main(starts: readonly string[]): Promise<void> {
  const isAll = starts.length === 0;
  const all = [...SECTIONS.flatMap((section) => section.scenes), ...KOREAN_SCENES];
  const scenes = all.filter((scene) =>
    isAll
      ? !KOREAN_SCENES.includes(scene) || README.includes(pictureFile(scene.name, 'phone', 'light'))
      : starts.some((start) => scene.name.startsWith(start)),
  );
  for (const folder of [IMAGES, OTHERS]) {
    if (isAll) rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  ensureChromium();
  const browser = await launchBrowser();
  const taken = new Map<string, Taken>(existsSync(TAKEN) ? JSON.parse(readFileSync(TAKEN, 'utf8')) : []);
  try {
    for (const [i, scene] of scenes.entries()) {
      const stage = await startStage(scene);
      try {
        await scene.prepare?.(stage);
        const command = typeof scene.command === 'function' ? scene.command(stage) : (scene.command ?? null);
        process.stdout.write(`${i + 1}/${scenes.length} ${scene.name}: ${command ?? 'by itself'}\n`);
        const { pictures, spoken } = await replyTo(browser, stage.url, command, scene.shows);
        for (const { width, scheme, png } of pictures) {
          const file = pictureFile(scene.name, width, scheme);
          const isShown = width === 'phone' && scheme === 'light' && !KOREAN_SCENES.includes(scene);
          const isKept = isShown || README.includes(file);
          writeFileSync(join(isKept ? IMAGES : OTHERS, file), smallerPng(png));
        }
        taken.set(scene.name, { command, spoken });
        writeFileSync(TAKEN, JSON.stringify([...taken]));
      } finally {
        await stage.stop();
      }
    }
  } finally {
    await browser.close();
  }
  if (SECTIONS.flatMap((section) => section.scenes).every(({ name }) => taken.has(name)))
    writeFileSync(join(DOCS, 'messages.md'), messagesDocument(SECTIONS, taken));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});
