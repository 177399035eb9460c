// Puts the new bytes of style sheets, pictures and sounds in the place of the old ones, without loading the page again.
const SWAPPED = /\.(css|avif|gif|ico|jpe?g|png|svg|webp|mp4|webm|mp3|m4a|ogg|vtt)$/i;
const SHEETS = "link[rel~=stylesheet]";
const SHOWN = "image, link[rel~=icon], link[rel~=apple-touch-icon]";
const PATIENCE = 3000; // milliseconds until a style sheet that does not come is given up
const versions = new Map(); // path of a file that changed → the edition and the time (ms) since when it is as it is

performance.setResourceTimingBufferSize(5000);

// The paths of the files that this page uses: what its styles import and show, too.
function usedPaths() {
  const urls = performance
    .getEntriesByType("resource")
    .filter((entry) => entry.initiatorType !== "fetch")
    .map((entry) => entry.name);
  for (const each of document.querySelectorAll(`[src], [srcset], [poster], ${SHOWN}, ${SHEETS}`)) {
    for (const name of ["src", "poster", "href"]) urls.push(each.getAttribute(name));
    urls.push(...addressesIn(each.getAttribute("srcset")).map(([address]) => address));
  }
  const paths = urls.map((url) => url && pathOf(url, document.baseURI));
  return [...new Set(paths)].filter((path) => path && !path.startsWith("/_digest/"));
}

function pathOf(url, base) {
  const at = URL.canParse(url, base) && new URL(url, base);
  return at && at.origin === location.origin ? at.pathname : "";
}

function addressesIn(srcset) {
  return (srcset || "").split(/,\s+/).filter(Boolean).map((each) => each.trim().split(/\s+/));
}

// Under another address, since browsers keep a picture for as long as a page shows it.
function fresh(url, base) {
  const version = url && versions.get(pathOf(url, base));
  if (!version) return url;
  const at = new URL(url, base);
  at.searchParams.set("digest", version.edition);
  return at.href;
}

async function swap(paths, edition) {
  if (!paths.length) return;
  const version = { edition, since: performance.now() };
  for (const path of paths) versions.set(path, version);
  freshen(document);
  const renewed = [...document.styleSheets].filter((sheet) => imports(sheet, paths));
  for (const { href } of renewed) if (href) versions.set(pathOf(href), version);
  const styles = renewed.filter(({ href }) => !href).map(({ ownerNode }) => ownerNode);
  await Promise.all([
    ...[...document.querySelectorAll(SHEETS)].map(swapLink),
    ...styles.map((style) => replaceSheet(style, style.cloneNode(true))),
  ]);
  await freshenStyles();
}

// What the page's styles import and show.
async function freshenStyles() {
  await Promise.all([...document.styleSheets].map(freshenSheet));
}

// Gives the elements of a page the new addresses of what changed, but for its style sheets.
function freshen(page) {
  for (const name of ["src", "poster", "href"]) {
    for (const each of page.querySelectorAll(name === "href" ? SHOWN : `[${name}]`)) {
      setAttribute(each, name, fresh(each.getAttribute(name), document.baseURI));
    }
  }
  for (const each of page.querySelectorAll("[srcset]")) {
    const all = addressesIn(each.getAttribute("srcset"));
    if (all.some(([address]) => versions.has(pathOf(address, document.baseURI)))) {
      const news = all.map(([address, ...size]) => [fresh(address, document.baseURI), ...size].join(" "));
      setAttribute(each, "srcset", news.join(", "));
    }
  }
  for (const each of page.querySelectorAll("[style*='url(']")) freshenStyle(each.style, document.baseURI);
}

function setAttribute(own, name, value) {
  if (value && own.getAttribute(name) !== value) own.setAttribute(name, value);
}

// Of a page that is to come.
function freshenSheets(page) {
  for (const each of page.querySelectorAll(SHEETS)) {
    setAttribute(each, "href", fresh(each.getAttribute("href"), document.baseURI));
  }
}

async function swapLink(link) {
  const href = fresh(link.getAttribute("href"), document.baseURI);
  if (href === link.getAttribute("href")) return;
  const next = link.cloneNode();
  next.href = href;
  await replaceSheet(link, next);
}

// The old sheet stays until the new one is there, so that the page is never without.
async function replaceSheet(own, next) {
  await new Promise((done) => {
    next.onload = next.onerror = done;
    setTimeout(done, PATIENCE);
    own.after(next);
  });
  own.remove();
}

// Whether a style sheet imports one of these files, or one that does.
function imports(sheet, paths) {
  return importsOf(sheet).some((rule) => {
    return paths.includes(pathOf(rule.href, sheet.href || document.baseURI)) || imports(rule.styleSheet, paths);
  });
}

function importsOf(sheet) {
  return rulesOf(sheet).filter((rule) => rule instanceof CSSImportRule);
}

// Gives pictures that rules show their new addresses.
function freshenRules(holder, base) {
  for (const rule of rulesOf(holder)) {
    if (rule.style) freshenStyle(rule.style, base);
    if (rule.cssRules) freshenRules(rule, base);
  }
}

async function freshenSheet(sheet) {
  const base = sheet.href || document.baseURI;
  freshenRules(sheet, base);
  await Promise.all(importsOf(sheet).map((rule) => freshenImport(sheet, rule, base)));
}

// Firefox keeps what the styles of a page import, even if the sheet that imports it comes anew.
async function freshenImport(sheet, rule, base) {
  let own = rule;
  const version = versions.get(pathOf(rule.href, base));
  if (version && fresh(rule.href, base) !== rule.href && !wasAsked(new URL(rule.href, base).href, version.since)) {
    const place = rulesOf(sheet).indexOf(rule) + 1;
    sheet.insertRule(freshText(rule.cssText, base), place);
    own = sheet.cssRules[place];
    for (let waited = 0; !isRead(own.styleSheet) && waited < PATIENCE; waited += 20) {
      await new Promise((done) => setTimeout(done, 20));
    }
    sheet.deleteRule(rulesOf(sheet).indexOf(rule));
  }
  if (isRead(own.styleSheet)) await freshenSheet(own.styleSheet);
}

function wasAsked(url, since) {
  return performance.getEntriesByName(url).some(({ startTime }) => startTime >= since);
}

// Not if it is of another origin, or not there yet.
function isRead(holder) {
  try {
    return Boolean(holder && holder.cssRules);
  } catch {
    return false;
  }
}

function rulesOf(holder) {
  return isRead(holder) ? [...holder.cssRules] : [];
}

function freshenStyle(style, base) {
  for (const name of [...style]) {
    const value = style.getPropertyValue(name);
    const news = freshText(value, base);
    if (news !== value) style.setProperty(name, news, style.getPropertyPriority(name));
  }
}

// Of text as browsers write styles, with all addresses in double quotes.
function freshText(text, base) {
  return text.replace(/url\("((?:[^"\\]|\\.)*)"\)/g, (all, url) => {
    const better = fresh(url, base);
    return better === url ? all : `url(${JSON.stringify(better)})`;
  });
}
