/**
 * The things on the table, drawn flat on a field of 400 by 400: each in four tones of one colour, standing on the ground line, lit from the
 * upper left. A drawing gives its `outline`, which throws the shadow, and its `body`. `own` is the colour of a thing that has no choice of any.
 */

const clay = '#b9774f';
const oak = '#a9804f';
const oakShade = '#835f38';
const oakLight = '#c9a270';
const paper = '#f4ecdd';
const steel = '#c9ced2';
const steelLight = '#e9ecee';
const steelShade = '#98a1a9';
const leaf = '#6d7a55';
const leafShade = '#4f5a3d';

const line = (d, colour, width, more = '') =>
  `<path d="${d}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" ${more}/>`;
const area = (d, colour) => `<path d="${d}" fill="${colour}"/>`;
const disc = (cx, cy, rx, ry, colour) => `<ellipse cx="${cx}" cy="${cy}" rx="${rx}" ry="${ry}" fill="${colour}"/>`;

/** A small cup whose rim lies at `y`, for the pair that stacks. */
const smallCup = (y, { light, base, shade, deep }) =>
  line(`M236 ${y + 14}c30-6 32 36-4 34`, shade, 10) +
  area(`M144 ${y}l10 62q2 12 16 12h50q14 0 16-12l10-62z`, base) +
  area(`M216 ${y}h30l-10 62q-2 12-16 12h-18q14-20 14-74z`, shade) +
  line(`M160 ${y + 18}l5 34`, light, 6) +
  disc(195, y, 51, 10, light) +
  disc(195, y + 1, 44, 7, deep);

const leaves = (x, y) =>
  area(`M${x} ${y}q-26-12-18-44 26 12 18 44`, leaf) +
  area(`M${x} ${y}q26-16 44-4-20 22-44 4`, leafShade) +
  line(`M${x} ${y}q-2 14-10 26`, leafShade, 4);

/** What is drawn, by name; `ground` is where a thing stands, 318 unless told. */
export const drawings = {
  mug: {
    wall: '#bf5f3f',
    table: '#a34c30',
    outline:
      '<path d="M126 170l8 130q2 18 22 18h70q20 0 22-18l8-130z"/><path d="M247 204c52-14 60 64-5 76" fill="none" stroke-width="19"/>',
    body: ({ light, base, shade, deep }) =>
      line('M247 204c52-14 60 64-5 76', shade, 19) +
      area('M126 170l8 130q2 18 22 18h70q20 0 22-18l8-130z', base) +
      area('M218 170h38l-8 130q-2 18-22 18h-26q20-26 18-148z', shade) +
      line('M146 196l6 84', light, 9) +
      area('M133 296h115q-1 22-22 22h-70q-22 0-23-22z', clay) +
      area('M210 296h38q-1 22-22 22h-26q8-10 10-22z', '#94583a') +
      disc(191, 170, 65, 13, light) +
      disc(191, 172, 57, 9.5, deep),
  },
  espresso: {
    wall: '#27324f',
    table: '#1c2540',
    own: '#e9dcc4',
    outline: '<path d="M144 186l10 58-10 0 12 74h78l12-74-10 0 10-58z"/>',
    body: tones => smallCup(244, tones) + smallCup(186, tones),
  },
  lamp: {
    wall: '#7c8862',
    table: '#68744f',
    outline:
      '<path d="M156 304h104v14H156z"/><path d="M212 306l36-140-86-62" fill="none" stroke-width="11"/><path d="M176 86l-40 46-46 22 66 56 14-50 32-50z"/>',
    body: ({ light, base, shade, deep }) =>
      line('M212 306l36-140', oakShade, 12) +
      line('M209 305l36-139', oak, 7) +
      line('M248 166l-80-58', oak, 12) +
      line('M248 170l-66-48', oakShade, 4) +
      area('M156 304q0-6 8-6h88q8 0 8 6v14H156z', base) +
      area('M222 298h30q8 0 8 6v14h-44z', shade) +
      `<circle cx="248" cy="166" r="12" fill="${deep}"/><circle cx="246" cy="164" r="6" fill="${light}"/>` +
      area('M150 84q22-8 34 6 14 12 8 34l-40 88-92-78z', base) +
      area('M192 124l-40 88-34-29 66-93q14 12 8 34z', shade) +
      line('M140 100l-60 44', light, 7) +
      '<ellipse cx="106" cy="173" rx="60" ry="13" transform="rotate(40.3 106 173)" fill="#fff2c9"/>' +
      `<circle cx="106" cy="170" r="15" fill="#fffaf0"/>`,
  },
  lantern: {
    wall: '#27324f',
    table: '#1c2540',
    own: '#f3e3c2',
    outline: '<path d="M158 96h84l34 50v110l-34 50v12h-84v-12l-34-50V146z"/>',
    body: ({ light, base, shade, deep }) =>
      line('M170 90q30-46 60 0', oak, 7) +
      area('M158 96l-34 50v110l34 50h84l34-50V146l-34-50z', base) +
      area('M158 96l-34 50v110l34 50V96z', light) +
      area('M186 96l-8 50v110l8 50h-28V96z', base) +
      area('M214 96l8 50v110l-8 50h14l14-50V146l-14-50z', shade) +
      area('M242 96l34 50v110l-34 50z', deep) +
      area('M228 96l14 50v110l-14 50h14V96z', shade) +
      line('M124 146h152M124 256h152', '#0000001f', 3) +
      area('M152 88h96v12h-96z', oak) +
      area('M152 302h96v16h-96z', oak) +
      area('M208 88h40v12h-40zM208 302h40v16h-40z', oakShade),
  },
  linen: {
    wall: '#7c8862',
    table: '#68744f',
    outline: '<path d="M84 214l120-50 118 44v70l-120 54-118-50z"/>',
    ground: 332,
    body: ({ light, base, shade, deep }) =>
      [54, 36, 18, 0]
        .map(
          (y, at) =>
            area(`M84 ${214 + y}l118 50v15l-118-50z`, at % 2 ? base : shade) +
            area(`M202 ${264 + y}l120-56v15l-120 56z`, at % 2 ? shade : deep) +
            area(`M84 ${214 + y}l120-50 118 44-120 56z`, base),
        )
        .join('') +
      area('M84 214l120-50 36 13-118 53z', light) +
      line('M106 214l98-40 96 35-98 45z', shade, 2.5, 'stroke-dasharray="7 5"') +
      area('M322 208l-62-23-24 64z', light) +
      area('M236 249l24-64-4 52z', shade),
  },
  runner: {
    wall: '#bf5f3f',
    table: '#a34c30',
    outline: '<path d="M118 216h180v46H150l-74 76h170l62-76z"/>',
    ground: 334,
    body: ({ light, base, shade, deep }) =>
      area('M142 250h160l-56 84H72z', base) +
      area('M278 250h24l-56 84h-28z', shade) +
      line('M158 258l-66 70M270 258l-54 70', light, 4) +
      Array.from({ length: 14 }, (_, at) => line(`M${76 + at * 13} 335l-5 13`, base, 3)).join('') +
      area('M128 208h166q18 0 18 26t-18 26H128z', base) +
      area('M128 240h182q-4 20-16 20H128z', shade) +
      line('M140 218h140', light, 7) +
      disc(128, 234, 17, 26, deep) +
      disc(128, 234, 12, 19, base) +
      disc(128, 234, 7, 11, deep) +
      disc(128, 234, 3, 5, light),
  },
  cloth: {
    wall: '#e2d3b7',
    table: '#cdb78f',
    outline: '<path d="M66 196l-12 128h292l-12-128z"/>',
    ground: 322,
    body: ({ light, base, shade, deep }) =>
      area('M66 196C64 250 58 296 50 322q22-10 40 0 26-16 46 0 30-16 62 0 34-16 64 0 24-14 44 0 20-10 44 0-8-26-16-126z', base) +
      area('M118 214q-4 60-28 108 28-14 46 0-12-50-18-108z', shade) +
      area('M196 222q10 58 2 100 34-16 64 0-42-40-66-100z', shade) +
      area('M276 214q4 66 30 108 20-10 44 0-10-30-16-126-26 14-58 18z', deep) +
      line('M84 216q-6 48-16 84', light, 7) +
      disc(200, 196, 134, 28, light) +
      line('M76 206q22 20 124 20 104 0 126-22', shade, 2.5),
  },
  knife: {
    wall: '#e7dcc8',
    onWall: true,
    outline: '<path d="M60 150h280v34H60z"/><path d="M226 48c-34 44-56 116-56 184h12l4 108q0 12 20 12t20-12l2-108z"/>',
    body: ({ light, base, shade }) =>
      area('M60 150h280v34H60z', oak) +
      area('M60 174h280v10H60z', oakShade) +
      line('M70 158h120', oakLight, 4) +
      area('M226 48c-34 44-56 116-56 184h58z', steel) +
      area('M226 48c-34 44-56 116-56 184h15c0-70 16-134 41-184z', steelLight) +
      area('M217 66l9-18 2 184h-12z', steelShade) +
      area('M180 232h48v14h-46z', steelShade) +
      area('M182 246h46l-2 94q0 12-20 12t-20-12z', base) +
      area('M212 246h16l-2 94q0 12-20 12 10-40 6-106z', shade) +
      line('M191 256l2 78', light, 5) +
      [266, 292, 318].map(y => `<circle cx="207" cy="${y}" r="4" fill="${oakLight}"/>`).join(''),
  },
  paring: {
    wall: '#7c8862',
    table: '#68744f',
    ground: 322,
    outline: '<circle cx="144" cy="250" r="72"/><path d="M140 300h190v20H150z"/>',
    body: ({ light, base, shade }) =>
      `<circle cx="144" cy="250" r="72" fill="#bf5f3f"/>` +
      area('M180 188a72 72 0 0 1-84 116 72 72 0 0 0 84-116z', '#9a4429') +
      line('M102 226q8-22 28-30', '#dd8a66', 9) +
      line('M146 186q2-22 18-32', leafShade, 6) +
      area('M160 160q22-22 48-8-22 22-48 8z', leaf) +
      area('M214 296l-106 14q24 14 60 14h46z', steel) +
      area('M214 312l-92 2q20 10 46 10h46z', steelLight) +
      area('M214 294h12v32h-12z', steelShade) +
      area('M226 294h102q14 0 14 16t-14 16H226z', base) +
      area('M226 312h116q-2 14-14 14H226z', shade) +
      line('M238 301h78', light, 4) +
      `<circle cx="252" cy="310" r="3.500" fill="${oakLight}"/><circle cx="304" cy="310" r="3.500" fill="${oakLight}"/>`,
  },
  tea: {
    wall: '#d9c4a0',
    table: '#c4a97e',
    own: '#6d7a55',
    outline: '<path d="M126 112h148v206H126z"/>',
    body: ({ light, base, shade, deep }) =>
      area('M126 146h148v154q0 18-74 18t-74-18z', base) +
      area('M234 146h40v154q0 12-40 16z', shade) +
      area('M126 186h148v92q-74 22-148 0z', paper) +
      area('M234 186h40v92q-18 6-40 9z', '#d9ccb4') +
      leaves(196, 258) +
      area('M120 112h160v34q-80 18-160 0z', base) +
      area('M234 112h46v34q-20 5-46 7z', deep) +
      line('M136 156v20', light, 7) +
      line('M132 122v18', light, 6) +
      disc(200, 112, 80, 16, light) +
      disc(200, 112, 60, 11, base),
  },
  oolong: {
    wall: '#bf5f3f',
    table: '#a34c30',
    own: '#3a3038',
    outline: '<path d="M140 92h120v226H140z"/>',
    body: ({ light, base, shade, deep }) =>
      area('M140 130h120v172q0 16-60 16t-60-16z', base) +
      area('M228 130h32v172q0 10-32 14z', deep) +
      area('M140 190h120v70q-60 18-120 0z', '#d3a657') +
      area('M228 190h32v70q-14 5-32 7z', '#a87d35') +
      `<circle cx="190" cy="230" r="24" fill="#bf5f3f"/>` +
      line('M178 236q12-18 24-2', paper, 4) +
      area('M134 92h132v38q-66 16-132 0z', shade) +
      area('M228 92h38v38q-16 4-38 6z', deep) +
      line('M150 142v36', light, 7) +
      line('M146 102v20', light, 6) +
      disc(200, 92, 66, 14, light) +
      disc(200, 92, 48, 9, base),
  },
  salt: {
    wall: '#e2d3b7',
    table: '#cdb78f',
    own: oak,
    outline: '<path d="M124 238h152v80H124z"/><path d="M64 216h150v20H64z"/>',
    body: ({ light, base, shade, deep }) =>
      area('M124 240h152v62q0 16-76 16t-76-16z', base) +
      area('M238 240h38v62q0 10-38 14z', deep) +
      line('M138 266q50 12 92 8M138 290q50 12 92 8', shade, 3) +
      line('M136 254v44', light, 6) +
      disc(200, 240, 76, 19, light) +
      disc(200, 241, 64, 14, shade) +
      disc(204, 243, 54, 10, '#fbf7ee') +
      area('M62 212h152v12q-76 32-152 0z', shade) +
      disc(138, 212, 76, 19, base) +
      line('M84 210q50-14 108 0M96 219q40 8 84 0', light, 3) +
      `<circle cx="206" cy="214" r="6" fill="${deep}"/>`,
  },
  breakfast: {
    wall: '#d3a657',
    table: '#b98a3c',
    own: '#f1e8d8',
    outline: '<path d="M36 300h328v18H36z"/><path d="M62 256h104v44H62zM184 210h56v90h-56zM256 226h92v74h-92z"/>',
    body: ({ light, base, shade, deep }) =>
      [288, 276, 264, 252]
        .map((y, at) => disc(112, y + 6, 60, 10, at % 2 ? '#27324f' : shade) + disc(112, y, 60, 10, at % 2 ? '#4a5780' : base))
        .join('') +
      disc(112, 250, 42, 6, light) +
      area('M84 234h56q-2 20-28 20t-28-20z', '#bf5f3f') +
      area('M120 234h20q-2 20-28 20 8-8 8-20z', '#9a4429') +
      disc(112, 234, 28, 6, '#dd8a66') +
      area('M182 236h60l-6 58q-1 8-10 8h-28q-9 0-10-8z', '#d98f2b') +
      area('M222 236h20l-6 58q-1 8-10 8h-12q8-20 8-66z', '#b06f1c') +
      disc(212, 236, 30, 7, '#f0b65a') +
      line('M214 234l26-62', oak, 6) +
      disc(211, 230, 8, 7, oakShade) +
      area('M262 248q36-40 80 0z', '#c98f52') +
      area('M304 226q24 4 38 22h-40z', '#a3703a') +
      line('M284 238l10-10M302 236l10-10', '#f0d9b0', 4) +
      area('M252 244h98l-10 56h-78z', base) +
      area('M322 244h28l-10 56h-26z', deep) +
      line('M262 262h82M264 280h76', shade, 4) +
      area('M252 240h98v10l-12 8-12-8-12 8-12-8-12 8-12-8-12 8-14-8z', light) +
      area('M36 298h328v8q0 12-14 12H50q-14 0-14-12z', oak) +
      area('M36 308h328q-2 10-14 10H50q-12 0-14-10z', oakShade) +
      line('M50 302h150', oakLight, 3),
  },
  pot: {
    wall: '#7c8862',
    table: '#68744f',
    own: '#c98f4a',
    outline:
      '<path d="M156 318c-26-30-30-62-8-94 16-22 22-34 22-54h60c0 20 6 32 22 54 22 32 18 64-8 94z"/><path d="M168 170q32-60 64 0z"/><path d="M240 224c40-8 50-50 84-80l-24-2c-26 16-32 40-66 46z"/><path d="M166 186c-70-14-78 84-18 98" fill="none" stroke-width="13"/>',
    body: ({ light, base, shade, deep }) =>
      line('M166 186c-70-14-78 84-18 98', deep, 14) +
      area('M236 230c44-8 54-54 88-86l-24-2c-28 18-32 42-72 50z', shade) +
      line('M246 200c26-8 36-34 58-52', light, 5) +
      area('M156 318c-26-30-30-62-8-94 16-22 22-34 22-54h60c0 20 6 32 22 54 22 32 18 64-8 94z', base) +
      area('M214 170h16c0 20 6 32 22 54 22 32 18 64-8 94h-34c26-34 26-70 12-100-6-16-8-30-8-48z', shade) +
      line('M160 236c-10 20-10 38 0 56', light, 8) +
      [
        [186, 250],
        [204, 236],
        [198, 272],
        [184, 292],
        [212, 294],
      ]
        .map(([x, y]) => disc(x, y, 6, 5, shade))
        .join('') +
      area('M162 164h76v12h-76z', deep) +
      area('M168 164q32-56 64 0z', base) +
      area('M206 124q16 8 26 40h-18q0-22-8-40z', shade) +
      line('M200 128v-12', deep, 6) +
      `<circle cx="200" cy="108" r="9" fill="${base}"/><circle cx="197" cy="105" r="3" fill="${light}"/>`,
  },
  gift: {
    wall: '#bf5f3f',
    table: '#a34c30',
    own: '#e2d3b7',
    outline: '<path d="M100 190h200v128H100z"/>',
    body: ({ light, base, shade, deep }) =>
      area('M100 204h200v114H100z', base) +
      area('M250 204h50v114h-50z', deep) +
      area('M100 204l28-34h198l-26 34z', light) +
      area('M300 204l26-34v112l-26 36z', shade) +
      line('M100 262h200l26-34', paper, 6) +
      line('M190 318V204l28-34', paper, 6) +
      line('M206 186c-44-52-96-16-58 2 18 8 40 4 58-2 40-54 100-20 60-2-18 8-42 6-60 2', paper, 6) +
      leaves(214, 176),
  },
};
