// Shows over the page what is wrong with the files of the site.
const LOOKS = `
  :host { all: initial; }
  @media print { :host { display: none; } }
  section {
    position: fixed; inset: auto 0 0 0; z-index: 2147483647; box-sizing: border-box;
    max-height: 60vh; overflow: auto; padding: 1rem 1.25rem 1.25rem;
    background: #fff; color: #1a1a1a; border-top: 4px solid #b00020;
    box-shadow: 0 -4px 24px rgb(0 0 0 / 35%);
    font: 16px/1.5 system-ui, sans-serif; text-align: start;
  }
  h2 { margin: 0 5rem .5rem 0; font-size: 1.125rem; }
  div + div { margin-top: 1rem; }
  h3, p, pre { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
  h3, pre { font: .9375rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
  h3 { font-weight: 700; }
  pre { margin-top: .5rem; padding: .5rem 0; background: #f4f4f5; }
  .line { display: block; padding-inline: 4em .75em; }
  .line b { display: inline-block; width: 3em; margin-inline: -3.5em .5em; text-align: end; font-weight: 400; color: #5c5c63; }
  .meant { background: #fde3e6; }
  .meant b { color: #b00020; font-weight: 700; }
  button {
    position: absolute; top: .75rem; right: 1.25rem; padding: .25rem .75rem; min-height: 2rem;
    font: inherit; color: inherit; background: transparent; border: 1px solid; border-radius: 4px; cursor: pointer;
  }
  :focus-visible { outline: 3px solid #1a6dd6; outline-offset: 2px; }
  @media (prefers-color-scheme: dark) {
    section { background: #1c1c1e; color: #f2f2f2; border-top-color: #ff6b6b; }
    pre { background: #2a2a2d; }
    .line b { color: #a8a8b0; }
    .meant { background: #4a2025; }
    .meant b { color: #ff8f8f; }
    :focus-visible { outline-color: #7ab8ff; }
  }
`;
const MOST = 20; // faults; the terminal has them all
let shown = null;
let shownFaults = "[]";
let dismissed = "";

function hide() {
  if (!shown) return;
  document.removeEventListener("keydown", onKey);
  shown.remove();
  shown = null;
}

function dismiss() {
  dismissed = shownFaults;
  hide();
}

function onKey(event) {
  if (event.key === "Escape") dismiss();
}

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

function excerptOf({ excerpt, first, line }) {
  const box = element("pre", "");
  excerpt.forEach((text, n) => {
    const row = element("span", "", first + n === line ? "line meant" : "line");
    row.append(element("b", first + n), text || " ");
    box.append(row);
  });
  return box;
}

function boxOf(fault) {
  const box = element("div", "");
  if (fault.path) box.append(element("h3", fault.line ? `${fault.path}:${fault.line}` : fault.path));
  box.append(element("p", fault.text));
  if (fault.excerpt.length) box.append(excerptOf(fault));
  return box;
}

// In a shadow tree, so that neither the site's styles nor ours reach the other; as text, never as HTML.
function show(faults) {
  const now = JSON.stringify(faults);
  if (now === shownFaults && (shown || !faults.length || now === dismissed)) return;
  hide();
  shownFaults = now;
  if (now !== dismissed) dismissed = "";
  if (!faults.length || dismissed) return;
  shown = document.createElement("digest-problem");
  const tree = shown.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(LOOKS);
  tree.adoptedStyleSheets = [sheet];
  const box = document.createElement("section");
  box.setAttribute("role", "alert");
  box.lang = "en";
  box.dir = "ltr";
  box.tabIndex = 0; // long texts scroll, by keyboard too
  const button = element("button", "Close");
  button.type = "button";
  button.addEventListener("click", dismiss);
  tree.append(box);
  document.documentElement.append(shown); // beside the body, which is the site's
  document.addEventListener("keydown", onKey);
  const more = faults.length - MOST;
  // After the alert is in the page: screen readers announce what is added to it.
  box.append(
    element("h2", faults.length === 1 ? "1 problem" : `${faults.length} problems`),
    ...faults.slice(0, MOST).map(boxOf),
    ...(more > 0 ? [element("div", `and ${more} more, in the terminal`)] : []),
    button,
  );
}
