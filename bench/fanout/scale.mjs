/**
 * `npm run bench -- fanout --scale=MINUTES`: one show with 10,000 subscribers, on two cores with those who read it. Ten facts a second that must reach
 * everybody soon, and a chat of 200 messages a second. Nothing may be lost, doubled or out of order; it tells how long the facts took and what a
 * connection costs in memory.
 */
import { connect } from 'node:net';
import { compare } from '../harness.mjs';
import { startOurs } from './contenders.mjs';
import { checkWelcome, cpuOf, publish, residentOf, settle } from './measure.mjs';

const subscribers = 10_000;
const factsPerSecond = 10;
const messagesPerSecond = 200;
/** Bytes of a line within which a frame has said what it covers. */
const headLength = 160;
const longest = 60_000; // ms
const newline = 10;

/**
 * What the frames hold. Everybody gets the same ones, so each is read once, by whoever gets to it first; the others only follow where one begins and
 * ends, which is all that a reader on the core beside the server has time for.
 */
function createLedger() {
  const frames = new Map();
  const keyOf = ({ after, upTo }) => after * 2 ** 26 + upTo;
  const sentAt = new Map();
  const took = new Uint32Array(longest + 1);
  const placeOf = new Map();
  const faults = { lost: 0, again: 0, disordered: 0 };
  const settleFrame = (facts, moment) => {
    for (const sent of facts) took[Math.min(longest, Math.max(0, Math.round(moment - sent)))] += 1;
  };
  /** Notes what an event tells, which must come once and at one place. */
  const note = (what, seq) => {
    if (placeOf.has(what)) faults.again += 1;
    placeOf.set(what, seq);
  };
  return {
    faults,
    took,
    told: what => placeOf.has(what),
    sent: (quantity, moment) => sentAt.set(quantity, moment),
    /** Whether the caller is to read this frame as well. */
    begin(range) {
      const key = keyOf(range);
      if (frames.has(key)) return false;
      frames.set(key, { waiting: [] });
      return true;
    },
    end({ after, upTo, length, text }, moment) {
      const frame = frames.get(keyOf({ after, upTo }));
      if (text !== undefined) {
        let last = after;
        const facts = [];
        for (const { seq, type, data } of JSON.parse(text).events) {
          if (seq <= last || seq > upTo) faults.disordered += 1;
          last = seq;
          if (type === 'message-posted') note(Number(/^\|~(\d+)/.exec(data.text)[1]), seq);
          if (type !== 'stock-reported') continue;
          note(`s${data.quantity}`, seq);
          facts.push(sentAt.get(data.quantity));
        }
        Object.assign(frame, { facts, length });
        for (const earlier of frame.waiting) settleFrame(facts, earlier);
      }
      if (!frame.facts) return void frame.waiting.push(moment);
      if (frame.length !== length) faults.disordered += 1;
      settleFrame(frame.facts, moment);
    },
  };
}

/** Follows one stream: every frame must begin where the one before ended. `take` gets its bytes, which are overwritten afterwards. */
function createFollower(ledger) {
  let position; // where the reader stands: the last place it has
  let caughtUp = false; // a frame that was on its way on arrival may tell what the snapshot told
  let head = '';
  let length = 0; // of the line so far
  let pieces;
  let frame;
  const look = () => {
    const [, after, upTo] = /^data: \{"epoch":"[^"]+","after":(\d+),"upTo":(\d+),/.exec(head) ?? [];
    if (after === undefined || after === upTo) return;
    frame = { after: Number(after), upTo: Number(upTo) };
    if (ledger.begin(frame)) pieces = [head];
  };
  const endLine = moment => {
    if (length <= headLength) look();
    if (frame) {
      if (frame.after > position) ledger.faults.lost += frame.after - position;
      if (caughtUp && frame.after < position) ledger.faults.again += position - frame.after;
      caughtUp ||= frame.upTo > position;
      position = Math.max(position, frame.upTo);
      ledger.end({ ...frame, length, text: pieces?.join('').slice('data: '.length) }, moment);
    } else if (position === undefined) position = Number(/^id: \S+:(\d+)$/.exec(head)?.[1] ?? NaN) || undefined;
    head = '';
    length = 0;
    pieces = frame = undefined;
  };
  return {
    get position() {
      return position;
    },
    take(bytes, moment) {
      for (let at = 0; at < bytes.length;) {
        const found = bytes.indexOf(newline, at);
        const end = found < 0 ? bytes.length : found;
        const wanted = Math.min(end, at + headLength - head.length);
        if (wanted > at) head += bytes.latin1Slice(at, wanted);
        const before = length;
        length += end - at;
        pieces?.push(bytes.latin1Slice(at, end));
        if (before <= headLength && length > headLength) {
          look();
          if (pieces && wanted < end) pieces.push(bytes.latin1Slice(Math.max(at, wanted), end));
        }
        if (found < 0) return;
        endLine(moment);
        at = end + 1;
      }
    },
  };
}

/** Opens streams until there are so many. They share one buffer: each piece is looked at before the next one is read. */
function createReaders({ port, subscribe }, ledger) {
  const buffer = Buffer.alloc(256 * 1024);
  const sockets = [];
  const followers = [];
  let cut = 0;
  let closing = false;
  const join = () =>
    new Promise((resolve, reject) => {
      const follower = createFollower(ledger);
      let welcome = false;
      const callback = (size, bytes) => {
        if (!welcome) checkWelcome(bytes);
        welcome = true;
        follower.take(bytes.subarray(0, size), performance.now());
        if (follower.position !== undefined) resolve();
        return true;
      };
      const socket = connect({ port, host: '127.0.0.1', onread: { buffer, callback } });
      sockets.push(socket);
      followers.push(follower);
      socket.once('error', reject).once('connect', () => subscribe(socket));
      socket.once('close', () => (cut += closing ? 0 : 1));
    });
  return {
    followers,
    get cut() {
      return cut;
    },
    async grow(to) {
      while (sockets.length < to) await Promise.all(Array.from({ length: Math.min(100, to - sockets.length) }, join));
      await settle(500);
    },
    close() {
      closing = true;
      sockets.forEach(socket => socket.destroy());
    },
  };
}

function quantile(counts, share) {
  const all = counts.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  return counts.findIndex(count => (sum += count) >= all * share);
}

export async function runScale({ minutes, mostPerConnection }) {
  const seconds = minutes * 60;
  const running = await startOurs({ cores: '0,1' });
  const ledger = createLedger();
  const readers = createReaders(running, ledger);
  try {
    await readers.grow(1);
    await publish(running, 4000, 2000);
    await readers.grow(2000);
    const before = residentOf(running.pids);
    await readers.grow(subscribers);
    await settle(3000);
    const perConnection = (residentOf(running.pids) - before) / (subscribers - 2000);

    const [cpuBefore, startedAt] = [cpuOf(running.pids), performance.now()];
    let facts = 0;
    const reporting = setInterval(() => {
      const now = performance.now();
      for (; facts < ((now - startedAt) * factsPerSecond) / 1000; running.report(facts)) ledger.sent(++facts, now);
    }, 10);
    const numbers = await publish(running, messagesPerSecond * seconds, messagesPerSecond);
    clearInterval(reporting);
    const cores = (cpuOf(running.pids) - cpuBefore) / (performance.now() - startedAt);
    const missing = () => [...numbers, ...Array.from({ length: facts }, (_, n) => `s${n + 1}`)].filter(what => !ledger.told(what)).length;
    const heard = () => ledger.took.reduce((sum, count) => sum + count, 0);
    for (const end = performance.now() + 60_000; (missing() > 0 || heard() < facts * subscribers) && performance.now() < end;)
      await settle(200);
    await settle(1000);
    const ends = readers.followers.map(({ position }) => position);
    const last = Math.max(...ends);
    const { lost, again, disordered } = ledger.faults;
    const figures = [
      ['lost', 'places', lost + missing() + ends.reduce((sum, end) => sum + last - end, 0)],
      ['doubled', 'places', again],
      ['out of order', 'places', disordered],
      ['subscribers cut', 'subscribers', readers.cut],
      ['facts heard', 'deliveries', heard()],
      ['a fact, from sending to the reader: median', 'ms', quantile(ledger.took, 0.5)],
      ['a fact, from sending to the reader: p99', 'ms', quantile(ledger.took, 0.99)],
      ['a fact, from sending to the reader: the longest', 'ms', quantile(ledger.took, 1)],
      ['cores the server takes', 'cores', cores],
      ['memory of a connection, from 2,000 to 10,000', 'KB resident', perConnection],
    ];
    for (const [metric, unit, value] of figures) {
      const better = metric === 'facts heard' ? 'higher' : 'lower';
      await compare({
        bench: 'fanout',
        metric: `scale, ${minutes} min: ${metric}`,
        unit,
        better,
        runs: 1,
        warmUp: false,
        ours: () => value,
      });
    }
    const faults = figures.slice(0, 4).reduce((sum, [, , value]) => sum + value, 0);
    if (faults > 0 || heard() !== facts * subscribers || perConnection > mostPerConnection) {
      console.error(
        `Goal missed: ${faults} faults, ${heard()} of ${facts * subscribers} facts heard, ${perConnection.toFixed(1)} KB for a connection.`,
      );
      process.exitCode = 1;
    }
  } finally {
    readers.close();
    running.stop();
  }
}
