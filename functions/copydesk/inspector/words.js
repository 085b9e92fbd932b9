/** What the page says, in English or Korean; the sentences are data (`words.en.json`, `words.ko.json`). */

import { taste } from "./session.js";

export const LANGUAGES = ["en", "ko"];
let spoken = "en";
let sentences = {};

export const language = () => spoken;

export function chooseLanguage() {
  const wanted = taste.read("language") ?? navigator.language.slice(0, 2);
  return LANGUAGES.includes(wanted) ? wanted : "en";
}

export async function speak(wanted) {
  sentences = await (await fetch(`/inspector/words.${wanted}.json`)).json();
  spoken = wanted;
  document.documentElement.lang = wanted;
  for (const node of document.querySelectorAll("[data-say]")) node.textContent = say(node.dataset.say);
  for (const node of document.querySelectorAll("[data-label]")) node.setAttribute("aria-label", say(node.dataset.label));
  for (const node of document.querySelectorAll("[data-hint]")) node.setAttribute("placeholder", say(node.dataset.hint));
}

/** The sentence of a name, `{count}` and the like filled in. A name without a sentence is shown as it is. */
export function say(name, values = {}) {
  return (sentences[name] ?? name).replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

/** The sentence of a word that the API says (`kind.top_news`), else the word itself with spaces. */
export function sayOr(prefix, word) {
  return sentences[`${prefix}.${word}`] ?? String(word).replaceAll("_", " ");
}

/** As `sayOr`, but nothing where there is no sentence. */
export const sayIf = (prefix, word) => sentences[`${prefix}.${word}`] ?? null;

export const number = (value) => new Intl.NumberFormat(spoken).format(value);

/** A moment in the reader's words; the machine's own form where it is none. */
export function moment(at, precision = "minute") {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return at;
  if (["day", "month", "year"].includes(precision)) return at.slice(0, { day: 10, month: 7, year: 4 }[precision]);
  return new Intl.DateTimeFormat(spoken, { dateStyle: "medium", timeStyle: "short" }).format(time);
}
