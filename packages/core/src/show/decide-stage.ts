import type { CommandContext, ShowCommandData } from './commands.js';
import type { ShowFact } from './events.js';
import { refuse } from './refuse.js';
import type { ShowState } from './state.js';

/** The broadcast itself. */
export const decideStage = {
  'schedule-show'(data: ShowCommandData['schedule-show'], state: ShowState): ShowFact[] {
    if (state.details && state.details.showId !== data.showId) {
      refuse('show/already-exists', `This log is the show "${state.details.showId}"; its id stays.`, 'data.showId');
    }
    return [{ type: 'show-scheduled', data }];
  },
  'start-show': (): ShowFact[] => [{ type: 'show-started', data: {} }],
  'pause-show': (data: ShowCommandData['pause-show']): ShowFact[] => [{ type: 'show-paused', data }],
  'resume-show': (): ShowFact[] => [{ type: 'show-resumed', data: {} }],
  'end-show': (): ShowFact[] => [{ type: 'show-ended', data: {} }],
  'replace-stream': (data: ShowCommandData['replace-stream']): ShowFact[] => [{ type: 'stream-replaced', data }],
  'count-viewers': (data: ShowCommandData['count-viewers']): ShowFact[] => [{ type: 'viewers-counted', data }],
  'count-reactions': (data: ShowCommandData['count-reactions']): ShowFact[] => [{ type: 'reactions-counted', data }],
  react: (): ShowFact[] => [],
  announce(data: ShowCommandData['announce'], state: ShowState, { now }: CommandContext): ShowFact[] {
    if (state.announcements.some(({ announcementId }) => announcementId === data.announcementId)) {
      refuse('show/already-exists', `Announcement "${data.announcementId}" was made already.`, 'data.announcementId');
    }
    if (data.until !== undefined && data.until <= now) refuse('show/bad-command', 'The announcement would be over already.', 'data.until');
    return [{ type: 'announcement-made', data }];
  },
};
