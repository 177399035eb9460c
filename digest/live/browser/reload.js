// Follows the preview: makes this page what it is now when the site was built anew, and shows why it was not.
// The server adds this script to each page that it serves; the files of the site do not contain it.
const script = document.currentScript;
const { shows, worker: workerUrl } = script.dataset;
const isDesk = location.pathname === "/_digest/"; // there it is told in the page itself what is wrong
let { edition, base } = script.dataset; // which state of the site this page shows, and at which path the site was then
let latest = null; // what was told last
let isBusy = false;
let leave = null; // ends the listening
const HASTE = 800; // milliseconds: what is mended sooner was half-written, and what the news tell as well came with them
let unmade = null; // why this page cannot be made any more: it stays as it was
let unmadeTold = null; // the same once it is told
script.remove();

// Waits for ever: the page is gone soon.
function loadAgain(at) {
  if (at && at !== location.pathname) location.replace(at + location.hash);
  else location.reload();
  return new Promise(() => {});
}

// null if the preview does not answer to the end: it may come back, and tells then what is new.
async function ask(url) {
  try {
    const answer = await fetch(url, { cache: "no-cache" });
    return { ok: answer.ok, kind: answer.headers.get("Content-Type"), text: await answer.text() };
  } catch {
    return null;
  }
}

// What of this page is not as it was, and of what it uses; asked for in parts, for addresses have an end. A page that
// is shown because another is not there hears of that too.
async function findChanges() {
  const used = [...usedPaths(), ...(shows ? [location.pathname] : [])];
  const found = [];
  for (let n = 0; n === 0 || n < used.length; n += 100) {
    const query = new URLSearchParams({ edition, base, page: shows || location.pathname });
    for (const path of used.slice(n, n + 100)) query.append("used", path);
    const answer = await ask(`/_digest/changes?${query}`);
    if (!answer || !answer.ok) return null;
    found.push(JSON.parse(answer.text));
  }
  return { ...found[0], used: found.flatMap((each) => each.used) };
}

// Whether this page has caught up; false if the preview is away.
async function renew() {
  const changes = await findChanges();
  if (!changes) return false;
  const { isUnknown, page, used, moved } = changes;
  const isElsewhere = changes.base !== base;
  if (isElsewhere && shows) return loadAgain();
  // What the page uses has other addresses there.
  if (isUnknown || (isElsewhere && used.length) || !used.every((path) => SWAPPED.test(path))) return loadAgain(moved);
  await swap(used, changes.edition);
  base = changes.base;
  if (moved && moved !== location.pathname) {
    if (runsScripts(document)) return loadAgain(moved);
    history.replaceState(history.state, "", moved + location.hash);
  }
  if ((page || moved) && !(await renewPage())) return false;
  edition = changes.edition;
  return true;
}

async function renewPage() {
  const answer = await ask(location.href);
  if (!answer) return false;
  const isPage = answer.kind.startsWith("text/html");
  const next = new DOMParser().parseFromString(isPage ? answer.text : "", "text/html");
  if (whyUnmade(next) && !whyUnmade(document)) {
    stay(whyUnmade(next));
    return true;
  }
  unmade = unmadeTold = null;
  tell();
  if (!answer.ok || !isPage) return loadAgain();
  next.querySelector("script[data-edition]").remove();
  // Scripts have done with a page what only they know, and would not run again; a policy cannot be taken back.
  if (runsScripts(document) || runsScripts(next) || rulesOfPage(document) !== rulesOfPage(next)) return loadAgain();
  freshen(next);
  freshenSheets(next);
  morphPage(next);
  await freshenStyles();
  return true;
}

function whyUnmade(page) {
  return page.documentElement.dataset.digestProblem;
}

function stay(why) {
  const own = { excerpt: [], first: 1, ...JSON.parse(why) };
  unmade = own;
  setTimeout(() => {
    if (unmade !== own) return;
    unmadeTold = own;
    tell();
  }, HASTE);
}

function isSame(one, other) {
  return one.path === other.path && one.line === other.line && (one.path !== "" || one.text === other.text);
}

function tell() {
  if (isDesk) return;
  const isNew = unmadeTold && !latest.faults.some((fault) => isSame(fault, unmadeTold));
  show(isNew ? [...latest.faults, unmadeTold] : latest.faults);
}

function runsScripts(page) {
  return [...page.scripts].some(({ type }) => /^(|module|(text|application)\/(x-)?(java|ecma)script)$/i.test(type.trim()));
}

function rulesOfPage(page) {
  const rules = [...page.querySelectorAll("meta[http-equiv], base")].map((each) => each.outerHTML);
  return rules.join("").replace(/script-src [^;"]*/g, ""); // no matter to a page that runs none
}

async function catchUp() {
  if (isBusy) return;
  isBusy = true;
  try {
    let done = null;
    while (latest && latest !== done && document.visibilityState !== "hidden") {
      const now = latest;
      if (now.edition !== edition && !(await renew())) break;
      done = now;
    }
  } catch (error) {
    console.warn("digest: the page is loaded again.", error);
    await loadAgain();
  } finally {
    isBusy = false;
  }
}

function hear(news) {
  latest = news;
  tell();
  catchUp();
}

// Without a worker a hidden page lets go of its connection, and hears on its return what it missed.
function hearAlone() {
  let stop = null;
  const follow = () => {
    if (document.visibilityState === "hidden") {
      stop?.();
      stop = null;
    } else stop ??= listen(hear);
  };
  document.addEventListener("visibilitychange", follow);
  leave = () => {
    document.removeEventListener("visibilitychange", follow);
    stop?.();
  };
  follow();
}

function join() {
  if (leave) return;
  try {
    const worker = new SharedWorker(workerUrl, "digest");
    worker.port.onmessage = ({ data }) => hear(data);
    worker.onerror = hearAlone;
    leave = () => worker.port.postMessage("bye");
  } catch {
    hearAlone(); // there are none, or the page's policy is against it
  }
}

document.addEventListener("visibilitychange", catchUp);
addEventListener("pagehide", () => {
  leave?.();
  leave = null;
});
addEventListener("pageshow", join);
noteServed();
join();
