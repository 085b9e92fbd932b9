/** The front: a page is brought, or a kept article looked up. */

import { follow, listArticles, readArticle, tryPage } from "./api.js";
import { el } from "./build.js";
import { drawRefused } from "./notice.js";
import { moment, number, say, sayOr } from "./words.js";

const ID = /^[a-z2-7]{26}$/;
const CHARSETS = ["", "utf-8", "euc-kr", "shift_jis", "euc-jp", "gbk", "big5", "windows-1252", "iso-8859-1"];

/** `show(subject)` opens what was read; `go(address)` opens an address of this page; `prefilled` are words to begin with. */
export function drawHome({ show, go, prefilled = {} }) {
  return el("div.home", {}, drawBring(show, prefilled), drawFind(go));
}

function drawBring(show, prefilled) {
  const refused = el("div");
  const text = el("textarea", { id: "page-text", name: "page", rows: "9", spellcheck: "false", placeholder: say("bring.paste"), "aria-label": say("bring.paste") });
  const file = el("input", { type: "file", id: "page-file", accept: ".html,.htm,.xhtml,.gz,text/html,application/gzip" });
  const words = drawWords(prefilled);
  const button = el("button.strong", { type: "submit" }, say("bring.read"));
  const read = async (page) => {
    button.disabled = true;
    refused.replaceChildren();
    try {
      show({ page, ...(await tryPage(page)) });
    } catch (error) {
      if (!error.problem) throw error;
      refused.replaceChildren(drawRefused(error));
    } finally {
      button.disabled = false;
    }
  };
  const readFile = async (chosen) => read({ bytes: new Uint8Array(await chosen.arrayBuffer()), type: "application/octet-stream", words: words.read(), name: chosen.name });
  file.addEventListener("change", () => file.files[0] && readFile(file.files[0]));
  const submit = (event) => {
    event.preventDefault();
    const { charset, ...told } = words.read(); // of a file alone: what is pasted is text already
    read({ bytes: new TextEncoder().encode(text.value), type: "text/html; charset=utf-8", words: told });
  };
  const form = el(
    "form.bring",
    { onsubmit: submit },
    el("h1", {}, say("bring.title")),
    el("p.lead", {}, say("bring.lead")),
    el("div.drop", {}, text, el("p.or", {}, say("bring.drop"), " ", el("label.file-button", { for: "page-file" }, say("bring.choose"), file))),
    words.drawn,
    el("p.actions", {}, button, el("span.faint", {}, say("bring.nothing_kept"))),
    refused,
  );
  acceptDrops(form, readFile);
  return form;
}

function acceptDrops(form, readFile) {
  const over = (event) => {
    event.preventDefault();
    form.toggleAttribute("data-over", event.type === "dragover");
  };
  form.addEventListener("dragover", over);
  form.addEventListener("dragleave", over);
  form.addEventListener("drop", (event) => {
    over(event);
    const [dropped] = event.dataTransfer.files;
    if (dropped) readFile(dropped);
  });
}

function drawWords(prefilled) {
  const input = (name, attributes = {}) => el("label", {}, el("span", {}, say(`word.${name}`)), el("input", { name, autocomplete: "off", spellcheck: "false", value: prefilled[name] ?? "", ...attributes }));
  const charset = el("label", {}, el("span", {}, say("word.charset")), el("select", { name: "charset" }, CHARSETS.map((label) => el("option", { value: label }, label || say("word.charset.page")))));
  const drawn = el("div.words", {}, input("url", { type: "url", placeholder: "https://" }), el("details", {}, el("summary", {}, say("words.more")), el("div.grid", {}, input("external_id"), input("edition", { inputmode: "numeric" }), charset)));
  const read = () => Object.fromEntries([...drawn.querySelectorAll("input, select")].map((field) => [field.name, field.value.trim()]).filter(([, value]) => value));
  return { drawn, read };
}

function drawFind(go) {
  const found = el("div");
  const list = el("ol.latest", { "aria-label": say("latest.title") });
  const field = el("input", { name: "q", type: "search", autocomplete: "off", spellcheck: "false", "aria-label": say("find.label"), placeholder: say("find.label") });
  const find = async (event) => {
    event.preventDefault();
    found.replaceChildren();
    try {
      const id = await findArticle(field.value.trim());
      if (id) go(`#/article/${id}`);
      else found.replaceChildren(el("p.note", { role: "alert" }, say("find.nothing")));
    } catch (error) {
      if (!error.problem) throw error;
      found.replaceChildren(drawRefused(error));
    }
  };
  fillLatest(list, found, listArticles({}));
  return el("section.find", {}, el("h2", {}, say("find.title")), el("form", { onsubmit: find, role: "search" }, field, el("button", { type: "submit" }, say("find.open"))), found, el("h2", {}, say("latest.title")), list);
}

/** By id, by address, by the sender's own id, in this order. */
async function findArticle(wanted) {
  if (ID.test(wanted)) return (await readArticle(wanted)).article_id;
  const query = /^https?:\/\//i.test(wanted) ? { url: wanted } : { external_id: wanted };
  for (const status of ["live", "withdrawn"]) {
    const { articles } = await listArticles({ ...query, status });
    if (articles.length) return articles[0].article_id;
  }
  return null;
}

async function fillLatest(list, found, answer) {
  try {
    const { articles, next } = await answer;
    list.append(...articles.map(drawEntry));
    if (!list.children.length) list.append(el("li.faint", {}, say("latest.none")));
    if (!next) return;
    const more = el("li", {}, el("button.quiet", { type: "button", onclick: () => (more.remove(), fillLatest(list, found, follow(next))) }, say("more")));
    list.append(more);
  } catch (error) {
    if (!error.problem) throw error;
    found.replaceChildren(drawRefused(error));
  }
}

function drawEntry(head) {
  return el(
    "li",
    {},
    el("a", { href: `#/article/${head.article_id}` }, head.headline ?? say("headline.none")),
    el("p.faint", {}, [moment(head.published_at), ...head.sections, head.publisher_id, say("revision", { number: number(head.revision) }), head.status === "live" ? null : sayOr("status", head.status)].filter(Boolean).join(" · ")),
  );
}
