import type { Details } from '../../../../src/alerting/rules/details';
import { joined, type Line, line, literal, time } from '../../../blockKit/blocks';
import { instantIn, numberIn, textIn } from '../../details';
import { count, number } from '../../numbers';
import { pluralize } from '../units';

/** In characters. */
const MAX_NAME = 40;

/** `filled in part: sell KRW-BTC on upbit (0.4 of 1), 09:41`; what is not reported is said to be so. */
function order(details: Details, n: number): Line | null {
  const status = textIn(details, `status${n}`);
  if (status === null) return null;
  const name = (what: string): Line | null => {
    const text = textIn(details, `${what}${n}`);
    return text === null ? null : [literal(text, MAX_NAME)];
  };
  const [filled, quantity] = [numberIn(details, `filled${n}`), numberIn(details, `quantity${n}`)];
  const at = instantIn(details, `at${n}`);
  const id = name('id');
  const alike = numberIn(details, `count${n}`) ?? 1;
  const isAll = ['side', 'symbol', 'exchange'].every((what) => name(what) !== null);
  const howMuch = `${filled === null ? 'how much is not reported' : `${number(filled)}${quantity === null ? '' : ` of ${number(quantity)}`}`}`;
  return joined([
    status === 'rejected' ? 'rejected: ' : 'filled in part: ',
    alike > 1 ? `${count(alike)} orders to ` : null,
    name('side') ?? 'side not reported,',
    line` ${name('symbol') ?? 'symbol not reported,'}`,
    line` on ${name('exchange') ?? 'an exchange that is not reported'}`,
    status === 'rejected' || alike > 1 ? null : ` (${howMuch})`,
    at && line`, ${alike > 1 ? 'the first ' : ''}${time(at)}`,
    isAll || id === null ? null : line`, order ${id}`,
  ]);
}

const NAMED = [1, 2, 3, 4, 5];

function orderProblem(details: Details): { title: string; text: Line } {
  const rejected = numberIn(details, 'rejected') ?? 0;
  const partial = numberIn(details, 'partial') ?? 0;
  const orders = NAMED.flatMap((n) => {
    const text = order(details, n);
    return text === null ? [] : [text];
  });
  const named = NAMED.reduce((all, n) => all + (numberIn(details, `count${n}`) ?? 0), 0);
  const more = rejected + partial - named;
  const isOne = rejected + partial === 1;
  const counts = [
    ...(rejected > 0 ? [`${count(rejected)} rejected`] : []),
    ...(partial > 0 ? [`${count(partial)} filled in part`] : []),
  ].join(' and ');
  return {
    title: isOne
      ? rejected > 0
        ? 'Order rejected'
        : 'Order filled in part'
      : counts === ''
        ? 'Orders rejected, or filled in part'
        : `Orders: ${counts}`,
    text: joined([
      isOne ? 'has an order that was ' : `has ${pluralize(rejected + partial, 'order')} with a problem: `,
      ...orders.flatMap((each, i) => (i === 0 ? [each] : ['; ', each])),
      more > 0 && orders.length > 0 ? `; and ${count(more)} more` : null,
    ]),
  };
}

/** What the rules about orders find. */
export const orderRules = { order_problem: orderProblem };
