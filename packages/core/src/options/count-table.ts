import type { ProductGrid } from './product-grid.js';
import { AVAILABLE, EXISTS, type VariantIndex } from './variant-index.js';

/** Counts share one 32-bit cell: fitting variants in the upper half, available ones in the lower. */
const oneFits = 0x10000;
const availableMask = 0xffff;
/** Most variants a cell can count. */
const mostVariants = 0xffff;
/** Most cells to be raised while building: some 100 ms on a phone. Many options let it grow where the table itself is small. */
const mostSteps = 2 ** 24;

/**
 * One cell for every partial choice, prod(values + 1) in all; every variant raises the cells of all choices that leave it, so that an answer is
 * one read. Undefined when the table would have more than `maxCells` cells or take too long to build.
 */
export function createCountTable(grid: ProductGrid, available: Uint8Array, maxCells: number): VariantIndex | undefined {
  const { sizes, slots, count } = grid;
  const depth = sizes.length;
  const strides: number[] = [];
  let size = 1;
  for (const values of sizes) {
    strides.push(size);
    size *= values + 1;
  }
  if (size > maxCells || count > mostVariants || stepsToBuild(grid) > mostSteps) return undefined;

  const cells = new Uint32Array(size);
  /** The answer each cell gives, kept beside the counts: a reader touches a quarter of the memory and takes no branch. */
  const states = new Uint8Array(size);
  /** Adds to every cell that stands for a choice leaving the variant. */
  const raise = (variant: number, by: number) => {
    const reached = [0];
    for (let i = 0; i < depth; i++) {
      const slot = slots[variant * depth + i]!;
      const first = slot || 1;
      const last = slot || sizes[i]!;
      const before = reached.length;
      for (let s = first; s <= last; s++) for (let r = 0; r < before; r++) reached.push(reached[r]! + s * strides[i]!);
    }
    for (const cell of reached) {
      const counts = (cells[cell]! += by);
      states[cell] = counts & availableMask ? EXISTS | AVAILABLE : EXISTS;
    }
  };
  for (let v = 0; v < count; v++) raise(v, oneFits + available[v]!);

  const base = (chosen: ArrayLike<number>) => {
    let cell = 0;
    for (let i = 0; i < depth; i++) cell += chosen[i]! * strides[i]!;
    return cell;
  };
  return {
    state: chosen => states[base(chosen)]!,
    fill(chosen, out) {
      const whole = base(chosen);
      let at = 0;
      for (let i = 0; i < depth; i++) {
        const stride = strides[i]!;
        let cell = whole - chosen[i]! * stride;
        for (let left = sizes[i]!; left > 0; left--) out[at++] = states[(cell += stride)]!;
      }
    },
    mark: (variant, isAvailable) => raise(variant, isAvailable ? 1 : -1),
  };
}

function stepsToBuild({ sizes, slots, count }: ProductGrid): number {
  let steps = 0;
  for (let v = 0, at = 0; v < count; v++) {
    let cells = 1;
    for (const values of sizes) cells *= slots[at++] ? 2 : values + 1;
    steps += cells;
  }
  return steps;
}
