// Counts a view of this page, and brings the numbers on it up to date. The build writes into the page which it is and
// where the counter answers (data-page, data-endpoint), and the numbers (data-visits: of what); where anything goes
// wrong, what it wrote stands. It leaves out lines like these.
(() => {
  const find = css => document.querySelectorAll(css);
  let last;

  const refuses = value => {
    try {
      if (value) localStorage.visits = value;
      return localStorage.visits == "off";
    } catch {}
  };

  // A page may be prerendered, or in a tab behind: nobody sees it yet.
  const seen = () => new Promise(resolve => {
    const look = () => document.prerendering || document.hidden || resolve();
    for (const what of ["prerendering", "visibility"]) document.addEventListener(what + "change", look);
    look();
  });

  // A page that is a file has no host.
  const may = here =>
    (here || !/^(|localhost|127\.0\.0\.1|\[::1])$/.test(location.hostname)) &&
    !navigator.globalPrivacyControl && navigator.doNotTrack != 1 && !refuses();

  const view = async () => {
    await seen();
    const [place] = find("[data-endpoint]");
    if (!place) return;
    const {endpoint, page, anywhere} = place.dataset;
    const signal = AbortSignal.timeout?.(1500);
    const ask = (what, how) => fetch(endpoint + what, {credentials: "omit", ...how});

    // Material tells of a new page also where only what follows # is new.
    const isNew = page != last;
    last = page;
    if (page && isNew && may(anywhere)) {
      const e = [...crypto.getRandomValues(new Uint8Array(16))].map(n => (n + 256).toString(16).slice(1)).join("");
      const body = JSON.stringify({p: page, e, w: navigator.webdriver || undefined});
      const hit = ask("hit", {method: "POST", body, keepalive: true});
      // So that this view is in the numbers. They do not wait long for it, and not at all where it is blocked.
      await Promise.race([hit, new Promise(late => setTimeout(late, 700))]).catch(() => {});
    }

    const got = {};
    for (const tag of find("[data-visits]")) {
      const path = tag.dataset.visits;
      got[path] ??= ask("count?path=" + encodeURIComponent(path), {signal}).then(it => it.json());
      got[path].then(({count}) => {
        if (!Number.isSafeInteger(count) || count < parseInt(tag.textContent)) return;
        tag.textContent = tag.textContent.replace(/\d+/, count);
        tag.dataset.fresh = "";
      }).catch(() => {});
    }
  };

  const start = () => {
    view().catch(() => {});
    for (const button of find("[data-refuse]")) {
      const show = () => button.ariaPressed = !!refuses();
      button.onclick = () => show(refuses(refuses() ? "on" : "off"));
      show();
    }
  };

  (window.eachPage ?? (what => what()))(start);
  addEventListener("pageshow", event => event.persisted && (last = start()));
})();
