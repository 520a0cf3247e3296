import { parseState, evolve, type Author, type LogPosition, type ShowCommand, type ShowState } from '@shopcast/core';
import { createTestEnvironment, seededRandom } from '@shopcast/testing';
import { expect } from 'chai';
import type { LiveTransport, SendResult } from '../../live-transport.js';
import type { TabHost } from './host.js';
import { tabsTransport } from './tabs.js';

const seed = Number(process.env['SHOPCAST_SEED'] ?? 4711);
const crashes = Number(process.env['SHOPCAST_CRASHES'] ?? 200);

/** A browser whose tabs can be killed: messages take their time but keep their order, and a lock goes to the next in line. */
function createBrowser(random: () => number) {
  interface FakeTab {
    alive: boolean;
    readonly inbox: { readonly receive: (message: unknown) => void; readonly message: unknown }[];
    readonly channels: Map<string, (message: unknown) => void>;
  }
  interface Request {
    readonly tab: FakeTab;
    readonly grant: () => void;
  }
  const tabs = new Set<FakeTab>();
  const locks = new Map<string, Request[]>(); // the first of each holds it

  const release = (name: string, request: Request) => {
    const queue = locks.get(name) ?? [];
    const held = queue[0] === request;
    queue.splice(queue.indexOf(request), 1);
    if (held) queue[0]?.grant();
  };

  return {
    open(): { readonly host: TabHost; readonly kill: () => void } {
      const tab: FakeTab = { alive: true, inbox: [], channels: new Map() };
      tabs.add(tab);
      const host: TabHost = {
        openChannel(name, receive) {
          tab.channels.set(name, receive);
          return {
            post(message) {
              if (!tab.alive) return;
              const copy: unknown = structuredClone(message);
              for (const other of tabs) {
                const hears = other === tab ? undefined : other.channels.get(name);
                if (hears) other.inbox.push({ receive: hears, message: copy });
              }
            },
            close: () => void tab.channels.delete(name),
          };
        },
        lock: (name, signal, hold) =>
          new Promise(resolve => {
            const queue = locks.get(name) ?? [];
            locks.set(name, queue);
            let granted = false;
            const done = () => {
              release(name, request);
              resolve();
            };
            const request: Request = {
              tab,
              grant() {
                granted = true;
                void hold().then(done);
              },
            };
            queue.push(request);
            signal.addEventListener('abort', () => granted || done());
            if (queue[0] === request) request.grant();
          }),
        held: prefix => Promise.resolve([...locks].flatMap(([name, queue]) => (name.startsWith(prefix) && queue.length > 0 ? name : []))),
      };
      return {
        host,
        kill() {
          tab.alive = false;
          tabs.delete(tab);
          for (const [name, queue] of locks) for (const request of queue.filter(each => each.tab === tab)) release(name, request);
        },
      };
    },
    /** Lets some of the messages under way arrive. */
    deliver() {
      for (const tab of tabs) {
        for (let count = Math.floor(random() * 6); count > 0 && tab.inbox.length > 0; count--) {
          const { receive, message } = tab.inbox.shift()!;
          if (tab.alive) receive(message);
        }
      }
    },
  };
}

const author = (viewerId: string, role: Author['role']): Author => ({ viewerId, name: viewerId, role });

describe('tabs that are killed', function () {
  this.timeout(120_000);

  it(`keep every acknowledged event once and in order over ${crashes} crashes`, async () => {
    const random = seededRandom(seed);
    const browser = createBrowser(random);
    const environment = createTestEnvironment({ seed });
    let failure: unknown;
    const turn = async () => {
      browser.deliver();
      environment.clock.advance(20);
      await new Promise(resolve => setImmediate(resolve));
      if (failure) throw failure as Error;
    };
    const until = async (what: string, wish: () => boolean) => {
      for (let count = 0; !wish(); count++) {
        if (count > 20_000) throw new Error(`Waited in vain until ${what}, seed ${seed}.`);
        await turn();
      }
    };

    const open = (name: string, mayLead = true) => {
      const { host: whole, kill } = browser.open();
      const never: TabHost['lock'] = () => new Promise(() => {});
      const lock: TabHost['lock'] = (wanted, signal, hold) =>
        (wanted === 'shopcast:s' && !mayLead ? never : whole.lock)(wanted, signal, hold);
      const host = { ...whole, lock };
      const transport = tabsTransport({ showId: 's', author: author(name, 'producer'), environment, host });
      const seen = { position: undefined as LogPosition | undefined, state: undefined as ShowState | undefined };
      const read = async (from: LiveTransport) => {
        for await (const item of from.connect()) {
          if (item.type === 'snapshot') {
            if (seen.position && seen.position.epoch !== item.snapshot.epoch) throw new Error('The log was lost.');
            seen.state = parseState(JSON.parse(JSON.stringify(item.snapshot.state)));
            seen.position = { epoch: item.snapshot.epoch, seq: item.snapshot.seq };
          } else {
            if (item.frame.after !== seen.position?.seq)
              throw new Error(`A frame from ${item.frame.after} on at place ${seen.position?.seq}.`);
            seen.state = item.frame.events.reduce(evolve, seen.state!);
            seen.position = { epoch: item.frame.epoch, seq: item.frame.upTo };
          }
        }
      };
      void read(transport).catch((error: unknown) => (failure = error));
      return { name, transport, seen, kill };
    };

    let others = [open('tab-0'), open('tab-1')];
    const console = open('console', false); // lives through all of it, so it must not be the one with the room
    const sent: { readonly id: string; result: SendResult | undefined }[] = [];
    const send = (from: { readonly transport: LiveTransport }, command: ShowCommand, id: string) => {
      const entry: (typeof sent)[number] = { id, result: undefined };
      sent.push(entry);
      void from.transport.send(command, id).then(result => (entry.result = result));
      return entry;
    };
    const announce = (id: string): ShowCommand => ({ type: 'announce', data: { announcementId: id, text: id } });
    const schedule: ShowCommand = { type: 'schedule-show', data: { showId: 's', title: 'S', startsAt: 0, streams: [] } };
    const first = send(console, schedule, 'schedule');
    await until('the show is scheduled', () => first.result !== undefined);

    let made = 0;
    await until('all tabs have met', () => [console, ...others].every(tab => tab.seen.position?.seq === 1));
    for (let crash = 0; crash < crashes; crash++) {
      for (let count = Math.floor(random() * 4); count > 0; count--) send(console, announce(`a${made}`), `a${made++}`);
      for (let turns = Math.floor(random() * 8); turns > 0; turns--) await turn();
      // Any of the others, among them whichever runs the room by now; some close in an orderly way.
      const [victim] = others.splice(Math.floor(random() * others.length), 1);
      if (random() < 0.3) victim!.transport.dispose();
      else victim!.kill();
      others = [...others, open(`tab-${crash + 2}`)];
      if (crash % 5 === 0) await until('the newest tab is in', () => others.at(-1)!.seen.position !== undefined);
    }
    await until('all commands are answered', () => sent.every(entry => entry.result !== undefined));
    const end = Math.max(...sent.map(({ result }) => (result?.outcome === 'accepted' ? result.seq : 0)));
    await until('all tabs are at the end', () => [console, ...others].every(tab => (tab.seen.position?.seq ?? -1) >= end));

    const places = sent.map(({ result }) => (result?.outcome === 'accepted' ? result.seq : Number.NaN));
    expect(places, `places of commands in the order sent, seed ${seed}`).to.deep.equal(sent.map((_, index) => index + 1));
    expect(console.seen.position?.seq).to.equal(sent.length);
    for (const tab of others) expect(tab.seen.state?.announcements, tab.name).to.deep.equal(console.seen.state?.announcements);
    for (const tab of [console, ...others]) tab.transport.dispose();
  });
});
