/** The facts about the work: what was read, the reader that won, and what was rejected. */

import { el, link } from "./build.js";
import { moment, say, sayOr } from "./words.js";

/** Value, as text or elements, of every field of meta that has a line of its own; the headline stands above the story. */
const FIELDS = {
  headline: (meta) => meta.headline,
  labels: (meta) => meta.labels.map((label) => el("span.chip", { title: sayOr("label", label.kind) }, `${label.text} · ${sayOr("label", label.kind)}`)),
  kicker: (meta) => meta.kicker,
  deck: (meta) => meta.deck.map((line) => el("div", {}, line)),
  description: (meta) => meta.description,
  authors: (meta) => meta.authors.map((one) => el("div", {}, link([one.name, one.role].filter(Boolean).join(" · "), one.url), one.email && el("span.faint", {}, ` ${one.email}`))),
  byline: (meta) => meta.byline,
  dateline: (meta) => meta.dateline && [meta.dateline.printed, faint([meta.dateline.place, meta.dateline.agency].filter(Boolean).join(" · "))],
  published_at: (meta) => drawTime(meta.published_at),
  modified_at: (meta) => drawTime(meta.modified_at),
  publisher: (meta) => meta.publisher.name && link(meta.publisher.name, meta.publisher.url),
  source: (meta) => (meta.source.kind !== "unknown" || meta.source.agencies.length ? [sayOr("source", meta.source.kind), faint(meta.source.agencies.join(", "))] : null),
  sections: (meta) => meta.sections.join(" › "),
  tags: (meta) => meta.tags.map((tag) => el("span.chip", {}, link(tag.text, tag.url))),
  language: (meta) => meta.language,
  url: (meta) => meta.url && link(meta.url, meta.url),
  canonical_url: (meta) => meta.canonical_url && link(meta.canonical_url, meta.canonical_url),
  amp_url: (meta) => meta.amp_url && link(meta.amp_url, meta.amp_url),
  native_id: (meta) => meta.native_id,
  rights: (meta) => drawRights(meta.rights),
  access: (meta) => ["free", "truncated"].filter((name) => meta.access[name] !== null).map((name) => el("div", {}, say(`access.${name}.${meta.access[name]}`))),
  corrections: (meta) => meta.corrections.map((one) => el("div", {}, el("span.chip", {}, sayOr("correction", one.kind)), one.text)),
};

const faint = (text) => (text ? el("div.faint", {}, text) : null);

function drawTime(time) {
  if (!time) return null;
  const zone = time.zone_from ? sayOr("zone", time.zone_from) : say("zone.none");
  return [el("time", { datetime: time.at }, moment(time.at, time.precision)), faint([time.printed && say("time.printed", { printed: time.printed }), zone].filter(Boolean).join(" · "))];
}

function drawRights(rights) {
  const told = ["redistribution", "ai_training"].filter((name) => rights[name] !== "unspecified").map((name) => say(`rights.${name}`, { verdict: sayOr("verdict", rights[name]) }));
  return rights.notice || told.length ? [rights.notice, faint(told.join(" · "))] : null;
}

/** `rejected` maps a pointer to the readings that lost; `light(pointer, element)` ties a row to its place in the page. */
export function drawFacts(article, explained, light) {
  const rejected = rejectedReadings(explained);
  const rows = Object.entries(FIELDS).map(([name, value]) => drawRow(name, value(article.meta), article, rejected, light)).filter(Boolean);
  return el("dl.facts", {}, rows);
}

function drawRow(name, value, article, rejected, light) {
  const pointer = `/meta/${name}`;
  const lost = rejected.get(pointer) ?? [];
  const doubts = article.provenance.doubts.filter((doubt) => doubt.path === pointer);
  const empty = value === null || value === undefined || value === "" || (Array.isArray(value) && !value.length);
  if (empty && !doubts.length && !lost.length) return null;
  const row = el(
    "div",
    { class: doubts.length ? "doubtful" : null, id: `fact-${name}` },
    el("dt", {}, say(`field.${name}`)),
    el("dd", {}, empty ? el("span.faint", {}, say("fact.none")) : value, doubts.map((doubt) => el("p.doubt", { lang: "en" }, doubt.message)), drawRejected(lost)),
    el("dd.reader", {}, article.provenance.sources[pointer] ? el("code", { title: say("fact.reader") }, article.provenance.sources[pointer]) : null),
  );
  return light(pointer, row);
}

function drawRejected(lost) {
  if (!lost.length) return null;
  return el(
    "details.rejected",
    {},
    el("summary", {}, say("fact.rejected", { count: lost.length })),
    el("ul", {}, lost.map(({ reader, value }) => el("li", {}, el("code", {}, reader), " ", typeof value === "string" ? value : JSON.stringify(value)))),
  );
}

function rejectedReadings(explained) {
  const found = new Map();
  const note = (pointer, reading) => found.set(pointer, [...(found.get(pointer) ?? []), reading]);
  for (const reading of explained?.explain.titles ?? []) note("/meta/headline", reading);
  for (const { path, reader, value } of explained?.explain.rejected ?? []) note(path, { reader, value });
  return found;
}
