/** The only way by which this page makes elements: names, attributes and text, never markup. */

/** `el("p.note", {title: "…", onclick: f}, "text", child)`. Null and false children and attributes are left out. */
export function el(what, attributes = {}, ...children) {
  const [name, ...classes] = what.split(".");
  const made = document.createElement(name);
  if (classes.length) made.className = classes.join(" ");
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") made.addEventListener(key.slice(2), value);
    else made.setAttribute(key, value === true ? "" : value);
  }
  made.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return made;
}

/** An address that may be followed: http or https, nothing else. */
export function webAddress(text) {
  try {
    const address = new URL(text);
    return ["http:", "https:"].includes(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
}

/** A link to a foreign page where the address is one, else its text alone. */
export function link(text, address, attributes = {}) {
  const href = webAddress(address);
  return href ? el("a", { href, target: "_blank", rel: "noopener noreferrer nofollow", ...attributes }, text) : el("span", attributes, text);
}

/** The value at a JSON pointer; undefined where there is none. */
export function valueAt(value, pointer) {
  const steps = pointer.split("/").slice(1).map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
  return steps.reduce((inside, step) => inside?.[step], value);
}
