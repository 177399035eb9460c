(() => {
  try {
    const kept = "digest-front-page", visit = 30 * 60 * 1000, now = Date.now();
    const links = [...document.querySelectorAll(".card-title a, .headlines li > a")];
    const was = JSON.parse(localStorage.getItem(kept) || "{}");
    const goesOn = now - was.at < visit;
    const known = goesOn ? was.known : was.shown;
    localStorage.setItem(kept, JSON.stringify({ at: goesOn ? was.at : now, known, shown: links.map((link) => link.href) }));
    for (const link of known ? links : []) {
      if (known.includes(link.href)) continue;
      const mark = document.createElement("strong");
      mark.className = "mark new";
      mark.textContent = document.querySelector("[data-new]").dataset.new;
      link.after(" ", mark);
    }
  } catch {}
})();
