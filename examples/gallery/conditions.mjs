/** The conditions under which people look at a page, and what has to hold in each. Used by the tests of the gallery. */

/** Puts these rules into the page and every shadow tree. Runs in the page. */
function addStyles(rules) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  const visit = root => {
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    for (const element of root.querySelectorAll('*')) if (element.shadowRoot) visit(element.shadowRoot);
  };
  visit(document);
}

const media = features => async page => {
  const devtools = await page.createCDPSession();
  await devtools.send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-reduced-motion', value: 'reduce' }, ...features] });
};

/** WCAG 1.4.12: what a viewer's own style sheet may set without anything getting lost. */
const spacing = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
  p { margin-block-end: 2em !important; }`;

/**
 * By name: size of the page in CSS px, what is asked for in its address, and what is done to it once it stands.
 * @type {Record<string, { width: number, height: number, query?: string, change?: (page: import('puppeteer-core').Page) => Promise<unknown> }>}
 */
export const conditions = {
  '320 px wide': { width: 320, height: 640 },
  'at 200 %': { width: 640, height: 450 },
  'with text at 200 %': {
    width: 640,
    height: 900,
    change: page => page.evaluate(() => (document.documentElement.style.fontSize = '200%')),
  },
  'with text spaced out': { width: 390, height: 844, change: page => page.evaluate(addStyles, spacing) },
  'in forced colours': {
    width: 390,
    height: 844,
    change: media([
      { name: 'forced-colors', value: 'active' },
      { name: 'prefers-color-scheme', value: 'dark' },
    ]),
  },
  'from right to left': { width: 390, height: 844, query: 'lang=ar&dir=rtl' },
};

/**
 * What is wrong with how a page stands: it scrolls sideways, texts are cut off, controls cannot be reached or do not show the focus. Runs in the page.
 * @returns {Promise<string[]>}
 */
export async function faultsOfPage() {
  const faults = [];
  const all = [];
  const visit = root => {
    for (const element of root.querySelectorAll('*')) {
      all.push(element);
      if (element.shadowRoot) visit(element.shadowRoot);
    }
  };
  visit(document);
  const parentOf = element => element.assignedSlot ?? element.parentElement ?? element.getRootNode().host;
  const nameOf = element => {
    const words = (element.getAttribute('aria-label') ?? element.textContent).replace(/\s+/g, ' ').trim().slice(0, 30);
    const { host } = element.getRootNode();
    return `${host ? `${host.localName} ` : ''}${element.localName}${element.className ? `.${element.className}` : ''} "${words}"`;
  };
  const sideways = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (sideways > 0) faults.push(`the page scrolls sideways by ${sideways}`);

  const isSeen = element =>
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !element.closest('.visually-hidden');
  for (const element of all) {
    if (!isSeen(element)) continue;
    const style = getComputedStyle(element);
    // Shortened on purpose, with the whole text elsewhere; or scrolled by hand.
    const isShortened = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none';
    const clips = value => value === 'hidden' || value === 'clip';
    const wide = clips(style.overflowX) && element.scrollWidth > element.clientWidth + 1;
    const high = clips(style.overflowY) && element.scrollHeight > element.clientHeight + 1;
    if (!isShortened && element.clientWidth > 1 && (wide || high))
      faults.push(
        `cut off: ${nameOf(element)} ${element.scrollWidth}x${element.scrollHeight} in ${element.clientWidth}x${element.clientHeight}`,
      );
    // Words that run out of their button or line.
    if (
      style.overflowX === 'visible' &&
      element.matches('button, .button, label') &&
      element.scrollWidth > element.clientWidth + 2 &&
      element.clientWidth > 1
    )
      faults.push(`runs out: ${nameOf(element)} ${element.scrollWidth} in ${element.clientWidth}`);
  }

  // The gallery's own links are no matter here; while a sheet is open over the page, only the sheet is.
  const modal = all.filter(element => element.matches(':modal')).at(-1);
  const isWithin = (element, outer) => {
    let node = element;
    while (node && node !== outer) node = parentOf(node);
    return node === outer;
  };
  const isControl = element =>
    element.matches('button, a[href], input, select, textarea, summary, [tabindex="0"]') &&
    element.getRootNode() instanceof ShadowRoot &&
    !element.disabled &&
    isSeen(element) &&
    (!modal || isWithin(element, modal));
  const controls = all.filter(isControl);
  for (const control of controls) {
    control.scrollIntoView({ block: 'center', inline: 'nearest' });
    control.focus({ focusVisible: true, preventScroll: true });
    // Elements may answer to it, and render in microtasks.
    for (let round = 0; round < 8; round++) await null;
    if (!control.isConnected || !isSeen(control)) continue;
    // A radio button is drawn by its label.
    const drawn = control.matches('input[type="radio"], input[type="checkbox"]') ? (control.closest('label') ?? control) : control;
    const box = drawn.getBoundingClientRect();
    if (box.left < -1 || box.right > innerWidth + 1)
      faults.push(`out of the window: ${nameOf(control)} from ${Math.round(box.left)} to ${Math.round(box.right)}`);
    const at = [box.left + box.width / 2, box.top + box.height / 2];
    let hit = document.elementFromPoint(...at);
    while (hit?.shadowRoot?.elementFromPoint(...at) && hit.shadowRoot.elementFromPoint(...at) !== hit)
      hit = hit.shadowRoot.elementFromPoint(...at);
    if (!hit || (!isWithin(hit, drawn) && !drawn.contains(hit)))
      faults.push(`covered: ${nameOf(control)} by ${hit ? nameOf(hit) : 'nothing'}`);
    if (control.matches(':focus')) {
      // The ring may be drawn around what stands for the control: its label, its row, its card.
      const around = [control, drawn, control.closest('.card, .row')].filter(Boolean);
      const rings = around.map(element => getComputedStyle(element));
      if (!rings.some(({ outlineStyle, outlineWidth }) => outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2))
        faults.push(`focus not seen: ${nameOf(control)}`);
    }
  }
  return faults;
}
