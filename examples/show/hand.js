/** The host's hands: a sleeve, a forearm, an open hand. The tip of the fingers is at (x, y); the arm comes from the side that `from` names. */

const skin = '#c58e6c';
const shade = '#ad7655';
const sleeve = '#f3efe8';
const cuff = '#dcd3c4';

/** @param {{ x: number, y: number, from?: 'left' | 'right', turn?: number, pose?: 'open' | 'hold' }} hand `turn` in degrees, up is positive */
export function drawHand(canvas, { x, y, from = 'right', turn = 0, pose = 'open' }) {
  canvas.save();
  canvas.translate(x, y);
  if (from === 'left') canvas.scale(-1, 1);
  canvas.rotate((-turn * Math.PI) / 180);
  canvas.lineCap = 'round';
  canvas.lineJoin = 'round';
  drawArm(canvas);
  if (pose === 'hold') drawGrip(canvas);
  else drawOpen(canvas);
  canvas.restore();
}

function drawArm(canvas) {
  line(canvas, skin, 74, [
    [176, 16],
    [330, 40],
  ]);
  line(canvas, shade, 10, [
    [170, 50],
    [300, 72],
  ]);
  line(canvas, sleeve, 116, [
    [400, 50],
    [900, 130],
  ]);
  line(canvas, cuff, 122, [
    [372, 46],
    [392, 49],
  ]);
}

/** Palm up, fingers together, as one shows a thing. */
function drawOpen(canvas) {
  line(canvas, skin, 78, [
    [120, 10],
    [176, 16],
  ]);
  for (const [tip, height] of [
    [16, 34],
    [4, 16],
    [8, -2],
    [30, -18],
  ]) {
    line(canvas, shade, 26, [
      [tip + 12, height + 3],
      [116, height * 0.7 + 10],
    ]);
    line(canvas, skin, 24, [
      [tip + 12, height],
      [116, height * 0.7 + 6],
    ]);
  }
  line(canvas, shade, 27, [
    [128, -16],
    [92, -52],
  ]);
  line(canvas, skin, 26, [
    [132, -14],
    [96, -54],
  ]);
}

/** Fingers bent around a thing that stands at (0, 0). */
function drawGrip(canvas) {
  line(canvas, skin, 80, [
    [110, 6],
    [176, 16],
  ]);
  for (const height of [40, 16, -8, -30]) {
    line(canvas, shade, 27, [
      [14, height + 3],
      [66, height + 1],
      [108, height * 0.6 + 8],
    ]);
    line(canvas, skin, 25, [
      [14, height],
      [66, height - 2],
      [108, height * 0.6 + 4],
    ]);
  }
}

function line(canvas, colour, width, points) {
  canvas.strokeStyle = colour;
  canvas.lineWidth = width;
  canvas.beginPath();
  for (const [x, y] of points) canvas.lineTo(x, y);
  canvas.stroke();
}
