/** What stands where, by address: `#/`, `#/draft`, `#/article/ID`, `#/article/ID/REVISION`, `#/refused`. */

import { el } from "./build.js";
import { drawHome } from "./home.js";
import { drawInspector, opened, openKept } from "./inspect.js";
import { drawRefused } from "./notice.js";
import { drawRefusals } from "./refused.js";
import { key, publisher, takeKeyFromAddress, taste } from "./session.js";
import { chooseLanguage, LANGUAGES, language, say, speak } from "./words.js";

const SHADES = ["auto", "light", "dark"];
const main = document.getElementById("main");
let draft = null; // a page that was tried: it lives in this tab's memory alone
let sheet = "";
let turn = 0;

const go = (address) => (location.hash === address ? route() : (location.hash = address));

async function route() {
  const mine = (turn += 1);
  if (!key.read()) return askForKey();
  document.getElementById("key-dialog").close();
  const [path, query] = location.hash.slice(1).split("?");
  const steps = path.split("/").filter(Boolean);
  try {
    const drawn = await draw(steps, new URLSearchParams(query));
    if (mine === turn) place(drawn);
  } catch (error) {
    if (!error.problem) throw error;
    if (mine === turn) place(drawRefused(error, el("p.actions", {}, el("button", { type: "button", onclick: route }, say("again")))));
    if (error.problem.status === 401) askForKey();
  }
}

async function draw([view, id, revision], query) {
  if (view === "refused") return drawRefusals(go);
  if (view === "draft" && draft) return drawInspector(draft, { go, sheet });
  if (view !== "article" || !id) return drawHome({ show: showDraft, go, prefilled: Object.fromEntries(query) });
  place(el("p.note.alone", { role: "status" }, say("opening")));
  return drawInspector(await openKept(id, revision), { go, sheet });
}

function place(drawn) {
  main.replaceChildren(drawn);
  document.title = [main.querySelector("h1")?.textContent, "copydesk"].filter(Boolean).join(" · ");
  for (const anchor of document.querySelectorAll(".masthead nav a")) {
    const current = location.hash.split("?")[0] === anchor.hash || (anchor.hash === "#/" && !location.hash);
    anchor.toggleAttribute("data-current", current);
    if (current) anchor.setAttribute("aria-current", "page");
    else anchor.removeAttribute("aria-current");
  }
}

function showDraft(answer) {
  draft = opened(answer);
  go("#/draft");
}

// ---------------------------------------------------------------- settings

function askForKey() {
  const dialog = document.getElementById("key-dialog");
  document.getElementById("key-input").value = "";
  document.getElementById("publisher-input").value = publisher.read() ?? "";
  if (!main.children.length) place(el("div.alone", {}, el("h1", {}, "copydesk"), el("p.lead", {}, say("key.needed")), el("p.actions", {}, el("button.strong", { type: "button", onclick: askForKey }, say("key.title")))));
  if (!dialog.open) dialog.showModal();
}

function keepKey(event) {
  const told = new FormData(event.target);
  key.forget();
  key.keep(told.get("key").trim());
  publisher.keep(told.get("publisher").trim());
  route();
}

function forgetKey() {
  key.forget();
  draft = null;
  document.getElementById("key-dialog").close();
  main.replaceChildren();
  askForKey();
}

async function changeLanguage(wanted) {
  await speak(wanted);
  const other = LANGUAGES[(LANGUAGES.indexOf(wanted) + 1) % LANGUAGES.length];
  const button = document.getElementById("language");
  button.textContent = { en: "English", ko: "한국어" }[other];
  button.lang = other;
  changeShade(taste.read("shade") ?? "auto");
}

function changeShade(shade) {
  document.documentElement.dataset.shade = shade;
  document.getElementById("shade").textContent = say(`shade.${shade}`);
}

function listen() {
  document.querySelector("#key-dialog form").addEventListener("submit", keepKey);
  document.getElementById("key-forget").addEventListener("click", forgetKey);
  document.getElementById("key").addEventListener("click", askForKey);
  document.getElementById("language").addEventListener("click", async () => {
    const next = LANGUAGES[(LANGUAGES.indexOf(language()) + 1) % LANGUAGES.length];
    taste.keep("language", next);
    await changeLanguage(next);
    route();
  });
  document.getElementById("shade").addEventListener("click", () => {
    const next = SHADES[(SHADES.indexOf(document.documentElement.dataset.shade) + 1) % SHADES.length];
    taste.keep("shade", next);
    changeShade(next);
  });
  addEventListener("hashchange", () => (takeKeyFromAddress(), route()));
}

takeKeyFromAddress();
listen();
sheet = await (await fetch("/inspector/page.css")).text();
await changeLanguage(chooseLanguage());
await route();
