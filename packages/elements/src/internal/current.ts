import { noChange } from 'lit';
import { Directive, directive, type DirectiveResult, type PropertyPart } from 'lit/directive.js';

class CurrentDirective extends Directive {
  render(_value: unknown): typeof noChange {
    return noChange;
  }
  override update({ element, name }: PropertyPart, [value]: [unknown]): typeof noChange {
    const field = element as unknown as Record<string, unknown>;
    if (field[name] !== value) field[name] = value;
    return noChange;
  }
}

/** Keeps a property of a field at a value even where the viewer has changed it meanwhile: `.checked=${current(isChosen)}`. */
export const current: (value: unknown) => DirectiveResult = directive(CurrentDirective);
