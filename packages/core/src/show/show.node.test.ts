import { createRandom, randomShow } from '@shopcast/testing';
import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import {
  commandRules,
  eventRules,
  evolve,
  initialShow,
  parseCommand,
  parseEvent,
  parseManifest,
  parseState,
  verifyDraw,
  type CommandRule,
  type EventRule,
  type ShowEvent,
  type ShowEventType,
  type ShowState,
} from '../index.js';
import { state as stateSchema } from './schemas/state-schema.js';

describe('a million events from an outsider', () => {
  const seed = 20300101;
  const random = createRandom(seed);
  const pool = Array.from({ length: 60 }, (_, i) => randomShow({ seed: seed + i, commands: 150 }).log).flat();
  const types = Object.keys(eventRules);
  const megabyte = 'x'.repeat(1_000_000);
  const odd: readonly unknown[] = [
    undefined,
    null,
    NaN,
    Infinity,
    -1,
    0,
    1.5,
    2 ** 60,
    '',
    'lamp',
    megabyte,
    [],
    [null],
    [[]],
    {},
    true,
    () => 1,
    Symbol('s'),
    10n,
    '__proto__',
  ];

  function spoil(data: unknown): unknown {
    if (typeof data !== 'object' || data === null) return random.pick(odd);
    if (Array.isArray(data)) return random.chance(0.5) ? [...(data as unknown[]), random.pick(odd)] : data.map(spoil);
    const copy: Record<string, unknown> = { ...data };
    const names = Object.keys(copy);
    if (names.length === 0) return random.pick(odd);
    const name = random.pick(names);
    if (random.chance(0.3)) delete copy[name];
    else copy[name] = random.chance(0.6) ? random.pick(odd) : spoil(copy[name]);
    return copy;
  }

  function anyEvent(seq: number, at: number, last: unknown): unknown {
    const event = random.pick(pool);
    const placed = { ...event, seq, at };
    switch (random.below(12)) {
      case 0:
        return { ...placed, seq: random.pick([...odd, seq - 5]) };
      case 1:
        return { ...placed, at: random.pick(odd) };
      case 2:
        return { ...placed, type: random.pick([...odd, 'fireworks', 'constructor', '__proto__']) };
      case 3:
        return { ...placed, type: random.pick(types) };
      case 4:
        return random.chance(0.5) ? last : random.pick(odd);
      case 5:
      case 6:
      case 7:
        return { ...placed, data: spoil(event.data) };
      default:
        return placed;
    }
  }

  it(`never makes evolve throw or the state grow (seed ${seed})`, function () {
    this.timeout(120_000);
    let state = initialShow;
    let at = 1000;
    let last: unknown;
    let largest = 0;
    let ended = 0;
    for (let i = 0; i < 1_000_000; i++) {
      last = anyEvent(state.seq + 1, (at += random.below(200)), last);
      state = evolve(state, last as ShowEvent);
      if (state.phase === 'ended') ended++;
      if (i % 5000 === 0) {
        const json = JSON.stringify(state);
        expect(JSON.parse(json), `after ${i}`).to.deep.equal(state);
        largest = Math.max(largest, json.length);
        if (i % 50_000 === 0) state = initialShow;
      }
    }
    expect(largest).to.be.within(10_000, 3_000_000);
    expect(ended).to.be.greaterThan(0);
    expect(({} as Record<string, unknown>)['lamp']).to.equal(undefined);
  });

  it('folds to the same state again, and from any snapshot', () => {
    const log: ShowEvent[] = [];
    let state = initialShow;
    for (let i = 0, at = 1000; i < 20_000; i++) {
      const event = anyEvent(state.seq + 1, (at += random.below(200)), log.at(-1)) as ShowEvent;
      log.push(event);
      state = evolve(state, event);
    }
    expect(log.reduce(evolve, initialShow)).to.deep.equal(state);
    for (const cut of [1, 777, 9_999, 19_999]) {
      const snapshot = JSON.parse(JSON.stringify(log.slice(0, cut).reduce(evolve, initialShow))) as ShowState;
      expect(log.slice(cut).reduce(evolve, snapshot), `cut at ${cut}`).to.deep.equal(state);
    }
  });
});

describe('docs/protocol.md', () => {
  const page = readFileSync(new URL('../../../../docs/protocol.md', import.meta.url), 'utf8');
  /** The entries under a heading: name, the words between, and the JSON example. */
  const entriesOf = (heading: string) => {
    const section = page.split(`### ${heading}\n`)[1]!.split(/^#{2,3} /m)[0]!;
    return section
      .split(/^#### /m)
      .slice(1)
      .map(entry => ({
        name: entry.split('\n')[0]!,
        words: entry,
        example: JSON.parse(/```json\n([\s\S]*?)```/.exec(entry)![1]!) as unknown,
      }));
  };

  it('shows every event, who sees it, on which lane, when, and one example that can be read', () => {
    const entries = entriesOf('Every event');
    expect(entries.map(({ name }) => name)).to.deep.equal(Object.keys(eventRules));
    const people = { everyone: 'everyone', staff: 'staff', room: 'nobody outside the room' };
    for (const { name, words, example } of entries) {
      const rule = eventRules[name as ShowEventType] as EventRule<ShowEventType>;
      const concerned = rule.concerns ? ', and the person concerned' : '';
      expect(words)
        .to.include(`\nSeen by ${people[rule.audience]}${concerned}`)
        .and.include(` · ${rule.lane} · presented: ${rule.presentation} · from \``);
      for (const field of (rule.staffOnly ?? []) as readonly string[]) expect(words).to.include(`\`${field}\``);
      for (const [, command] of words
        .split(' · from ')[1]!
        .split('\n')[0]!
        .matchAll(/`([^`]+)`/g))
        expect(commandRules).to.have.property(command!);
      expect(parseEvent(example)).to.deep.equal(example).and.include({ type: name });
    }
  });
  it('shows every command, who may cause it and when, and one example that can be read', () => {
    const entries = entriesOf('Every command');
    expect(entries.map(({ name }) => name)).to.deep.equal(Object.keys(commandRules));
    for (const { name, words, example } of entries) {
      const rule: CommandRule = commandRules[name as keyof typeof commandRules];
      expect(words).to.include(`\nBy ${rule.by.join(', ')} · while ${rule.phases.join(', ')}\n`);
      expect(parseCommand(example)).to.deep.equal(example).and.include({ type: name });
    }
  });
  it('shows a state with every field there is, and says what every event does', () => {
    const example = JSON.parse(/<!-- example: state -->\s+```json\n([\s\S]*?)```/.exec(page)![1]!) as unknown;
    expect(parseState(example)).to.deep.equal(example);
    type Schema = { entries?: Record<string, Schema>; item?: Schema; pipe?: Schema[]; wrapped?: Schema };
    const missing = (schema: Schema, values: readonly unknown[], path: string): string[] => {
      if (values.every(value => value === undefined)) return [path];
      const { entries = {}, item, pipe = [], wrapped } = schema;
      const within = (name: string) => values.map(value => (value as Record<string, unknown> | undefined)?.[name]);
      return [
        ...pipe.slice(1).flatMap(part => missing(part, values, path)),
        ...(wrapped ? missing(wrapped, values, path) : []),
        ...(item?.entries ? missing(item, values.flat(), path + '[]') : []),
        ...Object.entries(entries).flatMap(([name, part]) => missing(part, within(name), `${path}.${name}`)),
      ];
    };
    expect(missing(stateSchema as Schema, [example], 'state')).to.deep.equal([]);

    const table = page.split('### What each event does\n')[1]!.split(/^#+ /m)[0]!;
    const named = [...table.matchAll(/^\| (`.*?`) +\|/gm)].flatMap(([, names]) => names!.replaceAll('`', '').split(', '));
    expect([...named].sort()).to.deep.equal(Object.keys(eventRules).sort());
  });
  it('shows a manifest that can be read, and a draw that holds', () => {
    const manifest = JSON.parse(/<!-- example: manifest -->\s+```json\n([\s\S]*?)```/.exec(page)![1]!) as unknown;
    expect(parseManifest(manifest)).to.deep.equal(manifest);
    const data = (name: string) =>
      (entriesOf('Every event').find(entry => entry.name === name)!.example as { data: Record<string, unknown> }).data;
    const opened = data('draw-opened');
    const draw = { ...opened, ...data('draw-entries-closed'), ...data('draw-drawn'), winnerCount: opened['winners'] };
    expect(verifyDraw(draw as never)).to.equal('holds');
  });
});
