/**
 * What happens in a scene. An act gets the seconds since the scene began, how long it is and what the thing looks like in each colour, and gives what stands
 * where: things (the farthest first), hands, a glow, and extras that are drawn last.
 *
 * A thing is `{ picture, x, y, scale, turn, ground }`: in the middle of x, standing on y, turned by degrees; `ground` is where its shadow falls when it is held
 * higher than that.
 */
import { ease, height, standsAt, tableAt, width } from './space.js';

const middle = 350;
const usual = 1.95;
const outside = 760;
const between = (from, to, share) => from + (to - from) * ease(share);

/** How far everything has left to the left, at the end of a scene. */
const leaving = (seconds, length) => ease((seconds - (length - 0.4)) / 0.4) * -900;

/** A hand that comes to do something between two moments, and goes; `to` without an end stays. */
function comes(seconds, from, to, hand) {
  const there = ease((seconds - from) / 0.55) - ease((seconds - to) / 0.55);
  if (there <= 0.01) return [];
  const side = hand.from === 'left' ? -1 : 1;
  return [{ ...hand, x: hand.x + side * (1 - there) * 480, y: hand.y + (1 - there) * 110 + Math.sin(seconds * 2.6) * 3 }];
}

/** Brought in from the right: where the thing is, and the hand that brings it and lets go. */
function brought(seconds, { from = 0, at = middle, reach = 110, level = 690 } = {}) {
  const share = (seconds - from) / 0.75;
  const x = between(at + outside, at, share);
  const back = ease((seconds - from - 1) / 0.6);
  const holds =
    share < -0.1 || back >= 1 ? [] : [{ x: x + reach + back * 560, y: level + back * 110, pose: back > 0.08 ? 'open' : 'hold' }];
  return { x, hands: holds };
}

/** The things stand on a disc that turns, a little more than once. */
function turntable({ seconds, length, things }) {
  const { x, hands } = brought(seconds, { reach: 250, level: 800 });
  const away = leaving(seconds, length);
  const spin = between(0, 1, (seconds - 1.6) / 2.4) + between(0, 0.25, (seconds - 4.6) / 1.2);
  const standing = things.map((picture, index) => {
    const angle = (spin + index / things.length) * 2 * Math.PI;
    const near = Math.cos(angle);
    const y = standsAt + 4 + near * 34;
    return { picture, x: x + away + Math.sin(angle) * 178, y, ground: y, scale: 1.22 + near * 0.3, near };
  });
  const disc = canvas => {
    canvas.fillStyle = '#835f38';
    oval(canvas, x + away, standsAt + 16, 305, 76);
    canvas.fillStyle = '#a9804f';
    oval(canvas, x + away, standsAt + 4, 305, 76);
    canvas.strokeStyle = '#c9a270';
    canvas.lineWidth = 4;
    canvas.beginPath();
    canvas.ellipse(x + away, standsAt + 4, 280, 66, 0, 0, 7);
    canvas.stroke();
  };
  return {
    under: [disc],
    things: standing.sort((one, other) => one.near - other.near),
    hands: [
      ...hands,
      ...comes(seconds, 1.3, 2.4, { x: x + 240, y: 880, turn: 12 }),
      ...comes(seconds, 4.3, 5.4, { from: 'left', x: x - 240, y: 890, turn: 12 }),
    ],
  };
}

/** One after the other is brought; the ones before step back. */
function gather({ seconds, length, things }) {
  const away = leaving(seconds, length);
  const every = things.length > 2 ? 1.9 : 2.8;
  const hands = [];
  const standing = things.flatMap((picture, index) => {
    const from = index * every;
    if (seconds < from) return [];
    const { x, hands: bringing } = brought(seconds, { from, reach: 120, level: 720 });
    hands.push(...bringing);
    const steps = things.slice(index + 1).reduce((sum, _, later) => sum + ease((seconds - (index + 1 + later) * every) / 0.75), 0);
    const y = standsAt - steps * 34;
    const side = index % 2 === 0 ? -1 : 1;
    return [{ picture, x: x + away + side * 150 * Math.min(1, steps), y, ground: y, scale: usual - Math.min(1, steps) * 0.5 }];
  });
  const ends = (things.length - 1) * every + 1.9;
  return { things: standing, hands: [...hands, ...comes(seconds, ends, length - 0.7, { from: 'left', x: 190, y: 800, turn: 16 })] };
}

/** Dusk falls, and the lamp is on. Then the other one. */
function light({ seconds, length, things }) {
  const first = brought(seconds, { reach: 130, level: 800 });
  const swap = seconds >= 4.4;
  const second = brought(seconds, { from: 4.4, reach: 130, level: 800 });
  const dusk = ease((seconds - 2) / 0.3) * (1 - ease((seconds - 7) / 0.4));
  const gone = ease((seconds - 4.3) / 0.75) * -760;
  const away = leaving(seconds, length);
  const sway = Math.sin(seconds * 1.3) * 0.7;
  const x = swap ? second.x + away : first.x + gone;
  const lamps = [{ picture: things[0], x: first.x + gone, turn: sway }];
  if (swap) lamps.push({ picture: things[1], x: second.x + away, turn: sway });
  return {
    dusk,
    glow: { x: x - 170, y: 560, strength: dusk },
    things: lamps,
    hands: [...first.hands, ...(swap ? second.hands : []), ...comes(seconds, 1.5, 2.3, { x: middle + 30, y: 500, turn: -6 })],
  };
}

/** Past what hangs on the wall. */
function pass({ seconds, length, things }) {
  const away = leaving(seconds, length);
  const pan = between(0, 1, (seconds - 3.4) / 1.1);
  const into = between(1, 0, seconds / 0.7);
  const hung = things.map((picture, index) => ({
    picture,
    x: middle + 10 + (index - pan + into) * 760 + away,
    y: 868,
    scale: 2,
    onWall: true,
  }));
  return {
    tableAt: 968,
    things: hung,
    hands: [
      ...comes(seconds, 1.2, 2.7, { x: middle + 56, y: 800, turn: 8 }),
      ...comes(seconds, 5, 7, { from: 'left', x: middle - 60, y: 640, turn: -4 }),
    ],
  };
}

/** Held up, and swayed a little. */
function lift({ seconds, length, things }) {
  const { x, hands } = brought(seconds, { reach: 90, level: 730 });
  const up = ease((seconds - 2.2) / 0.8) - ease((seconds - 5.8) / 0.7);
  const away = leaving(seconds, length);
  return {
    things: [{ picture: things[0], x: x + away, y: standsAt - up * 90, turn: Math.sin(seconds * 1.8) * 5 * up, scale: usual + up * 0.25 }],
    hands: [...hands, ...comes(seconds, 1.6, 6.5, { from: 'left', x: x - 84 - up * 12, y: 780 - up * 84, pose: 'hold', turn: 8 })],
    extras: [
      canvas =>
        steam(canvas, {
          seconds,
          x: x - 10,
          y: 556 - up * 170,
          shown: ease((seconds - 1) / 0.5) * (1 - ease((seconds - length + 1) / 0.4)),
        }),
    ],
  };
}

/** The tin is tipped, and leaves fall out. */
function leaves({ seconds, length, things }) {
  const { x, hands } = brought(seconds);
  const away = leaving(seconds, length);
  const tip = ease((seconds - 2) / 0.7) - ease((seconds - 5.2) / 0.7);
  const fall = canvas => {
    canvas.fillStyle = '#4f5a3d';
    for (let leaf = 0; leaf < 34; leaf++) {
      const share = (seconds - 2.6 - leaf * 0.08) / 0.5;
      if (share <= 0) continue;
      const landed = Math.min(1, share);
      const lies = standsAt + 30 + (leaf % 4) * 11 - (leaf % 5) * 4;
      canvas.save();
      canvas.translate(56 + ((leaf * 37) % 110) + landed * ((leaf % 7) - 3) * 9 + away, 500 + landed * landed * (lies - 500));
      canvas.rotate(leaf * 2.4 + landed * 2);
      oval(canvas, 0, 0, 17, 5);
      canvas.restore();
    }
  };
  return {
    under: [fall],
    things: [{ picture: things[0], x: x + away + tip * 110, y: standsAt - tip * 150, turn: -64 * tip }],
    hands: [...hands, ...comes(seconds, 1.5, 5.8, { x: x + 100 + tip * 30, y: 720 - tip * 90, pose: 'hold' })],
  };
}

/** Coffee, from the pot into a cup. */
function pour({ seconds, length, things, others }) {
  const { x, hands } = brought(seconds, { at: 250, reach: 100 });
  const away = leaving(seconds, length);
  const tip = ease((seconds - 2) / 0.8) - ease((seconds - 5.6) / 0.8);
  const flows = ease((seconds - 2.7) / 0.2) - ease((seconds - 5.5) / 0.2);
  const cup = { ...brought(seconds, { from: 0.5, at: 612, reach: 60, level: 800 }), y: standsAt + 10, scale: 1.15 };
  const pot = { picture: things[0], x: x + away, y: standsAt - tip * 90, scale: usual, turn: 20 * tip };
  const spout = at(pot, 322, 146);
  const rim = at({ ...cup, turn: 0 }, 195, 188);
  const stream = canvas => {
    if (flows > 0.05) {
      canvas.strokeStyle = '#4a2d1c';
      canvas.lineWidth = 9 * flows;
      canvas.lineCap = 'round';
      canvas.beginPath();
      canvas.moveTo(spout.x, spout.y);
      canvas.quadraticCurveTo(rim.x - 2, spout.y + 14, rim.x, rim.y);
      canvas.stroke();
    }
    steam(canvas, { seconds, x: rim.x, y: rim.y - 14, shown: ease((seconds - 5.4) / 0.6) * (1 - ease((seconds - length + 0.8) / 0.3)) });
  };
  return {
    things: [{ picture: others[0], x: cup.x + away, y: cup.y, scale: cup.scale }, pot],
    hands: [...hands, ...cup.hands, ...comes(seconds, 1.5, 6.2, { from: 'left', x: x - 90, y: 690 - tip * 110, pose: 'hold', turn: 4 })],
    extras: [stream],
  };
}

/** Where a spot of a thing's own field of 400 by 400 is in the picture. */
function at({ x, y, scale, turn }, fieldX, fieldY) {
  const angle = (turn * Math.PI) / 180;
  const [right, down] = [(fieldX - 200) * scale, (fieldY - 318) * scale];
  return { x: x + right * Math.cos(angle) - down * Math.sin(angle), y: y + right * Math.sin(angle) + down * Math.cos(angle) };
}

function steam(canvas, { seconds, x, y, shown }) {
  canvas.save();
  canvas.strokeStyle = '#fffaf0';
  canvas.lineWidth = 8;
  canvas.lineCap = 'round';
  for (let wisp = 0; wisp < 3; wisp++) {
    const rise = (seconds * 0.4 + wisp / 3) % 1;
    canvas.globalAlpha = Math.sin(rise * Math.PI) * 0.45 * shown;
    canvas.beginPath();
    for (let step = 0; step <= 10; step++) {
      canvas.lineTo(x - 34 + wisp * 34 + Math.sin(step * 0.7 + seconds * 2 + wisp * 2) * 8, y - rise * 70 - step * 8);
    }
    canvas.stroke();
  }
  canvas.restore();
}

function oval(canvas, x, y, wide, high) {
  canvas.beginPath();
  canvas.ellipse(x, y, wide, high, 0, 0, 7);
  canvas.fill();
}

const acts = { turntable, gather, light, pass, lift, leaves, pour };

/** @returns {{ dusk: number, tableAt: number, glow?: object, under: Function[], things: object[], hands: object[], extras: Function[] }} */
export function played(act, given) {
  const scene = { dusk: 0, tableAt, under: [], extras: [], ...acts[act](given) };
  return {
    ...scene,
    things: scene.things
      .map(thing => ({ y: standsAt, scale: usual, turn: 0, ...thing }))
      .filter(({ x }) => x > -500 && x < width + 500)
      .map(thing => ({ ground: Math.min(height, standsAt), ...thing })),
  };
}
