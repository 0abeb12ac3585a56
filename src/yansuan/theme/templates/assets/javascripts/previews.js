// What a reference means, shown beside it: the formula that (3) names, on this page or on another, and a footnote where no
// margin holds it. Who listens to the page is told once: the preview is a picture, and the reference leads to the thing.
(() => {
  const REFERENCES = ".formula-reference, .footnote-ref";
  const pages = new Map(); // other notes, by address
  const preview = document.createElement("div");
  if (!preview.showPopover) return;
  preview.className = "preview md-typeset";
  preview.popover = "manual";
  preview.setAttribute("aria-hidden", "true");
  let reference = null, target = null, timer = 0;

  const hide = () => {
    clearTimeout(timer);
    reference = null;
    target?.classList.remove("meant");
    target = null;
    if (preview.matches(":popover-open")) preview.hidePopover();
  };
  const later = (what, delay) => { clearTimeout(timer); timer = setTimeout(what, delay); };

  const page = (address) => {
    if (address == location.href.split("#")[0]) return document;
    if (!pages.has(address)) {
      pages.set(address, fetch(address).then(async (answer) =>
        answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null).catch(() => null));
    }
    return pages.get(address);
  };

  // A copy without names, links and stops for the keyboard; from another page with the glyphs of that page.
  const copy = (found, home) => {
    const made = document.createElement("div");
    const parts = found.matches("li") ? found.childNodes : found.querySelectorAll(":scope > :is(.formula-scroll, .formula-number)");
    for (const part of parts) made.append(document.importNode(part, true));
    made.querySelectorAll(".formula-mathml, .footnote-backref, .verdict").forEach((part) => part.remove());
    for (const link of made.querySelectorAll("a, button")) {
      const words = document.createElement("span");
      words.className = link.className;
      words.append(...link.childNodes);
      link.replaceWith(words);
    }
    for (const part of made.querySelectorAll("[id], [tabindex]")) {
      part.removeAttribute("id");
      part.removeAttribute("tabindex");
    }
    if (home != document) {
      const glyphs = document.createElementNS("http://www.w3.org/2000/svg", "defs");
      for (const use of made.querySelectorAll("use")) {
        const address = use.getAttributeNode("xlink:href"); // a plain href the theme would try to write out, and fail
        const name = address.value.slice(1), own = `preview-${name}`;
        address.value = `#${own}`;
        if ([...glyphs.children].some(({id}) => id == own)) continue;
        glyphs.append(document.importNode(home.getElementById(name), true));
        glyphs.lastChild.id = own;
      }
      made.querySelector("svg")?.prepend(glyphs);
    }
    return made;
  };

  const show = async (link) => {
    const home = await page(link.href.split("#")[0]);
    const found = home?.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!found || link != reference) return;
    target = home == document ? found : null;
    target?.classList.add("meant");
    const at = target?.getBoundingClientRect();
    if (at && at.top >= 0 && at.bottom <= innerHeight) return; // it is in sight: pointing at it is enough
    preview.replaceChildren(copy(found, home));
    if (home != document) {
      const whence = document.createElement("p");
      const title = home.querySelector("h1").firstChild.textContent.trim();
      whence.textContent = document.getElementById("words").dataset.seenIn.replace("{title}", () => title);
      preview.append(whence);
    }
    document.body.append(preview);
    preview.showPopover();
    // Below the reference, or above it where there is no room; never over it, and never past an edge.
    const box = link.getBoundingClientRect(), [width, height] = [preview.offsetWidth, preview.offsetHeight];
    const column = link.closest("article, main").getBoundingClientRect();
    const left = Math.max(8, Math.min(Math.max(column.left, box.left + box.width / 2 - width / 2), column.right - width));
    const below = box.bottom + height + 8 < innerHeight || box.top < height + 8;
    preview.style.left = `${left + scrollX}px`;
    preview.style.top = `${scrollY + (below ? box.bottom + 4 : box.top - height - 4)}px`;
  };
  const begin = (link, delay) => {
    if (link == reference) return clearTimeout(timer);
    hide();
    reference = link;
    timer = setTimeout(show, delay, link);
  };
  const at = (event) => event.target.closest?.(REFERENCES);

  addEventListener("pointerover", (event) => {
    if (event.pointerType == "touch") return;
    if (at(event)) begin(at(event), 150);
    else if (preview.contains(event.target)) clearTimeout(timer);
    else if (reference && reference != document.activeElement) later(hide, 250);
  });
  addEventListener("focusin", (event) => at(event)?.matches(":focus-visible") ? begin(at(event), 0) : hide());
  addEventListener("focusout", hide);
  addEventListener("keydown", (event) => { if (event.key == "Escape") hide(); });
  // By finger: the first tap shows, the second goes there; a tap elsewhere puts it away.
  let finger = false;
  addEventListener("pointerdown", (event) => {
    finger = event.pointerType == "touch";
    if (!at(event) && !preview.contains(event.target)) hide();
  });
  addEventListener("click", (event) => {
    const link = at(event);
    if (!link) return;
    const first = finger && link != reference;
    if (!first) return hide();
    event.preventDefault();
    event.stopPropagation();
    begin(link, 0);
  }, true);
  eachPage(hide);
})();
