/** The right pane: the article as it reads, with all that was found around it. */

import { drawBody, drawCaption } from "./blocks.js";
import { el } from "./build.js";
import { drawDoubts } from "./coverage.js";
import { drawFacts } from "./facts.js";
import { drawWidget } from "./widgets.js";
import { moment, number, say, sayOr } from "./words.js";

const ROLES = ["content", "context", "utility", "commercial", "unknown"];

/** `lights` and `locators` tie what is drawn to the page; without them the article stands alone. */
export function drawArticle(article, explained, lights, locators) {
  const light = (pointer, element) => {
    if (!(pointer in locators)) return element;
    lights.note("article", pointer, element);
    element.tabIndex = 0;
    return element;
  };
  return el(
    "article.reading",
    { lang: article.meta.language },
    drawHead(article, light),
    drawDoubts(article),
    el("details.panel", { open: matchMedia("(min-width: 60rem)").matches }, el("summary", {}, say("facts.title")), drawFacts(article, explained, (pointer, row) => lightRow(pointer, row, light))),
    el("div.story", {}, drawBody(article, light)),
    drawCounts(article),
    drawLooseCaptions(article, light),
    drawAround(article, light),
  );
}

/** A row of facts can take the focus that a doubt sends it, whether it is located or not. The deck is where its first line is. */
function lightRow(pointer, row, light) {
  light(pointer === "/meta/deck" ? "/meta/deck/0" : pointer, row);
  if (!row.hasAttribute("tabindex")) row.tabIndex = -1;
  return row;
}

function drawHead({ meta }, light) {
  return el(
    "header.head",
    {},
    meta.kicker && light("/meta/kicker", el("p.kicker", {}, meta.kicker)),
    light("/meta/headline", el("h1", {}, meta.headline ?? say("headline.none"))),
    meta.deck.length ? el("div.deck", {}, meta.deck.map((line, i) => light(`/meta/deck/${i}`, el("p", {}, line)))) : null,
    el("p.signature", {}, [meta.byline, meta.published_at && moment(meta.published_at.at, meta.published_at.precision)].filter(Boolean).join(" · ")),
  );
}

function drawCounts({ body: { counts } }) {
  const told = [
    counts.words !== null && say("counts.words", { count: number(counts.words) }),
    say("counts.chars", { count: number(counts.chars) }),
    say("counts.paragraphs", { count: number(counts.paragraphs) }),
  ];
  return el("p.counts-line.faint", {}, told.filter(Boolean).join(" · "));
}

/** Captions whose picture has no place in the body. */
function drawLooseCaptions(article, light) {
  const placed = new Set(article.body.blocks.flatMap((block) => [block.caption_id, ...(block.items ?? []).map((item) => item.caption_id)]));
  const loose = article.captions.map((caption, i) => ({ caption, pointer: `/captions/${i}` })).filter(({ caption }) => !placed.has(caption.id));
  if (!loose.length) return null;
  return el("section", {}, el("h2", {}, say("captions.loose")), loose.map(({ caption, pointer }) => light(pointer, el("figure", {}, drawCaption(caption)))));
}

/** Widgets outside the story, by what they are for. */
function drawAround(article, light) {
  const inStory = new Set(article.body.blocks.filter((block) => block.type === "widget").map((block) => block.widget_id));
  const around = article.widgets.map((widget, i) => ({ widget, pointer: `/widgets/${i}` })).filter(({ widget }) => !inStory.has(widget.id));
  const groups = ROLES.map((role) => [role, around.filter(({ widget }) => widget.role === role)]).filter(([, found]) => found.length);
  if (!groups.length) return null;
  return el(
    "section.around",
    {},
    el("h2", {}, say("around.title"), el("span.count", {}, number(around.length))),
    groups.map(([role, found]) => el("section", { "data-role": role }, el("h3.role", {}, sayOr("widget_role", role)), el("div.cards", {}, found.map(({ widget, pointer }) => light(pointer, drawWidget(widget)))))),
  );
}
