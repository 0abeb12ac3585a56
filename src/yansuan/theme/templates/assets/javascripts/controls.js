// Buttons that copy: at each piece of code, and at the display formula that is pointed at or has the focus (one button
// that goes from formula to formula, so that the keyboard need not stop at each); and search where there is a button for
// it. Each says that it did, to eyes and to ears, in the words that the page has for it.
(() => {
  const words = () => document.getElementById("words").dataset;
  const said = document.createElement("p");
  said.className = "said";
  said.setAttribute("role", "status");

  const button = (words) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "copy";
    made.textContent = made.dataset.words = words;
    return made;
  };
  const copyTex = button("");

  const say = (pressed, words) => {
    document.body.append(said);
    said.textContent = pressed.textContent = words;
    clearTimeout(pressed.timer);
    pressed.timer = setTimeout(() => { pressed.textContent = pressed.dataset.words; said.textContent = ""; }, 2000);
  };
  const copy = (pressed) => {
    const formula = pressed.closest(".formula-display");
    const text = formula ? formula.dataset.tex : pressed.parentElement.querySelector("pre > code").textContent;
    return navigator.clipboard.writeText(text).then(() => say(pressed, words().copied), () => say(pressed, words().notCopied));
  };

  const offer = (event) => {
    const formula = event.target.closest?.("article .formula-display[data-tex]");
    if (!formula || copyTex.parentElement == formula || copyTex == document.activeElement) return;
    copyTex.textContent = copyTex.dataset.words = words().copyTex;
    formula.append(copyTex);
  };

  // How large, and in which face, the text is (partials/reader.html): what was chosen is there before anything is painted.
  const chosen = document.documentElement.dataset;
  for (const one of document.querySelectorAll("#reader input")) if (chosen[one.name]) one.checked = chosen[one.name] == one.value;
  document.getElementById("reader")?.addEventListener("change", ({ target: { name, value } }) => {
    chosen[name] = value;
    __md_set("__reader", { size: chosen.size, face: chosen.face });
  });

  // The theme asks for keys only; what is pasted, spoken or written by finger has none.
  addEventListener("input", ({ target, isComposing }) => {
    if (!isComposing && target.matches(".md-search__input")) target.dispatchEvent(new Event("keyup"));
  });
  addEventListener("click", (event) => {
    if (event.target.closest?.("[data-search]")) {
      document.getElementById("__search").click();
      document.querySelector(".md-search__input").focus();
    }
    const pressed = event.target.closest?.("button.copy");
    if (pressed) copy(pressed);
  });
  addEventListener("keydown", ({ key }) => {
    const open = key == "Escape" && document.querySelector("details.verdict[open]");
    if (!open) return;
    if (open.contains(document.activeElement)) open.firstElementChild.focus();
    open.open = false;
  });
  // Past the header, without the theme: it would fetch the page anew, and the keyboard lose its place.
  addEventListener("click", (event) => {
    const skip = event.target.closest?.(".md-skip");
    const text = skip && document.getElementById(decodeURIComponent(skip.hash.slice(1)));
    if (!text) return;
    event.preventDefault();
    event.stopPropagation();
    history.replaceState(history.state, "", skip.hash);
    text.tabIndex = -1;
    text.focus();
  }, true);
  if (!navigator.clipboard) return; // not a secure place
  addEventListener("pointerover", offer);
  addEventListener("focusin", offer);
  eachPage(() => {
    for (const code of document.querySelectorAll(".highlight > pre:first-of-type > code")) {
      const block = code.closest(".highlight");
      if (!block.querySelector(".copy")) block.append(button(words().copyCode));
    }
  });
})();
