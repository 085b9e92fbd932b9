/** Pages of the inbox and of uploads that were refused: why, and once more. */

import { follow, listRefused, readReceipt, retryRefused } from "./api.js";
import { el } from "./build.js";
import { drawReasons, drawRefused, summed } from "./notice.js";
import { moment, number, say, sayOr } from "./words.js";

const TRIES = 20;
const PAUSE = 500; // milliseconds between two looks at a receipt

export function drawRefusals(go) {
  const list = el("ol.refused");
  const section = el("section.refusals", {}, el("h1", {}, say("refused.title")), el("p.lead", {}, say("refused.lead")), list);
  fill(list, listRefused(), go);
  return section;
}

async function fill(list, answer, go) {
  try {
    const { rejections, next } = await answer;
    list.append(...rejections.map((one) => drawRejection(one, go)));
    if (!list.children.length) list.append(el("li.faint", {}, say("refused.none")));
    if (!next) return;
    const more = el("li", {}, el("button.quiet", { type: "button", onclick: () => (more.remove(), fill(list, follow(next), go)) }, say("more")));
    list.append(more);
  } catch (error) {
    if (!error.problem) throw error;
    list.replaceChildren(el("li", {}, drawRefused(error)));
  }
}

function drawRejection(one, go) {
  const outcome = el("p", { role: "status" });
  const again = async () => {
    button.disabled = true;
    outcome.textContent = say("refused.trying");
    try {
      drawOutcome(outcome, await settled(await retryRefused(one.rejection_id)), go);
    } catch (error) {
      if (!error.problem) throw error;
      outcome.replaceChildren(drawRefused(error));
    }
    button.disabled = false;
  };
  const button = el("button", { type: "button", onclick: again }, say("refused.retry"));
  const told = [moment(one.received_at), sayOr("via", one.via), one.bytes !== null && say("bytes", { count: number(one.bytes) }), one.publisher_id].filter(Boolean);
  return el(
    "li.card",
    {},
    drawReasons(one.error),
    el("p.faint", {}, told.join(" · ")),
    one.inbox_key && el("p", {}, el("code", {}, one.inbox_key)),
    el("p.actions", {}, button),
    outcome,
  );
}

/** The receipt once it is no longer pending; as it is after some seconds where it stays so. */
async function settled(receipt) {
  let seen = receipt;
  for (let i = 0; i < TRIES && seen.outcome === "pending"; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    seen = await readReceipt(receipt.receipt_id);
  }
  return seen;
}

function drawOutcome(outcome, receipt, go) {
  const open = receipt.article_id && el("button", { type: "button", onclick: () => go(`#/article/${receipt.article_id}`) }, say("find.open"));
  outcome.replaceChildren(sayOr("outcome", receipt.outcome), receipt.error ? `: ${summed({ problem: receipt.error })}` : "", open ? " " : "", open || "");
}
