import { noChange, type TemplateResult } from 'lit';
import { insertPart, removePart, setChildPartValue } from 'lit/directive-helpers.js';
import { Directive, directive, type ChildPart, type DirectiveResult } from 'lit/directive.js';

class ByKey extends Directive {
  readonly #rows = new Map<string, ChildPart>();

  render(_items: readonly unknown[], _keyOf: (item: never) => string, _view: (item: never) => TemplateResult): typeof noChange {
    return noChange;
  }

  override update(list: ChildPart, [items, keyOf, view]: Parameters<typeof this.render>): typeof noChange {
    const rows = (items as readonly never[]).map(item => ({ key: keyOf(item), item }));
    const keys = new Set(rows.map(({ key }) => key));
    for (const [key, row] of this.#rows) {
      if (keys.has(key)) continue;
      // It leaves the comment behind it, over which its neighbour would have to be moved.
      const { endNode } = row;
      removePart(row);
      (endNode as Comment).remove();
      this.#rows.delete(key);
    }
    // From the end, each before the one after it: what stands there already is not touched.
    let next: ChildPart | undefined;
    for (const { key, item } of rows.reverse()) {
      const row = this.#rows.get(key);
      const place = next?.startNode ?? list.endNode;
      const [start, end] = [row?.startNode, row?.endNode] as readonly (Comment | undefined)[];
      // A row that is moved loses the focus: what stands between it and its place is moved instead.
      if (start?.nextElementSibling?.matches(':focus-within')) while (end!.nextSibling !== place) start.before(end!.nextSibling!);
      next = insertPart(list, next, row);
      this.#rows.set(key, setChildPartValue(next, view(item)));
    }
    return noChange;
  }
}

/**
 * Draws a list of rows, an element each, in which each stays its own, whatever comes and goes around it: with its focus, what is
 * typed in it, and its picture. Keys are unique in the list.
 */
export const byKey = directive(ByKey) as <T>(
  items: readonly T[],
  keyOf: (item: T) => string,
  view: (item: T) => TemplateResult,
) => DirectiveResult;
