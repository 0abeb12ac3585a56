// A copied formula becomes its TeX: $…$, or $$…$$ where it is displayed.
addEventListener("copy", (event) => {
  if (getSelection().isCollapsed) return;
  const range = getSelection().getRangeAt(0).cloneRange();
  const node = range.commonAncestorContainer;
  const whole = (node.closest ? node : node.parentElement).closest("[data-tex], .verdict");
  if (whole?.matches(".verdict")) return; // words about a formula are copied as they are
  if (whole) range.selectNode(whole);
  const copy = document.createElement("div");
  copy.append(range.cloneContents());
  const found = copy.querySelectorAll("[data-tex]");
  if (!found.length) return;
  for (const formula of found) {
    const [tag, mark] = formula.localName == "div" ? ["pre", "$$"] : ["span", "$"];
    const tex = document.createElement(tag);
    tex.append(mark, formula.dataset.tex, mark);
    formula.replaceWith(tex);
  }
  document.body.append(copy); // innerText needs a layout
  event.clipboardData.setData("text/plain", copy.innerText);
  event.clipboardData.setData("text/html", copy.innerHTML);
  copy.remove();
  event.preventDefault();
});
