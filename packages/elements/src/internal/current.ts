import { noChange } from 'lit';
import { Directive, directive, type DirectiveResult, type PropertyPart } from 'lit/directive.js';

class CurrentDirective extends Directive {
  #told: unknown;
  render(_value: unknown): typeof noChange {
    return noChange;
  }
  override update({ element, name }: PropertyPart, [value]: [unknown]): typeof noChange {
    const field = element as unknown as Record<string, unknown>;
    // What is being typed belongs to the viewer until they are done, or until there is news.
    const typing = name === 'value' && value === this.#told && element.matches(':focus');
    this.#told = value;
    if (!typing && field[name] !== value) field[name] = value;
    return noChange;
  }
}

/** Keeps a property of a field at a value even where the viewer has changed it meanwhile, but for what is being typed: `.checked=${current(isChosen)}`. */
export const current: (value: unknown) => DirectiveResult = directive(CurrentDirective);
