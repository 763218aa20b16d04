import { line, mention, time } from '../../../blockKit/blocks';
import type * as en from '../../en/alerting/by';

/** ` (@somebody 님)`; null where that is not known. */
export const by: typeof en.by = (userId) => (userId === null ? null : line` (${mention(userId)} 님)`);
/** `09:00까지 `, in front of what lasts so long. */
export const until: typeof en.until = (when) => when && line`${time(when)}까지 `;
