// A symbol that is pointed at, tapped or chosen in a legend shows itself wherever it stands on the page: in formulas, in
// figures, in code. The build has said which is which (data-symbol), and the legends 记号 what each is.
{
  const tip = document.createElement("div"); // what it is, beside it
  tip.className = "symbol-tip";
  tip.role = "status";
  let lit = "", kept = false, waiting = 0;

  // What a page draws often is one element (yansuan/set/terms.py). Here it becomes a part for each symbol, and the rest.
  function apart(use) {
    const term = document.getElementById(use.href.baseVal.slice(1)), names = use.dataset.symbols.split(" ");
    const made = document.createElementNS("http://www.w3.org/2000/svg", "g"), parts = [];
    const moved = `translate(${use.getAttribute("x") ?? 0},${use.getAttribute("y") ?? 0})`;
    made.setAttribute("transform", `${use.getAttribute("transform") ?? ""} ${moved}`);
    const outlines = term.localName == "g" ? [...term.children] : [term];
    const glyphs = outlines.flatMap((path) => path.getAttribute("d").split(/(?=M)/).map((d) => {
      const glyph = path.cloneNode();
      glyph.removeAttribute("id");
      glyph.setAttribute("d", d);
      return glyph;
    }));
    for (const [n, glyph] of glyphs.entries()) {
      const whole = /^\d+$/.test(names[n]) ? names[n] : n;
      parts[whole] ??= made.appendChild(made.cloneNode());
      parts[whole].removeAttribute("transform");
      if (whole == n && names[n] != ".") parts[whole].dataset.symbol = names[n];
      parts[whole].append(glyph);
    }
    use.replaceWith(made);
  }

  const all = (name) => { // cards show other notes' symbols
    document.querySelectorAll(`.note [data-symbols~="${name}"]`).forEach(apart);
    return [...document.querySelectorAll(`.note [data-symbol="${name}"]`)];
  };
  const holds = ({ left, right, top, bottom }, x, y) => x > left - 3 && x < right + 3 && y > top - 3 && y < bottom + 3;
  const area = (one) => { const { width, height } = one.getBoundingClientRect(); return width * height; };

  // Glyphs are thin and have holes: in a formula a symbol is its box, and of two the smaller (L in a^(L)).
  // In a drawing a box says little of a slanting line: there it is what is drawn, or nearly.
  function at(x, y, target) {
    if (!target.closest(".note")) return;
    const own = target.closest("span[data-symbol]");
    if (own) return own;
    const drawing = target.closest(".figure-drawing"), whole = drawing ?? target.closest(".formula, .formula-scroll");
    whole?.querySelectorAll("[data-symbols]").forEach(apart);
    const inside = whole?.querySelectorAll(drawing ? "[data-symbol][transform]" : "[data-symbol]") ?? [];
    const found = [...inside].filter((one) => holds(one.getBoundingClientRect(), x, y)).sort((a, b) => area(a) - area(b));
    if (found.length || !drawing) return found[0];
    for (let off = 0; off < 7; off++) {
      for (const [right, down] of [[0, off], [0, -off], [off, 0], [-off, 0]]) {
        const near = document.elementFromPoint(x + right, y + down)?.closest(".note svg [data-symbol]");
        if (near) return near;
      }
    }
  }

  // Yellow behind what is written, over a line; behind what is drawn the same in yellow.
  function ground(one, svg, box) {
    const mark = document.createElementNS("http://www.w3.org/2000/svg", "g");
    mark.setAttribute("class", "symbol-lit");
    if (svg.matches(".figure-drawing") && !one.querySelector("use")) {
      mark.append(one.cloneNode(true));
      for (const name of ["data-symbol", "data-edge", "class"]) mark.firstChild.removeAttribute(name);
    } else {
      const back = svg.getScreenCTM().inverse();
      const a = new DOMPoint(box.left - 1, box.top - 1).matrixTransform(back);
      const b = new DOMPoint(box.right + 1, box.bottom + 1).matrixTransform(back);
      mark.innerHTML = `<path d="M${a.x} ${a.y}H${b.x}V${b.y}H${a.x}z"/><path d="M${a.x} ${b.y}H${b.x}"/>`;
    }
    svg.prepend(mark);
  }

  // A button's name leaves MathML out.
  function words(one) {
    const copy = one.cloneNode(true);
    copy.querySelectorAll(".formula-mathml").forEach((mathml) => mathml.remove());
    return copy.textContent;
  }

  function dim() {
    clearTimeout(waiting);
    if (!lit) return;
    for (const one of document.querySelectorAll(".symbol-lit")) one.remove();
    for (const one of all(lit)) {
      one.classList.remove("lit");
      if (one.role) one.setAttribute("aria-pressed", "false");
    }
    tip.replaceChildren();
    lit = "";
    kept = false;
  }

  function light(one, keep) {
    const name = one.dataset.symbol;
    if (name !== lit) {
      dim();
      lit = name;
      const found = all(name).map((part) => [part, part.ownerSVGElement, part.getBoundingClientRect()]); // read, then write
      for (const [part, svg, box] of found) {
        part.classList.add("lit");
        if (svg && box.width + box.height) ground(part, svg, box);
      }
    }
    kept = keep;
    const entry = document.querySelector(`.symbol[data-symbol="${name}"]`);
    entry?.setAttribute("aria-pressed", keep);
    if (!entry || one === entry) return tip.replaceChildren(); // who is in the legend has read it
    const said = document.createElement("div"), words = [...entry.childNodes, entry.nextElementSibling];
    said.append(...words.filter(Boolean).map((part) => part.cloneNode(true)));
    if (said.innerHTML !== tip.innerHTML) tip.replaceChildren(...said.childNodes); // said once
    const box = one.getBoundingClientRect(), own = tip.getBoundingClientRect();
    const above = box.top - own.height - 6;
    tip.style.top = `${scrollY + (above > 60 ? above : box.bottom + 6)}px`; // not under the header
    tip.style.left = `${Math.max(8, Math.min(box.left, innerWidth - own.width - 8))}px`;
  }

  addEventListener("pointermove", ({ clientX, clientY, target, pointerType, buttons }) => {
    if (kept || buttons || pointerType === "touch" || !target.closest) return;
    const one = at(clientX, clientY, target);
    clearTimeout(waiting);
    if (one?.dataset.symbol === lit) return;
    waiting = setTimeout(() => (one ? light(one, false) : dim()), 90); // who only passes is not disturbed
  });
  addEventListener("click", ({ clientX, clientY, target }) => {
    if (!getSelection().isCollapsed || target.closest("a, summary, button, input")) return;
    const one = at(clientX, clientY, target);
    if (!one || (kept && one.dataset.symbol === lit)) dim();
    else light(one, true);
  });
  addEventListener("focusin", ({ target }) => target.matches(".symbol:focus-visible") && light(target, false));
  addEventListener("focusout", ({ target }) => target.matches(".symbol") && !kept && dim());
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") return dim();
    if (!event.target.matches?.(".symbol")) return;
    const way = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!way && !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    if (way) return step(event.target, way);
    if (kept) dim();
    else light(event.target, true);
  });

  // What is told stands beside a symbol that stands elsewhere now; what a tap keeps lit stays so.
  addEventListener("resize", () => kept ? tip.replaceChildren() : dim());

  // A legend is one stop of the keyboard; within it arrows lead on.
  const legend = (one) => [...one.closest("ul").querySelectorAll(".symbol")];
  function step(one, way) {
    const all = legend(one), next = all.at((all.indexOf(one) + way) % all.length);
    one.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  }

  eachPage(() => {
    dim();
    document.body.append(tip); // before it has anything to say, so that a screen reader listens
    for (const one of document.querySelectorAll(".symbol")) {
      one.role = "button";
      one.ariaLabel = words(one);
      one.tabIndex = legend(one)[0] === one ? 0 : -1;
      one.setAttribute("aria-pressed", "false");
    }
  });
}
