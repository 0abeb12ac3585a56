// An explorable starts when it comes into view.  Until then, and where anything fails, its picture stands.
{
  const folder = new URL("../explorables/", document.currentScript.src);

  const start = async (figure) => {
    const { explore, values } = figure.dataset;
    const before = [...figure.children];
    try {
      const module = await import(new URL(`${explore}.js`, folder));
      await module.default(figure, JSON.parse(values));
      if (!before[0].isConnected) figure.prepend(before[0]); // the picture, for paper
      figure.dataset.live = "";
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
    for (const figure of document.querySelectorAll(".explorable[data-values]:not([data-live])")) watch.observe(figure);
  });
}
