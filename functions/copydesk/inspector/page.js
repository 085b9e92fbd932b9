/** The page as it was sent, shown by copying what it says into a document that runs nothing, element by element.
 *
 *  The copy has no scripts, no addresses, no forms and no embedded pages because nothing here ever makes one; the frame around it
 *  has a sandbox without scripts and a policy without a network all the same. */

import { cleanDeclarations, harmlessSheet } from "./css.js";

const KEPT = new Set(
  ("a abbr address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em " +
    "figcaption figure font footer h1 h2 h3 h4 h5 h6 header hgroup hr i ins kbd label legend li main mark menu nav ol p pre q rp rt " +
    "ruby s samp search section small span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr").split(" "),
);
const DROPPED = new Set("script style link meta base title template noframes head param source track".split(" "));
const PICTURES = new Set("img amp-img image".split(" "));
const EMBEDDED = new Set("iframe video audio object embed canvas svg amp-iframe amp-video amp-youtube math".split(" "));
const SPANS = new Set("button select option optgroup textarea input".split(" "));
const ATTRIBUTES = "class id dir lang colspan rowspan span start reversed align valign bgcolor color size width height hidden open title datetime".split(" ");
const MAX_SIDE = 1200; // pixels of a picture's stand-in

const policy = globalThis.trustedTypes?.createPolicy("page", { createHTML: (text) => text }) ?? { createHTML: (text) => text };

/** Fills the frame with a copy of the page. `find(css)` then gives the copy of the element that a locator names. */
export async function showPage(frame, source, sheet) {
  const into = await emptyDocument(frame);
  const inert = new DOMParser().parseFromString(policy.createHTML(quieted(source)), "text/html");
  const copies = new Map();
  const sheets = [...inert.querySelectorAll("noframes[data-page-style]")].map((style) =>
    harmlessSheet(frame.contentWindow, style.textContent, style.getAttribute("media") ?? ""),
  );
  dress(inert.documentElement, into.documentElement, copies);
  dress(inert.body, into.body, copies);
  copyChildren(inert.body, into.body, copies);
  const own = new frame.contentWindow.CSSStyleSheet();
  own.replaceSync(sheet);
  into.adoptedStyleSheets = [...sheets, own];
  return { document: into, find: (css) => copies.get(query(inert, css)) ?? null };
}

/** Styles, handlers and base addresses by other names: parsing heeds none of them, but each would be reported as against our policy. */
function quieted(source) {
  return source
    .replace(/<(\/?)style(?=[\s/>])/gi, (whole, slash) => (slash ? "</noframes" : "<noframes data-page-style"))
    .replace(/<base(?=[\s/>])/gi, "<meta")
    .replace(/<[a-z](?:"[^"]*"|'[^']*'|[^"'>])*>/gi, (tag) => tag.replace(/([\s"'/])(style|on[a-z]+)(?=\s*=)/gi, "$1data-page-$2"));
}

function emptyDocument(frame) {
  const ready = () => frame.contentDocument?.URL === "about:srcdoc" && frame.contentDocument.readyState === "complete";
  if (ready()) return Promise.resolve(frame.contentDocument);
  return new Promise((resolve) => frame.addEventListener("load", () => resolve(frame.contentDocument), { once: true }));
}

function query(inert, css) {
  try {
    return inert.querySelector(css);
  } catch {
    return null;
  }
}

function copyChildren(from, into, copies) {
  for (const child of from.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) into.append(into.ownerDocument.createTextNode(child.data));
    else if (child.nodeType === Node.ELEMENT_NODE) copyElement(child, into, copies);
  }
}

function copyElement(from, into, copies) {
  const name = from.localName;
  if (DROPPED.has(name)) return;
  const made = into.ownerDocument.createElement(nameOf(name));
  dress(from, made, copies);
  into.append(made);
  if (PICTURES.has(name)) standIn(from, made, from.getAttribute("alt") ?? "");
  else if (EMBEDDED.has(name)) standIn(from, made, name === "svg" ? "" : hostOf(from.getAttribute("src")) || name);
  else if (name === "input" || name === "textarea") made.append(from.getAttribute("value") ?? from.getAttribute("placeholder") ?? "");
  else copyChildren(from, made, copies);
}

function nameOf(name) {
  if (KEPT.has(name)) return name;
  if (PICTURES.has(name) || EMBEDDED.has(name) || SPANS.has(name)) return "span";
  return "div";
}

function dress(from, made, copies) {
  copies.set(from, made);
  for (const name of ATTRIBUTES) if (from.hasAttribute(name)) made.setAttribute(name, from.getAttribute(name));
  const style = from.getAttribute("data-page-style");
  if (style === null || from.localName === "noframes") return;
  made.style.cssText = style;
  cleanDeclarations(made.style);
}

/** A grey box of the picture's size with its alternative text: pictures lie on other machines, and none of these is asked. */
function standIn(from, made, text) {
  const [width, height] = ["width", "height"].map((name) => Math.min(parseInt(from.getAttribute(name), 10) || 0, MAX_SIDE));
  made.removeAttribute("class");
  made.setAttribute("data-stand-in", from.localName === "svg" ? "mark" : PICTURES.has(from.localName) ? "picture" : "embed");
  if (width > 1) made.style.width = `${width}px`;
  if (width > 1 && height > 1) made.style.aspectRatio = `${width} / ${height}`;
  if ((width && width < 3) || (height && height < 3)) made.hidden = true;
  made.append(text);
}

function hostOf(address) {
  try {
    return new URL(address, "https://nowhere.invalid").hostname.replace("nowhere.invalid", "");
  } catch {
    return "";
  }
}
