// Follows the preview server: reloads this page when the site was built anew, and shows why it was not.
// The server adds this script to each page that it serves; the files of the site do not contain it.
(() => {
  "use strict";
  const edition = document.currentScript.dataset.edition;
  let source = null;
  let retry = 0;
  let shown = null;
  let dismissed = "";

  const style = `
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
    pre {
      margin: 0; white-space: pre-wrap; overflow-wrap: anywhere;
      font: .9375rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace;
    }
    button {
      position: absolute; top: .75rem; right: 1.25rem; padding: .25rem .75rem; min-height: 2rem;
      font: inherit; color: inherit; background: transparent; border: 1px solid; border-radius: 4px; cursor: pointer;
    }
    :focus-visible { outline: 3px solid #1a6dd6; outline-offset: 2px; }
    @media (prefers-color-scheme: dark) {
      section { background: #1c1c1e; color: #f2f2f2; border-top-color: #ff6b6b; }
      :focus-visible { outline-color: #7ab8ff; }
    }
  `;

  function hide() {
    if (!shown) return;
    document.removeEventListener("keydown", onKey);
    shown.remove();
    shown = null;
  }

  function dismiss(text) {
    dismissed = text;
    hide();
  }

  function onKey(event) {
    if (event.key === "Escape" && shown) dismiss(shown.dataset.text);
  }

  function element(name, text) {
    const made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  // In a shadow tree, so that neither the site's styles nor ours reach the other; as text, never as HTML.
  function show(text) {
    if (shown && shown.dataset.text === text) return;
    hide();
    if (!text || text === dismissed) return;
    shown = document.createElement("digest-problem");
    shown.dataset.text = text;
    const tree = shown.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(style);
    tree.adoptedStyleSheets = [sheet];
    const box = document.createElement("section");
    box.setAttribute("role", "alert");
    box.lang = "en";
    box.dir = "ltr";
    box.tabIndex = 0; // long texts scroll, by keyboard too
    const button = element("button", "Close");
    button.type = "button";
    button.addEventListener("click", () => dismiss(text));
    tree.append(box);
    document.body.append(shown);
    document.addEventListener("keydown", onKey);
    // After the alert is in the page: screen readers announce what is added to it.
    box.append(element("h2", "The site was not built"), element("pre", text), button);
  }

  // A hidden tab lets go of its connection: browsers allow six to one host, and many tabs may be open.
  // It is told on its return whether it is out of date.
  function connect() {
    if (source || document.visibilityState === "hidden") return;
    source = new EventSource("/_digest/events?edition=" + encodeURIComponent(edition));
    source.addEventListener("reload", () => {
      disconnect();
      location.reload();
    });
    source.addEventListener("problem", (event) => show(JSON.parse(event.data)));
    source.addEventListener("error", () => {
      // Some browsers give up when the server is away; it may come back.
      if (source && source.readyState === EventSource.CLOSED) {
        disconnect();
        retry = setTimeout(connect, 1500);
      }
    });
  }

  function disconnect() {
    clearTimeout(retry);
    if (source) source.close();
    source = null;
  }

  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") disconnect();
    else connect();
  });
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);
  connect();
})();
