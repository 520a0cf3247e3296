/**
 * Draws the show, frame by frame, into a canvas of 720 by 1280: a wall, the host's table, the thing in the colours and the light of its picture in the store,
 * and the host's hands. Everything follows from the number of the frame, so the same frame is the same picture each time.
 */
import { played } from './actors.js';
import { decorate } from './decor.js';
import { drawHand } from './hand.js';
import { markOf, markPlaces, markSize } from './marks.mjs';
import { ease, height, standsAt, tableAt as usualTable, width } from './space.js';

const dark = '#1d1730';
const words = '"Young Serif", "DejaVu Serif Condensed", serif';

/**
 * @param {CanvasRenderingContext2D} canvas
 * @param {{ frame: number, frameRate: number, scenes: readonly object[], sceneTime: number, pictures: Map<string, CanvasImageSource>, layer:
 *   CanvasRenderingContext2D, palette: Record<string, string>, marked?: boolean }} show `pictures` by `handle colour`; `layer`: a second canvas of the same size
 */
export function drawFrame(canvas, { frame, frameRate, scenes, sceneTime, pictures, layer, palette, marked = true }) {
  const time = (frame * 1000) / frameRate;
  const scene = scenes[Math.floor(time / sceneTime)];
  const seconds = (time - scene.from) / 1000;
  const pictureOf = name => pictures.get(name);
  const { dusk, glow, tableAt, under, things, hands, extras } = played(scene.act, {
    seconds,
    length: sceneTime / 1000,
    things: scene.colours.map(colour => pictureOf(`${scene.handle} ${colour}`)),
    others: (scene.others ?? []).map(pictureOf),
  });

  canvas.fillStyle = scene.wall;
  canvas.fillRect(0, 0, width, tableAt);
  decorate(canvas, scene.decor, palette);
  drawWindowLight(canvas, seconds, 1 - dusk);
  canvas.fillStyle = scene.table;
  canvas.fillRect(0, tableAt, width, height - tableAt);
  canvas.fillStyle = '#fff6e326';
  canvas.fillRect(0, tableAt, width, 5);
  drawCloth(canvas);
  if (dusk > 0) fill(canvas, `rgb(29 23 48 / ${0.5 * dusk})`);
  if (glow) drawGlow(canvas, glow);
  for (const draw of under) draw(canvas);
  drawShadows(canvas, layer, { things, hands });
  for (const thing of things) drawThing(canvas, thing);
  for (const draw of extras) draw(canvas);
  for (const hand of hands) drawHand(canvas, hand);
  drawWords(canvas, scene, seconds, { dusk, ...palette });
  if (marked) drawMarks(canvas, frame, time, palette);
}

/** A strip of linen along the near edge of the table. */
function drawCloth(canvas) {
  for (const [y, high, strength] of [
    [1046, 150, '1f'],
    [1064, 6, '3d'],
    [1078, 3, '3d'],
    [1158, 3, '3d'],
    [1170, 6, '3d'],
  ]) {
    canvas.fillStyle = `#fff6e3${strength}`;
    canvas.fillRect(0, y, width, high);
  }
}

/** The light of a window falls on the wall, with the shadow of its cross. */
function drawWindowLight(canvas, seconds, strength) {
  canvas.save();
  canvas.fillStyle = `rgb(255 246 227 / ${0.13 * strength})`;
  canvas.beginPath();
  canvas.rect(0, 0, width, usualTable);
  canvas.clip();
  canvas.transform(1, 0.08, -0.4, 1, 232 + seconds * 2, 0);
  for (const x of [30, 196]) for (const y of [300, 476]) canvas.fillRect(x, y, 152, 162);
  canvas.restore();
}

/** A thing is drawn on a field of 400 by 400 and stands on its line 318. */
function drawThing(canvas, { picture, x, y, scale, turn }) {
  canvas.save();
  canvas.translate(x, y);
  canvas.rotate((turn * Math.PI) / 180);
  canvas.scale(scale, scale);
  canvas.translate(-200, -318);
  canvas.drawImage(picture, 0, 0, 400, 400);
  canvas.restore();
}

/** All shadows are one: gathered in a layer, so that two that overlap are not darker. They fall to the right and to the back, as in the pictures of the store. */
function drawShadows(canvas, layer, { things, hands }) {
  layer.clearRect(0, 0, width, height);
  const cast = (ground, draw) => {
    layer.save();
    layer.transform(1, 0, -0.62, 0.2, 0.62 * ground, 0.8 * ground);
    draw();
    layer.restore();
  };
  for (const thing of things) {
    if (!thing.onWall) cast(thing.ground, () => drawThing(layer, thing));
    else drawThing(layer, { ...thing, x: thing.x + 22 * thing.scale, y: thing.y + 26 * thing.scale });
  }
  const onWall = things.some(thing => thing.onWall);
  for (const hand of hands) {
    if (onWall) drawHand(layer, { ...hand, x: hand.x + 44, y: hand.y + 52 });
    else cast(standsAt + 20, () => drawHand(layer, hand));
  }
  layer.globalCompositeOperation = 'source-in';
  fill(layer, dark);
  layer.globalCompositeOperation = 'source-over';
  canvas.globalAlpha = 0.28;
  canvas.drawImage(layer.canvas, 0, 0);
  canvas.globalAlpha = 1;
}

function drawGlow(canvas, { x, y, strength }) {
  const light = canvas.createRadialGradient(x, y, 0, x, y, 520);
  light.addColorStop(0, `rgb(255 238 190 / ${0.75 * strength})`);
  light.addColorStop(0.35, `rgb(255 226 160 / ${0.3 * strength})`);
  light.addColorStop(1, 'rgb(255 226 160 / 0)');
  fill(canvas, light);
}

function drawWords(canvas, { title, line, wall }, seconds, { dusk, paper, night }) {
  const there = ease(seconds / 0.5);
  const rightToLeft = /\p{Script=Arabic}/u.test(title);
  canvas.save();
  canvas.globalAlpha = 0.2 + 0.8 * there;
  canvas.fillStyle = lightness(wall) * (1 - dusk) > 0.5 ? night : paper;
  canvas.direction = rightToLeft ? 'rtl' : 'ltr';
  canvas.textAlign = rightToLeft ? 'right' : 'left';
  canvas.textBaseline = 'alphabetic';
  canvas.font = `56px ${words}`;
  canvas.fillText(title, (rightToLeft ? width - 40 : 40) + (1 - there) * 28, 214, width - 80);
  canvas.direction = 'ltr';
  canvas.font = `29px ${words}`;
  canvas.fillText(line, (rightToLeft ? width - 40 : 40) + (1 - there) * 28, 260, width - 80);
  canvas.restore();
}

/** The marks, and the clock of the loop beside them, on one small plate. */
function drawMarks(canvas, frame, time, { paper, night }) {
  const side = markSize * width;
  canvas.fillStyle = night;
  canvas.beginPath();
  canvas.roundRect(34, 104, 470, 36, 8);
  canvas.fill();
  canvas.fillStyle = paper;
  markOf(frame).forEach((isLight, index) => {
    const { x, y } = markPlaces[index];
    if (isLight) canvas.fillRect(Math.round(x * width - side / 2), Math.round(y * height - side / 2), side, side);
  });
  canvas.font = '24px "DejaVu Sans Mono", monospace';
  canvas.textAlign = 'right';
  canvas.textBaseline = 'middle';
  const tenths = Math.floor(time / 100);
  canvas.fillText(`${Math.floor(tenths / 600)}:${String(Math.floor(tenths / 10) % 60).padStart(2, '0')}.${tenths % 10}`, 494, 123);
}

/** 0 black, 1 white. */
function lightness(hex) {
  const [red, green, blue] = [1, 3, 5].map(at => Number.parseInt(hex.slice(at, at + 2), 16) / 255);
  return 0.3 * red + 0.59 * green + 0.11 * blue;
}

function fill(canvas, style) {
  canvas.fillStyle = style;
  canvas.fillRect(0, 0, width, height);
}
