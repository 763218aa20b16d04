import { z } from 'zod';
import { decodeMessageRef, decodeNotification } from '../model/codec';

/** What any version of the bot writes. */
const anyDelivery = z.looseObject({ id: z.string(), kind: z.string() });
const anyMessage = z.looseObject({ channel: z.string(), ts: z.string() });

/** Whether a delivery's text is one that no version of the bot wrote under this id. */
export const isDamagedDelivery = ({ id, text }: { readonly id: string; readonly text: string }): boolean =>
  decodeNotification(text)?.id !== id && anyDelivery.safeParse(parsed(text)).data?.id !== id;

/** The same of the text that says where an incident's message is. */
export const isDamagedMessage = (text: string): boolean =>
  decodeMessageRef(text) === null && !anyMessage.safeParse(parsed(text)).success;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
