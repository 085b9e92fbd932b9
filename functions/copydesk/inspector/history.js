/** An article's revisions, and two of them side by side. */

import { readArticle } from "./api.js";
import { el } from "./build.js";
import { diff, sideBySide, words } from "./diff.js";
import { moment, number, say, sayOr } from "./words.js";

/** `revisions` as the API lists them, newest first; `open(number)` shows one of them. */
export function drawHistory(articleId, revisions, open) {
  const result = el("div.diff", { "aria-live": "polite" });
  const [newest, older] = [revisions[0]?.revision, revisions[1]?.revision ?? revisions[0]?.revision];
  const picks = { before: drawPick("diff.before", revisions, older), after: drawPick("diff.after", revisions, newest) };
  const compare = async () => {
    const [before, after] = await Promise.all([picks.before, picks.after].map((pick) => readArticle(articleId, pick.lastChild.value)));
    result.replaceChildren(...drawDiff(before, after));
  };
  for (const pick of Object.values(picks)) pick.addEventListener("change", compare);
  if (revisions.length > 1) compare();
  return el(
    "section.history",
    {},
    el("h1", {}, say("history.title")),
    el("ol.revisions", {}, revisions.map((one) => drawRevision(one, open))),
    revisions.length > 1 ? el("div.picks", {}, picks.before, picks.after) : el("p.faint", {}, say("history.single")),
    result,
  );
}

function drawRevision(one, open) {
  return el(
    "li",
    {},
    el("button", { type: "button", onclick: () => open(one.revision) }, say("revision", { number: one.revision })),
    el("span.chip", { "data-status": one.status }, sayOr("status", one.status)),
    el("span", {}, moment(one.received.at)),
    el("span.faint", {}, say("history.received", { via: sayOr("via", one.received.via), bytes: number(one.received.bytes), normalizer: one.normalizer })),
  );
}

function drawPick(name, revisions, chosen) {
  const options = revisions.map((one) => el("option", { value: one.revision, selected: one.revision === chosen }, `${one.revision} · ${moment(one.received.at)}`));
  return el("label", {}, el("span", {}, say(name)), el("select", {}, options));
}

function drawDiff(before, after) {
  const rows = sideBySide(linesOf(before.article), linesOf(after.article));
  const changed = rows.filter((row) => row.sign !== "=").length;
  if (!changed) return [el("p.faint", {}, say("diff.same"))];
  const table = el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col" }, say("revision", { number: before.revision })), el("th", { scope: "col" }, say("revision", { number: after.revision })))));
  table.append(el("tbody", {}, folded(rows).map(drawRow)));
  return [el("p", {}, say("diff.changed", { count: number(changed) })), table];
}

/** One line for each thing that can change, in the order of reading, its name before it. */
function linesOf({ meta, body, captions, widgets }) {
  const named = (name, text) => (text ? [`${say(`field.${name}`)}: ${text}`] : []);
  return [
    ...["kicker", "headline"].flatMap((name) => named(name, meta[name])),
    ...meta.deck.flatMap((line) => named("deck", line)),
    ...named("byline", meta.byline),
    ...["published_at", "modified_at"].flatMap((name) => named(name, meta[name]?.at)),
    ...body.blocks.flatMap(textsOf),
    ...captions.flatMap((caption) => named("caption", caption.printed ?? caption.text)),
    ...widgets.filter((one) => one.role === "content").flatMap((one) => named("widget", [sayOr("kind", one.kind), one.title].filter(Boolean).join(" "))),
  ];
}

function textsOf(block) {
  if (block.type === "heading") return [`# ${block.text}`];
  if (block.type === "list") return block.items.flatMap(function lines(item) {
    return [`· ${item.text}`, ...item.items.flatMap(lines)];
  });
  if (block.type === "table") return block.rows.map((row) => row.map((cell) => cell.text).join(" | "));
  if (block.blocks) return [...(block.title ? [block.title] : []), ...block.blocks.flatMap(textsOf)];
  return block.text ? [block.text] : [];
}

const AROUND = 1; // unchanged lines that are shown beside changed ones

function folded(rows) {
  const near = (i) => rows.slice(Math.max(0, i - AROUND), i + AROUND + 1).some((row) => row.sign !== "=");
  const shown = [];
  for (const [i, row] of rows.entries()) {
    if (near(i)) shown.push(row);
    else if (shown.at(-1)?.sign === "…") shown.at(-1).count += 1;
    else shown.push({ sign: "…", count: 1 });
  }
  return shown;
}

function drawRow({ sign, before, after, count }) {
  if (sign === "…") return el("tr.folded", {}, el("td", { colspan: 2 }, say("diff.folded", { count: number(count) })));
  if (sign === "=") return el("tr", {}, el("td", {}, before), el("td", {}, after));
  if (sign === "-") return el("tr.changed", {}, el("td", {}, el("del", {}, before)), el("td"));
  if (sign === "+") return el("tr.changed", {}, el("td"), el("td", {}, el("ins", {}, after)));
  const pieces = diff(words(before), words(after));
  const side = (own, name) => runs(pieces.filter(([mark]) => mark === "=" || mark === own)).map(([mark, text]) => (mark === own ? el(name, {}, text) : text));
  return el("tr.changed", {}, el("td", {}, side("-", "del")), el("td", {}, side("+", "ins")));
}

/** Neighbours of one sign as one text: three words that came are one insertion. */
function runs(pieces) {
  const found = [];
  for (const [sign, piece] of pieces) {
    if (found.at(-1)?.[0] === sign) found.at(-1)[1] += piece;
    else found.push([sign, piece]);
  }
  return found;
}
