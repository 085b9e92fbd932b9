/** Where every visible character of the page went, what is left over, and what is in doubt. */

import { el } from "./build.js";
import { number, say, sayOr } from "./words.js";

export const PARTS = ["meta", "body", "captions", "widgets", "chrome", "unknown", "unassigned"];

export function drawCoverage(article, explained) {
  const { coverage } = article.provenance;
  const share = (part) => (coverage.visible ? (100 * coverage[part]) / coverage.visible : 0);
  const percent = (part) => `${share(part).toFixed(share(part) > 0 && share(part) < 1 ? 1 : 0)} %`;
  const told = PARTS.filter((part) => coverage[part] || part === "unassigned");
  const bar = el("div.bar", { role: "img", "aria-label": told.map((part) => `${say(`part.${part}`)} ${percent(part)}`).join(", ") });
  for (const part of PARTS.filter((one) => coverage[one])) {
    const piece = el("span", { "data-part": part, title: `${say(`part.${part}`)} ${percent(part)}` });
    piece.style.flexGrow = coverage[part];
    bar.append(piece);
  }
  const key = el("ul.key", {}, told.map((part) => el("li", { "data-part": part }, el("i", { "aria-hidden": "true" }), say(`part.${part}`), el("b", {}, percent(part)))));
  return el("section.coverage", { "aria-label": say("coverage.title") }, bar, key, el("p.faint", {}, say("coverage.total", { visible: number(coverage.visible), hidden: number(coverage.hidden) })), drawLeftOver(explained));
}

function drawLeftOver(explained) {
  if (!explained) return null;
  const { unassigned, chrome, dropped } = explained.explain;
  return el(
    "div.left-over",
    {},
    drawList("coverage.unassigned", unassigned.map((text) => ({ text }))),
    drawList("coverage.chrome", chrome.map(({ kind, rule, text }) => ({ tag: sayOr("chrome", kind), title: rule, text }))),
    drawList("coverage.dropped", dropped.map(({ rule, text }) => ({ tag: rule, text }))),
  );
}

function drawList(name, entries) {
  if (!entries.length) return null;
  return el(
    "details",
    { "data-list": name },
    el("summary", {}, say(name, { count: number(entries.length) })),
    el("ul", { tabindex: "0", "aria-label": say(name, { count: number(entries.length) }) }, entries.map(({ tag, title, text }) => el("li", {}, tag && el("span.chip", { title }, tag), text))),
  );
}

/** Doubts with their reason; each leads to the fact that it is about. */
export function drawDoubts(article) {
  const { doubts } = article.provenance;
  if (!doubts.length) return null;
  return el(
    "section.doubts",
    { "aria-label": say("doubts.title") },
    el("h2", {}, say("doubts.title"), el("span.count", {}, number(doubts.length))),
    el("ul", {}, doubts.map(drawDoubt)),
  );
}

function drawDoubt(doubt) {
  const go = () => {
    const row = document.getElementById(`fact-${doubt.path.split("/").pop()}`);
    row?.closest("details")?.setAttribute("open", "");
    row?.scrollIntoView({ block: "center" });
    row?.focus();
  };
  return el("li", {}, el("b", {}, sayOr("doubt", doubt.code)), el("span", { lang: "en" }, doubt.message), doubt.path && el("button.quiet", { type: "button", onclick: go }, el("code", {}, doubt.path)));
}
