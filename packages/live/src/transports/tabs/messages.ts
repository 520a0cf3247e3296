import type { CommandAnswer, CommandSender, LogItem, LogPosition, LogRecord, Viewer } from '@shopcast/core';

/** What the tabs of a show say to each other. `from` and `to` are ids of tabs. All of them are one person's browser and one origin: they trust each other. */
export type TabMessage = { readonly from: string; readonly to?: string } & (
  | { readonly type: 'hello' }
  /** The sender runs the room. */
  | { readonly type: 'leader' }
  /** How far the sender's copy of the log reaches; asked and answered before a new leader opens the room. */
  | { readonly type: 'ask-position' }
  | { readonly type: 'position'; readonly position?: LogPosition }
  | { readonly type: 'ask-log'; readonly after?: LogPosition }
  | { readonly type: 'log'; readonly epoch: string; readonly records: readonly LogRecord[] }
  | { readonly type: 'join'; readonly reader: string; readonly viewer: Viewer; readonly after?: LogPosition }
  | { readonly type: 'leave'; readonly reader: string }
  | { readonly type: 'item'; readonly reader: string; readonly item: LogItem }
  | { readonly type: 'submit'; readonly command: unknown; readonly sender: CommandSender }
  | { readonly type: 'answer'; readonly commandId: string; readonly answer: CommandAnswer }
);
