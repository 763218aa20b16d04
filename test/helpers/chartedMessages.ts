import { richText } from '../../formatters/blockKit/blocks';
import { foldedBlocks } from '../../formatters/blockKit/container';
import { axisChart } from '../../formatters/blockKit/dataVisualization';
import { message } from '../../formatters/blockKit/message';

const chart = axisChart({
  type: 'line',
  title: 'Balance change',
  categories: ['09:00', '10:00'],
  series: [{ name: 'paper docker', values: [0, -5] }],
  xLabel: 'Time in UTC',
  yLabel: 'KRW',
});

/** A message with a chart, whose figures stand in words beside it. */
export const charted = (text = 'The balance fell by 5 KRW.') => message(text, [richText([text]), chart]);

/** The same with its evidence folded away. */
export const chartedAndFolded = () =>
  message('The balance fell by 5 KRW.', [
    ...charted().blocks,
    foldedBlocks('Evidence', [richText(['Seen at 10:00.'])]),
  ]);
