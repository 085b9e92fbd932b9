/** What changed between two lists of pieces: longest common subsequence, the same for paragraphs and for words. */

const MAX_CELLS = 4_000_000; // of the table; beyond it the pieces in the middle count as replaced

/** `[[sign, piece, index]]` in order; sign is "=" (in both), "-" (only in `before`) or "+" (only in `after`). */
export function diff(before, after) {
  let head = 0;
  while (head < before.length && head < after.length && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < before.length - head && tail < after.length - head && before.at(-1 - tail) === after.at(-1 - tail)) tail += 1;
  const [a, b] = [before.slice(head, before.length - tail), after.slice(head, after.length - tail)];
  const same = (pieces) => pieces.map((piece) => ["=", piece]);
  return [...same(before.slice(0, head)), ...middle(a, b), ...same(tail ? before.slice(-tail) : [])];
}

function middle(a, b) {
  if (a.length * b.length > MAX_CELLS) return [...a.map((piece) => ["-", piece]), ...b.map((piece) => ["+", piece])];
  const width = b.length + 1;
  const lengths = new Uint16Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i -= 1)
    for (let j = b.length - 1; j >= 0; j -= 1)
      lengths[i * width + j] = a[i] === b[j] ? lengths[(i + 1) * width + j + 1] + 1 : Math.max(lengths[(i + 1) * width + j], lengths[i * width + j + 1]);
  const found = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) found.push(["=", a[(i += 1) - 1]]) && (j += 1);
    else if (j >= b.length || (i < a.length && lengths[(i + 1) * width + j] >= lengths[i * width + j + 1])) found.push(["-", a[(i += 1) - 1]]);
    else found.push(["+", b[(j += 1) - 1]]);
  }
  return found;
}

/** Rows for two columns: `{sign, before, after}`; a piece that went beside one that came is one row, `~`. */
export function sideBySide(before, after) {
  const rows = [];
  let [gone, came] = [[], []];
  const settle = () => {
    for (let i = 0; i < Math.max(gone.length, came.length); i += 1) {
      const [old, made] = [gone[i], came[i]];
      rows.push({ sign: old !== undefined && made !== undefined ? "~" : old !== undefined ? "-" : "+", before: old, after: made });
    }
    [gone, came] = [[], []];
  };
  for (const [sign, piece] of diff(before, after)) {
    if (sign === "-") gone.push(piece);
    else if (sign === "+") came.push(piece);
    else settle(), rows.push({ sign: "=", before: piece, after: piece });
  }
  settle();
  return rows;
}

/** A text as words, white space and single signs: letters of Chinese and Japanese each count as one. */
export const words = (text) => text.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|[\p{L}\p{N}]+|\s+|./gsu) ?? [];
