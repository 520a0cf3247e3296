import type { ReactiveControllerHost } from 'lit';
import type { CalendarEntry } from './calendar-file.js';
import { calendar } from './later-code.js';

/** Code that has not come is asked for again after so long, ms. */
const pause = 10_000;

/** Makes the address of a show's calendar file. Its code is fetched when it is first asked for; until then there is no address. */
export type Remind = (entry: CalendarEntry, now: number) => string | undefined;

/** @param host - Is drawn again once there is an address. */
export function reminderFor(host: ReactiveControllerHost): Remind {
  let asked = -Infinity;
  return (entry, now) => {
    // The clock of the show may be set back.
    if (!calendar.here && Math.abs(now - asked) >= pause) {
      asked = now;
      void calendar.bring().then(code => code && host.requestUpdate());
    }
    return calendar.here?.calendarLink(entry);
  };
}
