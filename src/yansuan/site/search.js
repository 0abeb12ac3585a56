/*
 * Search in the reader's browser: a worker that speaks the theme's messages, in place of the theme's own.
 *
 * Chinese puts no spaces between words, and a dictionary that cuts a text into words decides what can be found: cut
 * 凸/共轭, the text does not answer to 凸共轭.  So nothing is cut here.  A section matches where its text contains what
 * was typed, wherever that stands; at the size of one person's notes this is quicker than building an index.
 *
 * What is typed with spaces in it is several terms, and a page must have all of them.  If no page has, each term is
 * divided into the longest pieces that do stand in the notes; if no page has all these either, any of them will do.
 */

const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3]
const WEIGHTS = { title: 8, tags: 8, text: 1 }
const BEFORE = 24, AFTER = 96  // characters around the first match

let sections = [], pages = new Map(), corpus = ""

addEventListener("message", async ({ data: { type, data } }) => {
  if (type === SETUP) {
    setUp(data.docs)
    postMessage({ type: READY })
  } else if (type === QUERY) {
    if (data.trim() && !sections.length) await fetchIndex()
    postMessage({ type: RESULT, data: { items: search(data) } })
  }
})

/* The index weighs as much as a note, and most who read a note look for nothing: it comes with the first word typed */
let coming
function fetchIndex() {
  return coming ??= fetch(new URL("../../../search/search_index.json", location))
    .then(answer => answer.json())
    .then(({ docs }) => setUp(docs))
    .catch(() => { coming = undefined })  // asked for again with the next letter
}

/* The index has HTML in it; a page comes before its sections */
function setUp(docs) {
  sections = docs.map(({ location, title, text, tags = [], boost = 1 }) => {
    const plain = { title: toText(title), text: toText(text), tags }
    const folded = { title: fold(plain.title), text: fold(plain.text), tags: fold(tags.join("\n")) }
    return { location, page: location.split("#")[0], plain, folded, boost }
  })
  pages = new Map(sections.map(({ page }) => [page, []]))
  for (const section of sections)
    pages.get(section.page).push(section)
  corpus = sections.map(({ folded }) => Object.values(folded).join("\n")).join("\n")
}

function toText(html) {
  return html
    .replace(/<\/?(?:p|pre|li|ol|ul)\b[^>]*>/g, " ")
    .replace(/<[^>]*>|\u200b/g, "")
    .replace(/&lt;/g, "<").replace(/&gt;/g, ">").replace(/&quot;/g, '"').replace(/&#x27;/g, "'").replace(/&amp;/g, "&")
    .replace(/\s+/g, " ")
    .replace(/(\p{sc=Han}) (?=\p{sc=Han})/gu, "$1")  // the source's line ends
    .trim()
}

/* What is compared: without case, accents, width, and the height of indices; as long as the original, place by place */
function fold(text) {
  return Array.from(text, character => {
    const plain = character.normalize("NFKD").replace(/\p{M}/gu, "").replace(/\p{Pd}/u, "-").toLowerCase()
    return plain.length === character.length ? plain : character
  }).join("")
}

function search(query) {
  const terms = [...new Set(fold(query).split(/[\s"“”]+/).filter(Boolean))]
  if (!terms.length)
    return []
  const found = having(terms, true)
  if (found.length)
    return found
  const pieces = [...new Set(terms.flatMap(divide))]
  const near = having(pieces, true)
  return near.length ? near : having(pieces, false)
}

/* The longest pieces of a term that stand somewhere, a Latin word being one; what stands nowhere is left out */
function divide(term) {
  const pieces = []
  for (const [run] of term.matchAll(/\p{sc=Han}+|[^\p{sc=Han}]+/gu)) {
    const characters = /\p{sc=Han}/u.test(run) ? Array.from(run) : [run]
    for (let start = 0, end; start < characters.length; start = Math.max(end, start + 1)) {
      for (end = characters.length; end > start && !corpus.includes(characters.slice(start, end).join(""));) end--
      pieces.push(characters.slice(start, end).join(""))
    }
  }
  const words = pieces.filter(piece => piece.length > 1)
  return words.length ? words : pieces.filter(Boolean)
}

/* Pages with all, or any, of the terms; the best first, and in each the best section first */
function having(terms, all) {
  const results = []
  for (const parts of pages.values()) {
    const present = term => parts.some(part => weight(part, term) > 0)
    if (terms.length && (all ? terms.every(present) : terms.some(present)))
      results.push(group(parts, terms))
  }
  return results.sort((a, b) => total(b) - total(a))
}

function total(items) {
  return items.reduce((sum, { score }) => sum + score, 0)
}

/* The theme shows a page as a list of its sections that match, and needs the page's own entry among them */
function group(parts, terms) {
  return parts
    .map(part => ({ part, score: terms.reduce((sum, term) => sum + weight(part, term), 0) }))
    .filter(({ part, score }) => score > 0 || part.location === part.page)
    .sort((a, b) => b.score - a.score)
    .map(({ part, score }) => item(part, terms, score))
}

function weight({ folded, boost }, term) {
  let sum = 0
  for (const [field, factor] of Object.entries(WEIGHTS))
    sum += factor * Math.log2(folded[field].split(term).length)  // of one more than how often it occurs
  return sum * boost * Array.from(term).length
}

function item(part, terms, score) {
  const { location, plain, folded } = part
  return {
    location,
    title: mark(plain.title, folded.title, terms),
    text: teaser(plain.text, folded.text, terms),
    ...plain.tags.length && { tags: plain.tags.map(tag => mark(tag, fold(tag), terms)) },
    score,
    terms: Object.fromEntries(terms.map(term => [term, weight(part, term) > 0]))
  }
}

/* Some words around the first place that matches, from the beginning of a sentence if that is near */
function teaser(text, folded, terms) {
  const places = terms.map(term => folded.indexOf(term)).filter(place => place >= 0)
  const place = places.length ? Math.min(...places) : 0
  const earliest = Math.max(0, place - BEFORE)
  const sentence = Math.max(...["。", "！", "？"].map(end => place && text.lastIndexOf(end, place - 1) + 1))
  const start = sentence > earliest && sentence <= place ? sentence : place > BEFORE ? earliest : 0
  const end = Math.min(text.length, place + AFTER)
  const words = mark(text.slice(start, end), folded.slice(start, end), terms)
  return words && `<p>${start > sentence ? "…" : ""}${words}${end < text.length ? "…" : ""}</p>`
}

function mark(text, folded, terms) {
  const marked = new Uint8Array(text.length)
  for (const term of terms)
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length))
      marked.fill(1, at, at + term.length)
  let html = ""
  for (let start = 0, end; start < text.length; start = end) {
    for (end = start + 1; end < text.length && marked[end] === marked[start];) end++
    const words = escapeHtml(text.slice(start, end))
    html += marked[start] ? `<mark>${words}</mark>` : words
  }
  return html
}

function escapeHtml(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")
}
