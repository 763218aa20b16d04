import {
  bulletList,
  contextBlock,
  header,
  nameTableCell,
  richText,
  table,
  tableCell,
} from '../blockKit/blocks';
import { type Message, message } from '../blockKit/message';
import { t } from '../text/catalogue';

/** One of each kind of block that the bot's messages are made of, with nothing in it: to be validated, never sent. */
export function doctorSampleMessage(): Message {
  const { heading, probe } = t.doctor;
  return message(probe, [
    header(heading),
    richText([probe]),
    bulletList(heading, [[probe]]),
    contextBlock(probe),
    table([[nameTableCell(heading), tableCell(heading)]]),
    {
      type: 'actions',
      elements: [
        {
          type: 'button',
          action_id: 'doctor',
          value: 'doctor',
          style: 'primary',
          text: { type: 'plain_text', text: heading },
        },
      ],
    },
  ]);
}
