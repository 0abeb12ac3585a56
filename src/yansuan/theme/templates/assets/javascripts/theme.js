// The theme's script (search, pages without reloading, light and dark) weighs more than all else that a note has to
// fetch, and nobody needs it to read. So it comes when the reader first moves, and until then the page stands alone.
// window.eachPage(what): does `what` now, and again at each page that the theme then exchanges for this one.
{
  const { theme } = document.currentScript.dataset;
  const signs = ["pointermove", "pointerdown", "keydown", "focusin", "scroll"];
  const subscribers = [];
  const missed = []; // keys for search that were pressed before the theme could hear them

  window.eachPage = (what) => {
    subscribers.push(what);
    what();
  };

  const miss = ({ target, key, ctrlKey, metaKey, altKey }) => {
    if ("fs/".includes(key) && !ctrlKey && !metaKey && !altKey) missed.push([target, key]);
  };
  // The theme notes some time late where a page is scrolled to; a page that was asked for in the meantime, and comes
  // slowly, is then taken for one to which the reader goes back, and opens at that place.
  let followed = false;
  addEventListener("click", ({ defaultPrevented, target }) => {
    followed = defaultPrevented && target.closest("a[href]") != null;
  });
  // Nor does it know on which page it began: it would fetch that one anew when the reader first goes to a place in it,
  // and go to where the place is before all is laid out. The browser goes there itself; a link with a target is its own.
  let exchanged = false;
  addEventListener("click", ({ target }) => {
    const link = target.closest("a[href*='#']:not([target])");
    if (link?.href.startsWith?.(`${location.href.split("#")[0]}#`)) link.target = "_self";
  }, { capture: true });
  addEventListener("popstate", (event) => {
    followed = false;
    if (!exchanged) event.stopImmediatePropagation();
  });
  const arrive = () => {
    if (followed && history.state != null) location.hash ? location.replace(location.hash) : scrollTo(0, 0);
    followed = false;
  };

  const listen = (how) => {
    for (const sign of signs) window[how](sign, hear, { capture: true, passive: true });
  };
  // A browser says where the pointer rests when a page comes to stand below it, which is no move of a reader's.
  function hear({ type, movementX, movementY }) {
    if (type != "pointermove" || movementX || movementY) load();
  }
  function load() {
    listen("removeEventListener");
    addEventListener("keydown", miss);
    const script = document.createElement("script");
    script.src = theme;
    script.onload = () => {
      removeEventListener("keydown", miss);
      document.dispatchEvent(new Event("DOMContentLoaded")); // it waits for that
      location$.subscribe(() => {
        exchanged = true;
        document.documentElement.classList.remove("waits", "held"); // another page opens at its place, and is laid out at once
      });
      let first = true; // it tells of this page, too, which is nothing new
      document$.subscribe(() => {
        if (!first) for (const what of [arrive, ...subscribers]) what();
        first = false;
      });
      for (const [target, key] of missed) target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    };
    script.onerror = () => { // the network is away: again at a later sign
      script.remove();
      setTimeout(listen, 3000, "addEventListener");
    };
    document.body.append(script);
  }
  listen("addEventListener");
}
