/** What is remembered: the key and the publisher for this tab alone, the language and the shade for this browser. */

const KEY = "copydesk-key";
const PUBLISHER = "copydesk-publisher";

export const key = {
  read: () => sessionStorage.getItem(KEY),
  keep: (secret) => sessionStorage.setItem(KEY, secret),
  forget: () => [KEY, PUBLISHER].forEach((name) => sessionStorage.removeItem(name)),
};

export const publisher = {
  read: () => sessionStorage.getItem(PUBLISHER) || null,
  keep: (name) => sessionStorage.setItem(PUBLISHER, name),
};

export const taste = {
  read: (name) => localStorage.getItem(`copydesk-${name}`),
  keep: (name, value) => localStorage.setItem(`copydesk-${name}`, value),
};

/** `#key=…` (and `&to=/article/…`) is taken and gone from the address at once: it stays in no history and no bookmark. */
export function takeKeyFromAddress() {
  if (!location.hash.startsWith("#key=")) return;
  const told = new URLSearchParams(location.hash.slice(1));
  key.keep(told.get("key"));
  history.replaceState(null, "", `${location.pathname}#${told.get("to") ?? "/"}`);
}
