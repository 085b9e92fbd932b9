/** Either side lights the other: elements of both documents that stand for the same JSON pointers. */

import { valueAt } from "./build.js";

/** The part of the article that a pointer is in; it decides the colour. */
export const partOf = (pointer) => pointer.split("/")[1];

/** The pointers that hold for the article shown. A kept article may have been read by an older normalizer than the one that explains:
 *  then only what came out the same is located. */
export function locatorsFor(article, explained) {
  if (!explained) return {};
  const same = (pointer) => JSON.stringify(valueAt(article, pointer)) === JSON.stringify(valueAt(explained.article, pointer));
  const agree = article.provenance.content_hash === explained.article.provenance.content_hash;
  const told = Object.entries(explained.explain.locators).filter(([pointer]) => agree || same(pointer));
  return withMedia(article, Object.fromEntries(told));
}

/** A picture's block is where its caption is. */
function withMedia(article, locators) {
  article.body.blocks.forEach((block, i) => {
    const caption = article.captions.findIndex((one) => one.id === block.caption_id);
    const place = locators[`/captions/${caption}`];
    if (block.type === "media" && place && !locators[`/body/blocks/${i}`]) locators[`/body/blocks/${i}`] = place;
  });
  return locators;
}

export class Lights {
  #sides = { page: new Map(), article: new Map() };
  #lit = null;

  /** `element` stands for `pointer` on that side; the same element may stand for several. */
  note(side, pointer, element) {
    const noted = this.#sides[side].get(pointer) ?? [];
    this.#sides[side].set(pointer, [...noted, element]);
    const pointers = element.dataset.at ? `${element.dataset.at} ${pointer}` : pointer;
    element.dataset.at = pointers;
    element.dataset.part ??= partOf(pointer);
  }

  has(side, pointer) {
    return this.#sides[side].has(pointer);
  }

  /** Pointer and focus in `root` (an element or a document) light up both sides and bring the other into view. */
  watch(side, root) {
    const other = side === "page" ? "article" : "page";
    const light = (event) => {
      const at = event.target.closest?.("[data-at]")?.dataset.at ?? null;
      this.light(at, other);
    };
    for (const kind of ["pointerover", "focusin"]) root.addEventListener(kind, light);
    root.addEventListener(side === "page" ? "pointerleave" : "pointerleave", () => this.light(null));
  }

  light(at, bring = null) {
    if (at === this.#lit) return;
    this.#lit = at;
    const pointers = at ? at.split(" ") : [];
    for (const [side, noted] of Object.entries(this.#sides)) {
      for (const element of [...noted.values()].flat()) element.removeAttribute("data-lit");
      const lit = pointers.flatMap((pointer) => noted.get(pointer) ?? []);
      for (const element of lit) element.setAttribute("data-lit", "");
      if (side === bring && lit.length) bringIntoView(lit[0]);
    }
  }
}

function bringIntoView(element) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  element.scrollIntoView({ block: "nearest", inline: "nearest", behavior: still ? "instant" : "smooth" });
}

/** Marks in the copied page what the article was read from, so that each can be reached with the keyboard too. */
export function markPage(lights, page, locators, describe) {
  for (const [pointer, css] of Object.entries(locators)) {
    const element = page.find(css);
    if (!element || element === page.document.body) continue;
    lights.note("page", pointer, element);
    element.tabIndex = 0;
    element.setAttribute("aria-description", describe(pointer));
  }
  lights.watch("page", page.document);
}
