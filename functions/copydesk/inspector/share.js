/** The article taken elsewhere: as JSON, as a call to paste, as a file in every rendition that the API has. */

import { listFormats, readRendition } from "./api.js";
import { el } from "./build.js";
import { tell } from "./notice.js";
import { say, sayOr } from "./words.js";

const TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/g;
const SAFE = /^[\w./:@%=,+-]+$/; // what no shell reads otherwise

/** JSON with its keys, strings and words told apart. */
export function drawJson(value) {
  const text = JSON.stringify(value, null, 2);
  const pieces = [];
  let at = 0;
  for (const found of text.matchAll(TOKENS)) {
    pieces.push(text.slice(at, found.index), found[2] ? [el("span.json-key", {}, found[1]), found[2]] : el(found[1] ? "span.json-text" : "span.json-word", {}, found[0]));
    at = found.index + found[0].length;
  }
  return el("pre.json", { tabindex: "0", "aria-label": "JSON" }, pieces, text.slice(at));
}

const quoted = (text) => (SAFE.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

/** The call that answers what is shown. The key stays out of it: `$KEY` is the shell's own. */
export function curlOf(subject) {
  const key = '-H "Authorization: Bearer $KEY"';
  if (subject.edition) {
    const { article_id: id, revision } = subject.edition;
    return `curl -s ${quoted(`${location.origin}/v1/articles/${id}?revision=${revision}`)} ${key}`;
  }
  const query = new URLSearchParams({ ...subject.page.words, explain: "true" });
  return `curl -s ${quoted(`${location.origin}/v1/normalize?${query}`)} ${key} -H ${quoted(`Content-Type: ${subject.page.type}`)} --data-binary @page.html`;
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    tell(say("copied"));
  } catch {
    tell(text);
  }
}

/** A button that opens the list of renditions. What is not kept has one: the answer itself. */
export async function drawDownloads(subject) {
  const formats = subject.edition ? await listFormats() : ["json"];
  const items = formats.map((format) => el("button", { type: "button", onclick: () => download(subject, format) }, sayOr("format", format)));
  return el("details.menu", {}, el("summary", {}, say("download")), el("div", {}, items));
}

async function download(subject, format) {
  if (!subject.edition) return save(new Blob([JSON.stringify(subject.article, null, 2)], { type: "application/json" }), "article.json");
  const { article_id: id, revision } = subject.edition;
  const answer = await readRendition(id, revision, format);
  return save(await answer.blob(), `${id}-${revision}.${extensionOf(format)}`);
}

/** The name's ending: most renditions are JSON of one kind or another. */
export const extensionOf = (format) => ({ text: "txt", markdown: "md", html: "html", json: "json" })[format] ?? `${format}.json`;

function save(blob, name) {
  const href = URL.createObjectURL(blob);
  const anchor = el("a", { href, download: name });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(href), 10_000);
}
