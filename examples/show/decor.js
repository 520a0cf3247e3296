/** What is on the wall behind the table. */

const decors = {
  none() {},
  shelf(canvas, { paper, night, moss, brass }) {
    canvas.fillStyle = '#1d173030';
    canvas.fillRect(474, 418, 246, 14);
    canvas.fillStyle = '#835f38';
    canvas.fillRect(456, 398, 264, 20);
    canvas.fillStyle = moss;
    box(canvas, 492, 330, 56, 68, [8, 8, 18, 18]);
    canvas.fillStyle = night;
    box(canvas, 566, 298, 40, 100, [20, 20, 6, 6]);
    canvas.fillStyle = brass;
    box(canvas, 622, 378, 84, 20, [4, 4, 4, 4]);
    canvas.fillStyle = paper;
    box(canvas, 630, 344, 68, 34, [4, 4, 34, 34]);
  },
  window(canvas, { paper, sand, moss }) {
    canvas.fillStyle = '#1d173024';
    canvas.fillRect(520, 300, 200, 300);
    canvas.fillStyle = paper;
    canvas.fillRect(506, 284, 214, 300);
    canvas.fillStyle = '#b9c7c4';
    canvas.fillRect(524, 302, 196, 252);
    canvas.fillStyle = moss;
    canvas.save();
    canvas.beginPath();
    canvas.rect(524, 302, 196, 252);
    canvas.clip();
    canvas.beginPath();
    canvas.ellipse(690, 560, 150, 110, 0, 0, 7);
    canvas.fill();
    canvas.restore();
    canvas.fillStyle = paper;
    canvas.fillRect(622, 302, 14, 252);
    canvas.fillStyle = sand;
    canvas.fillRect(494, 562, 226, 22);
  },
  frame(canvas, { paper, night, clay, brass, moss }) {
    canvas.fillStyle = '#1d173030';
    canvas.fillRect(528, 324, 150, 190);
    canvas.fillStyle = brass;
    canvas.fillRect(512, 306, 150, 190);
    canvas.fillStyle = paper;
    canvas.fillRect(524, 318, 126, 166);
    canvas.fillStyle = clay;
    canvas.beginPath();
    canvas.arc(594, 378, 30, 0, 7);
    canvas.fill();
    canvas.fillStyle = moss;
    canvas.beginPath();
    canvas.moveTo(524, 484);
    canvas.lineTo(524, 440);
    canvas.quadraticCurveTo(576, 396, 650, 452);
    canvas.lineTo(650, 484);
    canvas.fill();
    canvas.fillStyle = night;
    canvas.fillRect(524, 470, 126, 14);
  },
};

/** @param {Record<string, string>} palette the six colours of the store */
export const decorate = (canvas, name, palette) => decors[name](canvas, palette);

function box(canvas, x, y, wide, high, radius) {
  canvas.beginPath();
  canvas.roundRect(x, y, wide, high, radius);
  canvas.fill();
}
