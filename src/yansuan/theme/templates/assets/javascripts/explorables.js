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

  const start = async (figure) => {
    const { explore, values } = figure.dataset;
    const before = [...figure.children];
    try {
      const module = await import(new URL(`${explore}.js`, folder));
      const height = figure.offsetHeight;
      await module.default(figure, JSON.parse(values));
      figure.append(...figure.querySelectorAll(":scope > figcaption")); // at its foot, as it was
      figure.dataset.live = "";
      pictures.set(figure, before[0]);
      show(paper.matches);
      // What follows stays where it is.
      figure.style.paddingBottom = `${Math.max(0, height - figure.offsetHeight)}px`;
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
