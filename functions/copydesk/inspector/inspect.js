/** One article under the lamp: the page left, the article right, its history, its JSON. */

import { pushPage, readArticle, readOriginal, readReading, readRevisions } from "./api.js";
import { drawArticle } from "./article.js";
import { el } from "./build.js";
import { drawCoverage } from "./coverage.js";
import { drawHistory } from "./history.js";
import { Lights, locatorsFor, markPage } from "./lights.js";
import { drawRefused, summed, tell } from "./notice.js";
import { showPage } from "./page.js";
import { copy, curlOf, drawDownloads, drawJson } from "./share.js";
import { say, sayOr } from "./words.js";

const TABS = ["article", "page", "history", "json"]; // `page` is a tab of its own where two panes have no room

/** A kept article with the page that it came from. What of it cannot be had is told in `notes`. */
export async function openKept(id, revision) {
  const edition = await readArticle(id, revision);
  const subject = { edition, article: edition.article, explain: null, page: null, notes: [] };
  const [original, reading] = await Promise.allSettled([readOriginal(id, edition.revision), readReading(id, edition.revision)]);
  for (const { reason } of [original, reading]) if (reason && !reason.problem) throw reason;
  if (original.value) subject.page = { bytes: original.value };
  else subject.notes.push(say("note.no_page", { why: summed(original.reason) }));
  if (reading.value) subject.explain = reading.value;
  else subject.notes.push(say("note.unexplained", { why: summed(reading.reason) }));
  if (reading.value && reading.value.article.provenance.content_hash !== edition.article.provenance.content_hash) subject.notes.push(say("note.differs"));
  return subject;
}

/** A page that was tried and is not kept. */
export const opened = ({ page, article, explain }) => ({ edition: null, article, explain: { article, explain }, page, notes: [] });

/** `go` opens an address of this page; `again` draws it anew. */
export function drawInspector(subject, { go, sheet }) {
  const lights = new Lights();
  const locators = locatorsFor(subject.article, subject.explain);
  const view = el("div.inspector", { "data-tab": "article" });
  const panes = { article: el("div.pane.article-pane", { id: "pane-article", role: "tabpanel", tabindex: "0", "aria-label": say("tab.article") }), page: el("div.pane.page-pane", { id: "pane-page" }), history: el("div.pane", { id: "pane-history" }), json: el("div.pane", { id: "pane-json" }) };
  panes.article.append(drawArticle(subject.article, subject.explain, lights, locators));
  lights.watch("article", panes.article);
  if (subject.page) placePage(panes.page, subject, lights, locators, sheet);
  else panes.page.append(el("p.note.alone", {}, subject.notes.join(" ")));
  const late = { history: () => fillHistory(panes.history, subject, go), json: () => panes.json.replaceChildren(el("h1.unseen", {}, say("tab.json")), drawJson(subject.edition ?? subject.article)) };
  const tabs = drawTabs(view, subject, late);
  view.append(
    drawBar(subject, tabs, go),
    ...subject.notes.map((note) => el("p.note", { role: "note" }, note)),
    drawCoverage(subject.article, subject.explain),
    el("div.panes", {}, panes.page, panes.article, panes.history, panes.json),
  );
  return view;
}

function drawBar(subject, tabs, go) {
  const actions = el("div.actions", {}, el("button", { type: "button", onclick: () => copy(curlOf(subject)) }, say("copy.curl")));
  drawDownloads(subject).then((menu) => actions.append(menu), (error) => tell(summed(error)));
  const { edition } = subject;
  if (!edition) actions.prepend(el("button.strong", { type: "button", onclick: (event) => keep(subject, event.target, go) }, say("keep")));
  else actions.prepend(el("a.button", { href: `#/?url=${encodeURIComponent(subject.article.meta.url ?? "")}` }, say("revise")));
  const told = edition
    ? [el("span.chip", { "data-status": edition.status }, sayOr("status", edition.status)), el("span", {}, say("revision", { number: edition.revision })), el("code.id", {}, edition.article_id)]
    : [el("span.chip", {}, say("not_kept"))];
  return el("div.toolbar", {}, el("p.told", {}, told), tabs, actions);
}

async function keep(subject, button, go) {
  button.disabled = true;
  try {
    const kept = await pushPage(subject.page);
    tell(sayOr("outcome", kept.outcome));
    go(`#/article/${kept.article_id}`);
  } catch (error) {
    if (!error.problem) throw error;
    button.closest(".inspector").querySelector(".toolbar").after(drawRefused(error));
    button.disabled = false;
  }
}

function drawTabs(view, subject, late) {
  const filled = new Set();
  const choose = (name) => {
    view.dataset.tab = name;
    for (const tab of list.children) {
      tab.setAttribute("aria-selected", tab.dataset.tab === name);
      tab.tabIndex = tab.dataset.tab === name ? 0 : -1;
    }
    if (late[name] && !filled.has(name)) filled.add(name) && late[name]();
  };
  const shown = TABS.filter((name) => name !== "history" || subject.edition);
  const list = el("div.tabs", { role: "tablist", "aria-label": say("tabs.label") }, shown.map((name) => el("button", { type: "button", role: "tab", "data-tab": name, "aria-controls": `pane-${name}`, onclick: () => choose(name) }, say(`tab.${name}`))));
  list.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const visible = [...list.children].filter((tab) => tab.offsetParent);
    const next = visible.at((visible.indexOf(document.activeElement) + step) % visible.length);
    next.focus();
    next.click();
  });
  choose("article");
  return list;
}

async function fillHistory(pane, subject, go) {
  const { article_id: id } = subject.edition;
  try {
    const { revisions } = await readRevisions(id);
    pane.replaceChildren(drawHistory(id, revisions, (number) => go(`#/article/${id}/${number}`)));
  } catch (error) {
    if (!error.problem) throw error;
    pane.replaceChildren(drawRefused(error));
  }
}

async function placePage(pane, subject, lights, locators, sheet) {
  const frame = document.getElementById("page-frame").content.firstElementChild.cloneNode(true);
  frame.title = say("page.title");
  pane.append(frame);
  const source = await decode(subject.page.bytes, subject.article.provenance.charset.used);
  while (!frame.isConnected) await new Promise(requestAnimationFrame);
  const page = await showPage(frame, source, sheet);
  page.document.title = say("page.title");
  markPage(lights, page, locators, (pointer) => say(`part.${pointer.split("/")[1]}`));
  frame.dataset.ready = "";
}

/** The page's text, as the desk decoded it. */
async function decode(bytes, charset) {
  let plain = bytes;
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) plain = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
  try {
    return new TextDecoder(charset).decode(plain);
  } catch {
    return new TextDecoder().decode(plain);
  }
}
