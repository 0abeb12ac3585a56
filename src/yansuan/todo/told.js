// Under `serve`: what is wrong, at the foot of the page, until MkDocs loads the page that says so in its place.
(() => {
  let number = 0, request;
  const box = document.createElement("div");
  box.className = "author-error";
  box.lang = "en";
  box.setAttribute("role", "status");
  box.style.cssText = "position:fixed;inset:auto 0 0 0;z-index:9;margin:0;padding:.6rem 1rem;max-height:40vh;overflow:auto;font-size:.7rem";
  const show = told => {
    box.replaceChildren(...told.map(([place, text]) => {
      const line = document.createElement("p"), where = document.createElement("code");
      line.style.margin = "0";
      where.textContent = place;
      line.append(...(place ? [where, " "] : []), text);
      return line;
    }));
    told.length ? document.body.append(box) : box.remove();
  };
  const ask = async () => {
    request = new AbortController();
    const { signal } = request;
    while (!signal.aborted) {
      try {
        const answer = await fetch(`/told/${number}?${encodeURIComponent(location.pathname)}`, { signal });
        const known = await answer.json();
        number = known.number;
        show(known.told);
      } catch {
        await new Promise(done => setTimeout(done, 3000)); // the server has gone; it may come back
      }
    }
  };
  const attend = () => {
    request?.abort();
    if (document.visibilityState === "visible") ask();
  };
  addEventListener("visibilitychange", attend);
  addEventListener("pagehide", () => request?.abort());
  attend();
})();
