/** A page's own style, made harmless: nothing in it may ask the network, lie over the page or run away. */

const ASKS = /url\(|image\(|image-set\(|src\(|\\|element\(/i;

/** A sheet for a document of `view`, without any declaration that names an address. Sheets that are no CSS come out empty. */
export function harmlessSheet(view, text, media = "") {
  const sheet = new view.CSSStyleSheet({ media });
  try {
    sheet.replaceSync(text.replace(/@import\b[^;]*;?/gi, "")); // it would drop them too, and complain
  } catch {
    return sheet;
  }
  cleanRules(sheet);
  return sheet;
}

function cleanRules(parent) {
  for (let i = parent.cssRules.length - 1; i >= 0; i -= 1) {
    const rule = parent.cssRules[i];
    if (rule.constructor.name === "CSSFontFaceRule" || rule.constructor.name === "CSSImportRule") parent.deleteRule(i);
    else {
      if (rule.style) cleanDeclarations(rule.style);
      if (rule.cssRules) cleanRules(rule);
    }
  }
}

/** `fixed` and `sticky` go too: without its scripts nobody could close what lies over the page. */
export function cleanDeclarations(style) {
  for (const name of [...style]) {
    const value = style.getPropertyValue(name);
    if (ASKS.test(value) || (name === "position" && /fixed|sticky/.test(value))) style.removeProperty(name);
  }
}
