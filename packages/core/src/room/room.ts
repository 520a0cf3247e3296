import { ShopcastError } from '../errors/errors.js';
import type { ShowCommand } from '../show/commands.js';
import type { ShowEvent } from '../show/events.js';
import type { LogFrame, LogItem, LogPosition } from '../show/log-frame.js';
import type { ShowState } from '../show/state.js';
import { viewOf } from '../show/view.js';
import { isStaff, visibleTo, type Viewer } from '../show/visibility.js';
import type { CommandAnswer } from '../wire/http.js';
import { createAdmission, type CommandSender, type Moderate } from './admission.js';
import { createAnswerMemory } from './answer-memory.js';
import type { AudienceName } from './audience.js';
import { createCommitQueue } from './commit-queue.js';
import { createCounts, systemAuthor, type CountCommand } from './counts.js';
import { createFanOut, type DeliveryListener, type RoomPeer } from './fan-out.js';
import { createLimiter } from './limiter.js';
import { resolveRoomLimits, type RoomLimitOptions } from './limits.js';
import { openLog } from './open-log.js';
import { refusalOf } from './refusal.js';
import type { LogRecord, RoomLog } from './room-log.js';
import { createSnapshotKeeper } from './snapshot-keeper.js';
import { createWithdrawnOf } from './withdrawn.js';

/** What a room stands on. It has no clock, no chance and no disk of its own. */
export interface RoomOptions {
  readonly showId: string;
  readonly log: RoomLog;
  /** Server ms since 1970. It may jump: the log's time never runs backwards. */
  readonly clock: { now(): number };
  /** Ids for events, each unique in the show. */
  readonly ids: { next(): string };
  /** What differs from `defaultRoomLimits`. */
  readonly limits?: RoomLimitOptions;
  /** A secret that makes the tickets of draws pseudonyms nobody can compute; without it whoever knows a viewer's id can. */
  readonly ticketSalt?: string;
  /** Judges the words of viewers; without it all are posted. */
  readonly moderate?: Moderate;
  /** A snapshot is saved after so many events, if the log keeps snapshots. A whole number > 0; 1000 by default. */
  readonly snapshotEvery?: number;
  /** Hears of what went wrong without being anybody's answer: a failed write, a peer that threw, a snapshot that cannot be used. */
  readonly report?: (problem: unknown) => void;
}

/** The one authority over a show: decides commands one by one, writes what follows, and tells everybody what they may know. */
export interface Room {
  readonly showId: string;
  /** How far the log is written. Nothing beyond it is known to anybody. */
  readonly position: LogPosition;
  /** How many joined peers are viewers. */
  readonly viewers: number;
  /**
   * Takes a command from outside and resolves once it is written for good or refused; never rejects. The same `commandId` from the same
   * person gets the first answer again and has no second effect (`limits.remembered`, `limits.rememberedFor`). After a restart that
   * still holds for what left something in the log; what had no effect before is decided anew.
   * A passing refusal (`room/limit-reached`, `room/log-failed`, `room/closed`) is not remembered.
   */
  submit(command: unknown, sender: CommandSender): Promise<CommandAnswer>;
  /**
   * Lets a peer watch: first one item that brings it up to date (a tail when it comes back and missed little, else a snapshot), then
   * frames. Returns how to leave.
   * @throws ShopcastError `room/full`, `room/closed`
   */
  join(peer: RoomPeer): () => void;
  /** What `join` would send first: for whoever gathers frames by itself with `subscribe`. */
  catchUp(viewer: Viewer, after?: LogPosition): LogItem;
  /** Hears every delivery to an audience, each frame built once for all. Returns how to stop. */
  subscribe(audience: AudienceName, listener: DeliveryListener): () => void;
  /** The show as this viewer may see it. */
  state(viewer: Viewer): ShowState;
  /**
   * A stretch of the log from place `after` on, at most `limit` places, as this viewer may see it. Its `at` is that of its last place, so
   * a whole stretch is the same whenever it is read, but for words removed since: to viewers they are a mere "…".
   * @throws ShopcastError `show/bad-log` when the log cannot be read
   */
  read(after: number, limit: number, viewer: Viewer): Promise<LogFrame>;
  /**
   * Call it once or twice a second: sends the sums of reactions and the number of viewers (joined peers and `elsewhere`, people who
   * watch without having joined) and closes polls and draws whose time is over.
   */
  tick(options?: { readonly elsewhere?: number }): void;
  /** Refuses what comes from now on, finishes what is under way and saves a snapshot. */
  close(): Promise<void>;
}

const sweepEvery = 10_000; // ms between two clearings of what is remembered for limits and repeated commands

const commandIdPattern = /^[A-Za-z0-9_-]{1,64}$/;

const isCount = (command: ShowCommand): command is CountCommand =>
  command.type === 'react' || command.type === 'count-viewers' || command.type === 'count-reactions';

/**
 * Opens a room on its log: state, numbering and the memory of commands go on where the log ends.
 * @throws ShopcastError `show/bad-log` for a damaged log, which is left as it is; `room/bad-limits`
 */
export async function createRoom(options: RoomOptions): Promise<Room> {
  const { showId, log, clock, ids } = options;
  const report = options.report ?? (() => undefined);
  const limits = resolveRoomLimits(options.limits);
  const opened = await openLog(log, Math.max(limits.tail, limits.remembered), report);

  const answers = createAnswerMemory(limits.remembered, limits.rememberedFor);
  const tapAnswers = createAnswerMemory(limits.remembered, limits.rememberedFor); // apart, so that taps never push out what is in the log
  const remember = (records: readonly LogRecord[]): void => {
    for (const { cause, event } of records)
      if (cause) answers.keep(cause.viewerId, cause.commandId, { outcome: 'accepted', seq: event.seq }, event.at);
  };
  remember(opened.recent);

  const withdrawn = createWithdrawnOf(log);
  const limiter = createLimiter(limits);
  const admit = createAdmission({ limits, limiter, moderate: options.moderate, report });
  const queue = createCommitQueue({
    state: opened.state,
    log,
    clock,
    ids,
    group: limits.group,
    answered: ({ viewerId, commandId }) => answers.get(viewerId, commandId, clock.now()),
    onCommit(records) {
      remember(records);
      withdrawn.note(records.map(({ event }) => event));
      fanOut.publish(records);
      snapshots.offer(queue.state);
    },
    report,
  });
  const state = () => queue.state;
  const fanOut = createFanOut({
    epoch: log.epoch,
    recent: opened.recent,
    tail: limits.tail,
    peers: limits.peers,
    state,
    now: () => clock.now(),
    report,
  });
  const counts = createCounts({ state, clock, ids });
  const snapshots = createSnapshotKeeper({ log, every: options.snapshotEvery ?? 1000, savedSeq: opened.snapshotSeq, report });
  let closed = false;
  let sweptAt = clock.now();

  const tell = (events: readonly ShowEvent[]): void => {
    for (const event of events) queue.count(event);
    fanOut.settle(events);
  };

  const count = (command: CountCommand, sender: CommandSender): CommandAnswer => {
    try {
      if (command.type === 'react') counts.react(command, sender.by);
      else tell(counts.tell(command, sender.by));
      return { outcome: 'accepted', seq: state().seq };
    } catch (error) {
      return refusalOf(error, report);
    }
  };

  const ask = (input: unknown, sender: CommandSender): Promise<CommandAnswer> => {
    const admitted = admit(input, sender, clock.now());
    if ('outcome' in admitted) return Promise.resolve(admitted);
    const { command } = admitted;
    const context = { ...admitted.context, ...(options.ticketSalt !== undefined && { ticketSalt: options.ticketSalt }) };
    if (isCount(command)) return Promise.resolve(count(command, sender));
    if (queue.waiting >= limits.waiting && context.by.role === 'viewer')
      return Promise.resolve({ outcome: 'refused', code: 'room/limit-reached', message: 'The log is behind.', retryAfter: 1000 });
    const cause = { viewerId: sender.by.viewerId, commandId: sender.commandId };
    return new Promise(answer => queue.add({ command, context, cause, answer }));
  };

  /** Commands that the passing of time gives the room. */
  const dueCommands = (now: number): ShowCommand[] => {
    const { polls, draws, phase } = queue.ahead;
    if (phase === 'new') return [];
    const isDue = (endsAt: number | undefined) => endsAt !== undefined && endsAt <= now;
    return [
      ...polls
        .filter(poll => poll.closedAt === undefined && isDue(poll.endsAt))
        .map(({ pollId }) => ({ type: 'close-poll', data: { pollId } }) as const),
      ...draws
        .filter(draw => draw.entriesClosedAt === undefined && isDue(draw.endsAt))
        .map(({ drawId }) => ({ type: 'close-draw-entries', data: { drawId } }) as const),
    ];
  };

  const sweep = (now: number): void => {
    if (now >= sweptAt && now - sweptAt < sweepEvery) return;
    sweptAt = now;
    limiter.sweep(now);
    answers.sweep(now);
    tapAnswers.sweep(now);
  };

  return {
    showId,
    get position() {
      return { epoch: log.epoch, seq: state().seq };
    },
    get viewers() {
      return fanOut.viewers;
    },
    submit(command, sender) {
      if (closed) return Promise.resolve({ outcome: 'refused', code: 'room/closed', message: 'The room is closed.' });
      if (!commandIdPattern.test(sender.commandId))
        return Promise.resolve({
          outcome: 'refused',
          code: 'show/bad-command',
          message: 'Expected 1 to 64 of A-Z a-z 0-9 _ -.',
          field: 'commandId',
        });
      const isTap = typeof command === 'object' && command !== null && 'type' in command && command.type === 'react';
      const memory = isTap ? tapAnswers : answers;
      return memory.once(sender.by.viewerId, sender.commandId, clock.now(), () => ask(command, sender));
    },
    join(peer) {
      if (closed) throw new ShopcastError('room/closed', 'The room is closed.');
      return fanOut.join(peer);
    },
    catchUp: (viewer, after) => fanOut.catchUp(viewer, after),
    subscribe: (audience, listener) => fanOut.subscribe(audience, listener),
    state: viewer => viewOf(state(), viewer),
    async read(after, limit, viewer) {
      const end = Math.min(after + limit, state().seq);
      const records = end > after ? await log.read(after, end - after) : [];
      if (!isStaff(viewer.role)) await withdrawn.ready();
      const shown = isStaff(viewer.role) ? records.map(({ event }) => event) : records.map(({ event }) => withdrawn.hide(event));
      const last = records.at(-1)?.event;
      return {
        epoch: log.epoch,
        after,
        upTo: last?.seq ?? after,
        events: shown.flatMap(event => visibleTo(event, viewer) ?? []),
        at: last?.at ?? 0,
      };
    },
    tick({ elsewhere = 0 } = {}) {
      if (closed) return;
      const now = clock.now();
      sweep(now);
      const viewers = fanOut.viewers + elsewhere;
      const news = [
        counts.takeReactions(),
        viewers === state().viewers.count ? undefined : ({ type: 'count-viewers', data: { viewers } } as const),
      ];
      const scheduled = state().phase !== 'new'; // before that there is no show to count for
      tell(scheduled ? news.flatMap(command => (command ? counts.tell(command, systemAuthor) : [])) : []);
      for (const command of dueCommands(now)) queue.add({ command, context: { by: systemAuthor }, answer: () => undefined });
    },
    async close() {
      closed = true;
      await queue.idle();
      fanOut.clear();
      await snapshots.finish(state());
    },
  };
}
