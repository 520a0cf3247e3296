/** What the origin shows when. */

/** Reads the schedule of an origin (examples/live-origin). @param {string} origin */
export async function readSchedule(origin) {
  const answer = await fetch(`${origin.replace(/\/$/, '')}/show/scenes.json`, { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`The origin answers ${answer.status} at /show/scenes.json.`);
  return answer.json();
}

/** The scene on the air at a program date-time, and when it began. */
export function sceneAt({ epoch, loopTime, scenes }, time) {
  const into = (((time - epoch) % loopTime) + loopTime) % loopTime;
  const index = scenes.findIndex(({ to }) => into < to);
  return { index, scene: scenes[index], at: time - into + scenes[index].from };
}

/** The scenes from a time on, for ever: those that have not begun yet. */
export function* scenesFrom(schedule, time) {
  const { length } = schedule.scenes;
  let { index, at } = sceneAt(schedule, time);
  for (;;) {
    at += schedule.scenes[index].to - schedule.scenes[index].from;
    index = (index + 1) % length;
    yield { scene: schedule.scenes[index], index, at };
  }
}
