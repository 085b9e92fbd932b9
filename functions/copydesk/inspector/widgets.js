/** Widgets as cards: each kind of item is shown as what it is. */

import { el, link, webAddress } from "./build.js";
import { moment, number, say, sayOr } from "./words.js";

const ARROWS = { up: "▲", down: "▼", flat: "–" };
const BRIEF = new Set(["utility", "commercial"]);

/** A card. Controls and advertising are told in a line. */
export function drawWidget(widget) {
  const brief = BRIEF.has(widget.role);
  return el(
    brief ? "section.card.brief" : "section.card",
    { "data-kind": widget.kind },
    el(
      "header",
      {},
      el("p.card-title", {}, sayOr("kind", widget.kind), widget.title && widget.title !== sayOr("kind", widget.kind) ? el("span.title", {}, widget.title) : null),
      widget.state !== "populated" && el("span.chip", {}, sayOr("state", widget.state)),
      widget.as_of && el("span.when", {}, moment(widget.as_of.at, widget.as_of.precision)),
    ),
    drawItems(widget),
    widget.notes.length ? el("ul.notes", {}, widget.notes.map((note) => el("li", {}, note))) : null,
  );
}

function drawItems(widget) {
  if (widget.kind === "comments") return drawComments(widget);
  if (!widget.items.length) return el("p.faint", {}, say(`empty.${widget.state}`));
  if (widget.kind.endsWith("_quotes")) return drawQuotes(widget);
  return (DRAWERS[shapeOf(widget)] ?? DRAWERS.texts)(widget.items);
}

function shapeOf({ kind, role, items }) {
  if (kind === "reactions") return "reactions";
  if (kind === "author_card") return "authors";
  if (role === "content") return "embeds";
  if ("printed" in items[0]) return "links";
  if ("slot" in items[0]) return "slots";
  return "label" in items[0] ? "controls" : "texts";
}

const DRAWERS = {
  links: (items) =>
    el(
      "ol.links",
      { "data-ranked": items.some((item) => item.rank !== null) },
      items.map((item) => el("li", {}, item.labels.map((label) => el("span.chip", {}, label)), link(item.title, item.url), item.summary && el("p.faint", {}, item.summary))),
    ),
  reactions: (items) =>
    el("ul.counts", {}, items.map((item) => el("li", {}, el("b", {}, item.count === null ? "–" : number(item.count)), el("span", {}, item.label)))),
  controls: (items) => el("ul.chips", {}, items.map((item) => el("li.chip", {}, item.label))),
  slots: (items) => el("ul.chips", {}, items.map((item) => el("li.chip", {}, item.slot))),
  texts: (items) => el("ul.texts", {}, items.map((item) => el("li", {}, link(item.text, item.url)))),
  authors: (items) =>
    el("ul.texts", {}, items.map((item) => el("li", {}, link([item.name, item.role].filter(Boolean).join(" · "), item.url), item.email && el("span.faint", {}, ` ${item.email}`), item.text && el("p", {}, item.text)))),
  embeds: (items) =>
    items.map((item) =>
      el(
        "div.embed",
        {},
        el("p", {}, el("b", {}, item.provider ?? say("embed.unnamed")), item.author && ` · ${item.author}`, item.posted_at && ` · ${moment(item.posted_at.at, item.posted_at.precision)}`),
        (item.title || item.text) && el("p", {}, item.title ?? item.text),
        item.url && el("p.faint", {}, webAddress(item.url) ? link(item.url, item.url) : item.url),
      ),
    ),
};

function drawComments(widget) {
  const told = [
    widget.count !== null && say("comments.count", { count: number(widget.count) }),
    widget.max_length !== null && say("comments.max", { count: number(widget.max_length) }),
  ].filter(Boolean);
  return [told.length ? el("p.faint", {}, told.join(" · ")) : null, widget.items.length ? DRAWERS.texts(widget.items) : null];
}

function drawQuotes(widget) {
  const column = (name, has) => (widget.items.some(has) ? name : null);
  const columns = ["name", column("price", (i) => i.price !== null), column("change", (i) => i.change !== null), column("percent", (i) => i.change_percent !== null)].filter(Boolean);
  const cells = {
    name: (item) => el("th", { scope: "row" }, item.name, item.symbol && el("span.faint", {}, ` ${item.symbol}`)),
    price: (item) => el("td", {}, amount(item.price), item.currency && el("span.faint", {}, ` ${item.currency}`)),
    change: (item) => el("td", {}, signed(item.change)),
    percent: (item) => el("td", { class: item.direction ?? "" }, item.direction && el("span", { "aria-label": sayOr("direction", item.direction), role: "img" }, ARROWS[item.direction]), item.change_percent !== null && ` ${signed(item.change_percent)} %`),
  };
  const caption = widget.change_window ? say("quotes.window", { window: widget.change_window }) : null;
  return el(
    "div.wide",
    { tabindex: "0", role: "region", "aria-label": sayOr("kind", widget.kind) },
    el(
      "table.quotes",
      {},
      caption && el("caption", {}, caption),
      el("thead", {}, el("tr", {}, columns.map((name) => el("th", { scope: "col" }, say(`quotes.${name}`))))),
      el("tbody", {}, widget.items.map((item) => el("tr", {}, columns.map((name) => cells[name](item))))),
    ),
  );
}

/** Decimal strings stay what they are; only their thousands are parted. */
function amount(decimal) {
  if (decimal === null) return "";
  const [whole, ...rest] = decimal.split(".");
  return [whole.replace(/\B(?=(\d{3})+(?!\d))/g, ","), ...rest].join(".");
}

const signed = (decimal) => (decimal === null ? "" : /^[+-]|^0(\.0+)?$/.test(decimal) ? amount(decimal) : `+${amount(decimal)}`);
