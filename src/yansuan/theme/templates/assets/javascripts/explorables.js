// An explorable starts when it comes into view.  Until then, on paper, and where anything fails, its picture stands.
{
  const folder = new URL("../explorables/", document.currentScript.src);

  // Beside what it has become a picture is for paper alone, and a page has elements enough without it.
  const pictures = new Map();
  const paper = matchMedia("print");
  const show = (onPaper) => {
    for (const [figure, picture] of pictures) onPaper ? figure.prepend(picture) : picture.remove();
  };
  paper.addEventListener("change", ({ matches }) => show(matches));
  addEventListener("beforeprint", () => show(true));
  addEventListener("afterprint", () => show(false));

  // Its caption stays at its foot, and what follows where it was, unless it takes more room than its picture.
  const keep = (figure, height) => {
    const caption = figure.querySelector(":scope > figcaption");
    if (caption) figure.append(caption);
    const less = height - figure.getBoundingClientRect().height;
    if (less > 0 && !paper.matches) (caption ?? figure).style.paddingTop = `${less}px`;
  };

  const start = async (figure) => {
    const { explore, values } = figure.dataset;
    const before = [...figure.children];
    try {
      const module = await import(new URL(`${explore}.js`, folder));
      const { height } = figure.getBoundingClientRect();
      await module.default(figure, JSON.parse(values));
      figure.dataset.live = "";
      pictures.set(figure, before[0]);
      show(paper.matches);
      keep(figure, height);
    } catch (error) {
      figure.replaceChildren(...before);
      console.warn(`The explorable ${explore} did not start:`, error);
    }
  };

  const watch = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        watch.unobserve(target);
        start(target);
      }
    },
    { rootMargin: "200px" },
  );

  // After each instant navigation the page has other figures.
  eachPage(() => {
    watch.disconnect();
    pictures.clear();
    for (const figure of document.querySelectorAll(".explorable[data-values]:not([data-live])")) watch.observe(figure);
  });
}
