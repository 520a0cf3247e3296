import { noChange, type SVGTemplateResult } from 'lit';
import { Directive, directive, type DirectiveResult } from 'lit/directive.js';

/** A picture of the Lucide set (ISC): tag names with their attributes. */
export type IconNode = readonly (readonly [string, Readonly<Record<string, string | number>>])[];

const namespace = 'http://www.w3.org/2000/svg';

function draw(node: IconNode): SVGElement {
  const picture = document.createElementNS(namespace, 'svg');
  const frame = { viewBox: '0 0 24 24', width: 20, height: 20, fill: 'none', stroke: 'currentColor', 'stroke-width': 1.75 };
  const ends = { 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true', focusable: 'false' };
  for (const [name, value] of Object.entries({ ...frame, ...ends })) picture.setAttribute(name, String(value));
  for (const [tag, attributes] of node) {
    const shape = document.createElementNS(namespace, tag);
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, String(value));
    picture.append(shape);
  }
  return picture;
}

class IconDirective extends Directive {
  #node: IconNode | undefined;
  render(node: IconNode): SVGElement | SVGTemplateResult | typeof noChange {
    if (node === this.#node) return noChange;
    this.#node = node;
    return draw(node);
  }
}

/** Draws an icon, hidden from screen readers: the control around it has the name. */
export const icon: (node: IconNode) => DirectiveResult = directive(IconDirective);
