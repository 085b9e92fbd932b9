/** What has to be told: in a line that goes by, or as a refusal that stays. */

import { el } from "./build.js";
import { say, sayOr } from "./words.js";

const SECONDS = 6;
let timer;

export function tell(text) {
  const line = document.getElementById("notice");
  line.textContent = text;
  clearTimeout(timer);
  timer = setTimeout(() => (line.textContent = ""), SECONDS * 1000);
}

/** A refusal as a card: what happened, why, and what to do about it. */
export function drawRefused(refused, ...more) {
  const { problem } = refused;
  const evidence = ["what", "size", "limit", "best", "tried"].filter((name) => name in problem);
  return el(
    "section.refusal",
    { role: "alert" },
    el("h2", {}, sayOr("problem", refused.kind)),
    problem.detail && el("p", {}, problem.detail),
    evidence.length ? el("dl.tight", {}, evidence.map((name) => el("div", {}, el("dt", {}, sayOr("evidence", name)), el("dd", {}, String(problem[name]))))) : null,
    problem.errors?.length ? el("ul", {}, problem.errors.map((error) => el("li", {}, el("code", {}, error.pointer), " ", error.detail))) : null,
    el("p.faint", {}, el("code", {}, `${problem.status || ""} ${problem.type ?? ""}`.trim())),
    more,
  );
}
