/** The body as it reads: a block becomes the element that it is. */

import { el, link } from "./build.js";
import { drawWidget } from "./widgets.js";
import { moment, say, sayOr } from "./words.js";

const SPAN_TAGS = { strong: "strong", em: "em", underline: "u", strike: "s", sub: "sub", sup: "sup", code: "code", mark: "mark", quote: "q", ruby: "span" };

/** Everything that the blocks of one article refer to; `light(pointer, element)` ties an element to its place in the page. */
export function drawBody(article, light) {
  const scene = {
    media: new Map(article.meta.media.map((one) => [one.id, one])),
    captions: new Map(article.captions.map((one, i) => [one.id, { caption: one, pointer: `/captions/${i}` }])),
    widgets: new Map(article.widgets.map((one, i) => [one.id, { widget: one, pointer: `/widgets/${i}` }])),
    light,
  };
  return article.body.blocks.map((block, i) => {
    const drawn = drawBlock(block, scene);
    return drawn && light(`/body/blocks/${i}`, drawn);
  });
}

const DRAWERS = {
  paragraph: (block) => el("p", {}, styled(block)),
  heading: (block) => el("h2.sub", { "data-level": block.level }, styled(block)),
  list: (block) => drawList(block.items, block.ordered),
  quote: (block, scene) =>
    el(block.pull ? "blockquote.pull" : "blockquote", {}, drawAll(block.blocks, scene), block.citation && el("footer", {}, el("cite", {}, block.citation))),
  table: (block) => el("div.wide", { tabindex: "0", role: "region", "aria-label": say("block.table") }, drawTable(block.rows)),
  media: (block, scene) => drawPicture(block, scene),
  gallery: (block, scene) => el("div.gallery", {}, block.items.map((item) => drawPicture(item, scene))),
  code: (block) => el("pre.code", {}, el("code", {}, block.text)),
  divider: () => el("hr"),
  widget: (block, scene) => {
    const found = scene.widgets.get(block.widget_id);
    return found && el("div.placed", {}, scene.light(found.pointer, drawWidget(found.widget)));
  },
  box: (block, scene) => el("section.fact-box", {}, block.title && el("p.box-title", {}, block.title), drawAll(block.blocks, scene)),
  group: (block, scene) =>
    el("section.entry", {}, block.at && el("p.when", {}, moment(block.at.at, block.at.precision)), block.title && el("p.box-title", {}, block.title), drawAll(block.blocks, scene)),
};

function drawBlock(block, scene) {
  const drawn = DRAWERS[block.type]?.(block, scene) ?? el("p.note", {}, block.type);
  if (!block.role) return drawn;
  return el("div.signed", {}, el("span.chip", {}, sayOr("role", block.role)), drawn);
}

const drawAll = (blocks, scene) => blocks.map((block) => drawBlock(block, scene));

const drawList = (items, ordered) =>
  el(ordered ? "ol" : "ul", {}, items.map((item) => el("li", {}, styled(item), item.items.length ? drawList(item.items, ordered) : null)));

function drawTable(rows) {
  const cell = (one) => el(one.header ? "th" : "td", { colspan: one.colspan, rowspan: one.rowspan }, styled(one));
  return el("table", {}, el("tbody", {}, rows.map((row) => el("tr", {}, row.map(cell)))));
}

/** A picture's stand-in and, under it, its caption with what was read from it. The files lie elsewhere, and nothing is asked there. */
export function drawPicture(place, scene) {
  const media = scene.media.get(place.media_id);
  const told = scene.captions.get(place.caption_id);
  return el("figure", {}, media ? drawFile(media) : el("div.file", {}, say("picture.unnamed")), told && scene.light(told.pointer, drawCaption(told.caption)));
}

function drawFile(media) {
  const size = media.width && media.height ? ` · ${media.width} × ${media.height}` : "";
  const name = media.url ? media.url.split("?")[0].split("/").pop() : say("picture.unnamed");
  return el(
    "div.file",
    {},
    el("span.file-kind", {}, sayOr("media", media.kind) + size + (media.lead ? ` · ${say("picture.lead")}` : "")),
    media.url ? link(name, media.url) : el("span", {}, name),
  );
}

export function drawCaption(caption) {
  const { credit } = caption;
  const facts = [
    ["caption.credit", credit?.printed],
    ["caption.relation", credit?.relation && sayOr("relation", credit.relation)],
    ["caption.agencies", credit?.agencies.join(", ")],
    ["caption.people", credit?.people.map((one) => [one.name, one.role].filter(Boolean).join(" ")).join(", ")],
    ["caption.place", caption.place?.name],
    ["caption.taken_on", caption.taken_on && moment(caption.taken_on.at, caption.taken_on.precision)],
    ["caption.rights", caption.rights],
    ["caption.seen_in", caption.seen_in.map((place) => sayOr("seen", place)).join(", ")],
  ].filter(([, value]) => value);
  return el(
    "figcaption",
    {},
    el("p", {}, caption.marker && el("span.marker", {}, `${caption.marker} `), caption.text || el("span.faint", {}, say("caption.none"))),
    el("dl.tight", {}, facts.map(([name, value]) => el("div", {}, el("dt", {}, say(name)), el("dd", {}, value)))),
  );
}

/** Text with its spans as elements. Offsets count code points; where spans cross, the one that starts later is cut short. */
export function styled({ text, spans = [] }) {
  const points = [...text];
  const inOrder = [...spans].sort((a, b) => a.start - b.start || b.end - a.end);
  const draw = (from, to, rest) => {
    const made = [];
    let at = from;
    while (rest.length) {
      const span = rest.shift();
      const end = Math.min(span.end, to);
      if (span.start < at || end <= span.start) continue;
      made.push(points.slice(at, span.start).join(""));
      const inside = [];
      while (rest.length && rest[0].start < end) inside.push(rest.shift());
      made.push(drawSpan(span, draw(span.start, end, inside)));
      at = end;
    }
    made.push(points.slice(at, to).join(""));
    return made.filter((piece) => piece !== "");
  };
  return draw(0, points.length, inOrder);
}

function drawSpan(span, inside) {
  if (span.kind === "link") return link(inside.length === 1 ? inside[0] : el("span", {}, inside), span.href);
  return el(SPAN_TAGS[span.kind] ?? "span", {}, inside);
}
