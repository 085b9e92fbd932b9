/** What has to be told: in a line that goes by, or as a refusal that stays. */

import { el } from "./build.js";
import { sayIf, say, sayOr } from "./words.js";

const SECONDS = 6;
let timer;

export function tell(text) {
  const line = document.getElementById("notice");
  line.textContent = text;
  clearTimeout(timer);
  timer = setTimeout(() => (line.textContent = ""), SECONDS * 1000);
}

const kindOf = (problem) => (problem.type ?? "").replace("/problems/", "");

/** A refusal in one line: what happened, and what to do about it. */
export const summed = ({ problem }) => [sayOr("problem", kindOf(problem)), sayIf("advice", kindOf(problem))].filter(Boolean).join(". ");

/** What happened and what to do about it in the reader's language; under it what the desk says, which is English. */
export function drawReasons(problem, heading = "h2") {
  return [
    el(heading, {}, sayOr("problem", kindOf(problem))),
    sayIf("advice", kindOf(problem)) && el("p", {}, sayIf("advice", kindOf(problem))),
    problem.detail && el("p.said", {}, el("span.unseen", {}, `${say("problem.said")}: `), el("span", { lang: "en" }, problem.detail)),
  ];
}

/** A refusal as a card: what happened, why, and what to do about it. */
export function drawRefused(refused, ...more) {
  const { problem } = refused;
  const evidence = ["what", "size", "limit", "best", "tried"].filter((name) => name in problem);
  return el(
    "section.refusal",
    { role: "alert" },
    drawReasons(problem),
    evidence.length ? el("dl.tight", {}, evidence.map((name) => el("div", {}, el("dt", {}, sayOr("evidence", name)), el("dd", {}, String(problem[name]))))) : null,
    problem.errors?.length ? el("ul", {}, problem.errors.map((error) => el("li", {}, el("code", {}, error.pointer), " ", error.detail))) : null,
    el("p.faint", {}, el("code", {}, `${problem.status || ""} ${problem.type ?? ""}`.trim())),
    more,
  );
}
