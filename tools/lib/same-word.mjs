/**
 * Patterns of paths in which every `*` stands for the same word, as those of our exports maps do: a star as folder and as file finds
 * vendure/vendure.js, not vendure/operations.js.
 */
import { globSync } from 'node:fs';

/** All files that match a pattern below a folder, sorted, with slashes. */
export const listFiles = (folder, pattern) =>
  globSync(pattern, { cwd: folder, exclude: ['node_modules/**'] })
    .map(path => path.replaceAll('\\', '/'))
    .sort();

/**
 * The files of a pattern whose stars stand for one word.
 * @param {string} folder
 * @param {string} pattern with at least one `*`
 * @returns {Map<string, string>} path by word
 */
export function filesByWord(folder, pattern) {
  const [first, ...others] = pattern.split('*').map(text => text.replace(/[.\\^$+?()[\]{}|]/g, '\\$&'));
  const expression = new RegExp(`^${first}([^/]+)${others.join('\\1')}$`);
  return new Map(listFiles(folder, pattern).flatMap(path => (expression.test(path) ? [[expression.exec(path)[1], path]] : [])));
}
