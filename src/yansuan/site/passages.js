// The words around what a search found. In a large site the search worker (yansuan/site/search.js) has the pages' titles,
// and fetches the rest of those results only that the reader sees; <search-passage> is its place.
{
  const channels = new Map();
  const channel = (name) => {
    if (!channels.has(name)) {
      channels.set(name, new BroadcastChannel(name));
      channels.get(name).onmessage = ({ data: { query, section, address, title, words } }) => {
        for (const place of document.querySelectorAll(`search-passage[query="${query}"][section="${section}"]`)) {
          const link = place.closest("a");
          link.href = address;
          link.querySelector("h1, h2").innerHTML = title;
          place.innerHTML = words;
          place.toggleAttribute("filled", true);
        }
      };
    }
    return channels.get(name);
  };
  const seen = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      if (!isIntersecting) continue;
      seen.unobserve(target);
      const [query, section] = ["query", "section"].map((name) => Number(target.getAttribute(name)));
      channel(target.getAttribute("channel")).postMessage({ query, section });
    }
  });
  customElements.define("search-passage", class extends HTMLElement {
    connectedCallback() {
      if (!this.hasAttribute("filled")) seen.observe(this);
    }
  });
}
