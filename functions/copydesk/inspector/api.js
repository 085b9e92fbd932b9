/** The public API as the inspector asks it: nothing here that docs/api.md does not tell. */

import { key, publisher } from "./session.js";

/** A refusal with its problem document. */
export class Refused extends Error {
  constructor(problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }

  get kind() {
    return (this.problem.type ?? "").replace("/problems/", "");
  }
}

/** The answer to a call. Throws Refused, also where nothing answers or the answer lies under another address. */
export async function ask(method, path, { body, headers = {} } = {}) {
  const sent = { ...headers };
  if (key.read()) sent.authorization = `Bearer ${key.read()}`;
  let answer;
  try {
    answer = await fetch(path, { method, body, headers: sent, redirect: "manual", cache: "no-store" });
  } catch {
    throw new Refused({ type: "/problems/no_answer", title: "No answer", status: 0, detail: `${method} ${path}` });
  }
  if (answer.type === "opaqueredirect") throw new Refused({ type: "/problems/elsewhere", title: "Too large", status: 303, detail: path });
  if (answer.ok) return answer;
  throw new Refused(await problemOf(answer));
}

async function problemOf(answer) {
  const text = await answer.text();
  try {
    const told = JSON.parse(text);
    if (told.type) return told;
    return { type: "/problems/gateway", title: told.message ?? `HTTP ${answer.status}`, status: answer.status, detail: "" };
  } catch {
    return { type: "/problems/gateway", title: `HTTP ${answer.status}`, status: answer.status, detail: text.slice(0, 300) };
  }
}

/** `/path?name=value`, without the names that have no value. */
export function address(path, query = {}) {
  const told = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  return told.length ? `${path}?${new URLSearchParams(told)}` : path;
}

const withPublisher = (query) => ({ publisher: publisher.read(), ...query });
const json = async (answer) => (await answer).json();

/** A page: its bytes, its media type, and the sender's words for the query. */
export const tryPage = async (page) => json(ask("POST", address("/v1/normalize", { ...page.words, explain: "true" }), await packed(page)));

export async function pushPage(page) {
  const answer = await ask("POST", address("/v1/articles", withPublisher(page.words)), await packed(page, { prefer: "return=minimal" }));
  return answer.json();
}

/** Long pages go packed: the API takes 4 MB. */
async function packed(page, headers = {}) {
  if (page.bytes.length < 1_000_000) return { body: page.bytes, headers: { ...headers, "content-type": page.type } };
  const stream = new Blob([page.bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return { body: await new Response(stream).arrayBuffer(), headers: { ...headers, "content-type": "application/gzip" } };
}

export const readArticle = (id, revision) => json(ask("GET", address(`/v1/articles/${id}`, withPublisher({ revision, format: "json" }))));
export const readRendition = (id, revision, format) => ask("GET", address(`/v1/articles/${id}`, withPublisher({ revision, format })));
export const readRevisions = (id) => json(ask("GET", address(`/v1/articles/${id}/revisions`, withPublisher({ limit: 100 }))));
export const listArticles = (query) => json(ask("GET", address("/v1/articles", withPublisher({ limit: 20, ...query }))));
export const listRefused = () => json(ask("GET", address("/v1/rejections", withPublisher({ limit: 50 }))));
export const follow = (next) => json(ask("GET", next));
export const retryRefused = (id) => json(ask("POST", address(`/v1/rejections/${id}/retry`, withPublisher({}))));
export const readReceipt = (id) => json(ask("GET", address(`/v1/receipts/${id}`, withPublisher({}))));

export async function readOriginal(id, revision) {
  const answer = await ask("GET", address(`/v1/articles/${id}/raw`, withPublisher({ revision })));
  return new Uint8Array(await answer.arrayBuffer());
}

export const readReading = (id, revision) => json(ask("GET", address(`/v1/articles/${id}/reading`, withPublisher({ revision }))));

let formats;

/** The renditions that this API has, as its own description lists them. */
export async function listFormats() {
  formats ??= json(ask("GET", "/openapi.json"));
  const told = (await formats).paths["/v1/articles/{article_id}"].get.parameters;
  return told.find((parameter) => parameter.name === "format").schema.enum;
}
