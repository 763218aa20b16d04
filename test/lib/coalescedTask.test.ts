import { setImmediate as turn } from 'node:timers/promises';
import { CoalescedTask } from '../../src/lib/coalescedTask';

test('runs one at a time, also where somebody asks as one ends and the next has not begun', async () => {
  let [underWay, most, runs] = [0, 0, 0];
  const upkeep: CoalescedTask = new CoalescedTask(async () => {
    runs += 1;
    underWay += 1;
    most = Math.max(most, underWay);
    await turn();
    underWay -= 1;
  });
  const first = upkeep.run();
  const second = upkeep.run();
  await first;
  await Promise.all([second, upkeep.run()]);
  expect([most, runs]).toEqual([1, 2]);
});
