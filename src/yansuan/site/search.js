/*
 * Search in the reader's browser: a worker that speaks the theme's messages, in place of the theme's own.
 *
 * Chinese puts no spaces between words, and a dictionary that cuts a text into words decides what can be found: cut
 * 凸/共轭, the text does not answer to 凸共轭.  So nothing is cut here.  A section matches where its text contains what
 * was typed, wherever that stands.
 *
 * What is typed with spaces in it is several terms, and a page must have all of them.  If no page has, each term is
 * divided into the longest pieces that do stand in the notes; if no page has all these either, any of them will do.
 *
 * A small site's text comes whole with the first word typed.  Of a large one only the titles do, and then what each
 * query needs: see search.py, which writes both.  The words around what was found come when they are looked at: in the
 * result stands <search-passage>, which asks for them (passages.js).
 */

const [SETUP, READY, QUERY, RESULT] = [0, 1, 2, 3]
const WEIGHTS = { title: 8, tags: 8, text: 1 }
const BEFORE = 24, AFTER = 96  // characters around the first match
const PAUSE = 200  // milliseconds without a key, after which parts of the index are asked for
const AT_ONCE = 12  // pairs of a long term that are asked for together: often the first show that it stands nowhere
const LONGEST = 24  // characters of a term that are divided into pieces

const FOLDER = new URL("../../../search/", location)
let index

addEventListener("message", ({ data: { type, data } }) => {
  if (type === SETUP) postMessage({ type: READY })
  else if (type === QUERY) answer(data)
})

/* Only the latest query is answered, and while keys follow each other none that would fetch something */
let latest = 0, shown = { terms: [] }
async function answer(query) {
  const number = ++latest
  let items = []
  if (query.trim())
    try {
      index ??= await fetchIndex()
      if (index.pause) await new Promise(resolve => setTimeout(resolve, index.pause))
      if (number !== latest) return
      items = await search(query).catch(async () => {  // the site has been built anew, or the network is away
        index = await fetchIndex("reload")
        return search(query)
      })
    } catch {
      index = undefined  // asked for again with the next letter
    }
  if (number !== latest) return
  shown = { number, terms: items.terms }
  postMessage({ type: RESULT, data: { items } })
}

let coming
function fetchIndex(cache = "default") {
  return coming ??= fetch(new URL("search_index.json", FOLDER), { cache })
    .then(answer => answer.json())
    .then(({ docs, pages, parts }) => docs ? new Whole(docs) : new Parts(pages, parts))
    .finally(() => { coming = undefined })
}

/* The sections of all pages, and how often each has a term: in field 2n, the title of section n, and 2n + 1, its text */
class Sections {
  constructor(sections) {
    this.all = sections.map(({ tags = [], boost = 1, ...section }, number) =>
      ({ ...section, number, page: section.location.split("#")[0], tags, boost, foldedTags: fold(tags.join("\n")) }))
    this.pages = new Map(this.all.map(({ page }) => [page, []]))
    for (const section of this.all)
      this.pages.get(section.page).push(section)
    this.found = new Map()  // by term, and then by field
  }

  /* Learns of terms, of which all else can then be asked */
  async learn(terms) {
    const unknown = terms.filter(term => !this.found.has(term))
    await Promise.all(unknown.map(async term => this.found.set(term, await this.inFields(term))))
  }

  often({ number, foldedTags }, term) {
    const found = this.found.get(term)
    const [title, text] = [2 * number, 2 * number + 1].map(field => found.get(field) ?? 0)
    return { title, text, tags: timesIn(foldedTags, term) }
  }

  async stands(term) {
    await this.learn([term])
    return this.found.get(term).size > 0 || this.all.some(({ foldedTags }) => foldedTags.includes(term))
  }
}

/* All texts are here */
class Whole extends Sections {
  longest = Infinity

  constructor(docs) {
    super(docs)
    this.fields = this.all.flatMap(({ title, text }) => [fold(title), fold(text)])
  }

  async inFields(term) {
    const times = this.fields.map((field, number) => [number, timesIn(field, term)])
    return new Map(times.filter(([, often]) => often))
  }

  async prepare() {}
}

/* Texts and the places of their characters are fetched when needed: see search.py for how they are written */
class Parts extends Sections {
  pause = PAUSE
  longest = LONGEST

  constructor(pages, { folder, shards, blocks }) {
    super(pages.flatMap(({ lengths, ...page }) => Array.from({ length: lengths.length / 2 }, (_, at) => at
      ? { location: `${page.location}#`, tags: page.tags, boost: page.boost }  // the rest of it: see `words`
      : { ...page, isEmpty: !lengths[1] })))
    Object.assign(this, { folder, shards, blocks })
    this.files = new Map()
    this.starts = []
    let start = 0
    for (const length of pages.flatMap(({ lengths }) => lengths)) {
      this.starts.push(start)
      start += length + 1
    }
    openChannel()
  }

  file(name) {
    if (!this.files.has(name)) {
      this.files.set(name, this.fetched(name))
      this.files.get(name).catch(() => this.files.delete(name))
    }
    return this.files.get(name)
  }

  async fetched(name) {
    const answer = await fetch(new URL(`${this.folder}/${name}`, FOLDER))
    if (!answer.ok) throw new Error(`${name}: ${answer.status}`)
    return new Response(answer.body.pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer()
  }

  async numbers([first, second = "\0"]) {
    const key = [first.codePointAt(), second.codePointAt()]
    const mixed = Math.imul(key[0], 0x9E3779B1) + Math.imul(key[1], 0x85EBCA6B) >>> 0
    return entry(new Uint8Array(await this.file(`pairs-${(mixed >>> 8) % this.shards}.bin`)), key)
  }

  /* Of one character the index says how often; of more, where the pairs stand that a term is made of */
  async inFields(term) {
    const characters = Array.from(term)
    if (characters.length === 1) {
      const numbers = await this.numbers(characters), found = new Map()
      for (let at = 0, number = 0; at < numbers.length; at += 2)
        found.set(number += numbers[at], numbers[at + 1])
      return found
    }
    const pairs = []
    for (let at = 0; at < characters.length; at += 2) {
      const start = Math.min(at, characters.length - 2)
      pairs.push([start, characters.slice(start, start + 2)])
    }
    let places
    for (let at = 0; at < pairs.length && places?.length !== 0; at += AT_ONCE)
      for (const [start, numbers] of await Promise.all(
        pairs.slice(at, at + AT_ONCE).map(async ([start, pair]) => [start, await this.numbers(pair)])
      )) {
        const here = sums(numbers).map(place => place - start)
        places = places ? common(places, here) : here
      }
    return this.counted(places, characters.length)
  }

  /* In which fields the places lie; those that overlap count once, as when one reads on */
  counted(places, length) {
    const found = new Map()
    let number = 0, free = 0
    for (const place of places) {
      if (place < free) continue
      while (this.starts[number + 1] <= place) number++
      found.set(number, (found.get(number) ?? 0) + 1)
      free = place + length
    }
    return found
  }

  /* All that it takes to find the longest pieces of a term, at once */
  async prepare(characters) {
    await Promise.all(characters.map((one, at) => this.numbers(characters.slice(at, at + 2))))
  }

  /* Location, title and text of a section */
  async words(number) {
    const block = this.blocks.findLastIndex(first => first <= number)
    const sections = JSON.parse(new TextDecoder().decode(await this.file(`text-${block}.bin`)))
    return sections[number - this.blocks[block]]
  }
}

/* The numbers of an entry among the bytes of a file; none where it has no such key */
function entry(bytes, [first, second]) {
  let at = 0
  const next = () => {
    let number = 0
    for (let bits = 0; ; bits += 7) {
      const byte = bytes[at++]
      number |= (byte & 127) << bits
      if (byte < 128) return number
    }
  }
  while (at < bytes.length) {
    const [one, other, size] = [next(), next(), next()]
    if (one !== first || other !== second) {
      at += size
      continue
    }
    const numbers = []
    for (const end = at + size; at < end;) numbers.push(next())
    return numbers
  }
  return []
}

function sums(numbers) {
  let sum = 0
  return numbers.map(number => sum += number)
}

/* What stands in both of two rising rows */
function common(one, other) {
  const both = []
  for (let i = 0, j = 0; i < one.length && j < other.length;) {
    if (one[i] === other[j]) both.push(one[i])
    one[i] <= other[j] ? i++ : j++
  }
  return both
}

function timesIn(text, term) {
  let times = 0
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length)) times++
  return times
}

/* What a keyboard has for signs that it has not, as in search.py */
const ALIKE = Object.fromEntries([
  ["≤≦⩽", "<="],
  ["≥≧⩾", ">="],
  ["≠", "!="],
  ["→⟶", "->"],
  ["⇒⟹", "=>"],
  ["←⟵", "<-"],
  ["′’‘", "'"],
  ["∗", "*"],
  ["∣", "|"],
  ["‖∥", "||"],
  ["⋅∙", "·"],
  ["⋯", "..."],
  ["∶", ":"],
  ["⁄∕", "/"],
].flatMap(([signs, typed]) => Array.from(signs, sign => [sign, typed])))

/*
 * What is compared: without case, accents, width, the height of indices, and blanks that part no words, as `fold` in
 * search.py; with the places in the original at which each character begins and ends.
 */
const LETTER = /[0-9a-z\u00df-\u00f6\u00f8-\u0337\u0339-\u1fff]/
function folded(text) {
  const from = [], to = []
  let plain = "", at = 0, blank = -1
  for (const character of text) {
    for (const one of asTyped(character)) {
      if (/\s/.test(one)) {
        if (blank < 0) blank = at
        continue
      }
      const simple = one.replace(/[\p{Pd}\u2212]/u, "-").toLowerCase()
      if (blank >= 0 && LETTER.test(plain.at(-1) ?? "") && LETTER.test(simple)) {
        plain += " "
        from.push(blank)
        to.push(at)
      }
      blank = -1
      plain += simple
      for (let unit = 0; unit < simple.length; unit++) {
        from.push(at)
        to.push(at + character.length)
      }
    }
    at += character.length
  }
  return { plain, from, to }
}

/* The stroke of ∉ stays: it says the contrary */
function asTyped(character) {
  if (character === "\u200b") return ""
  const parts = (ALIKE[character] ?? character).normalize("NFKD").replace(/(?!\u0338)[\p{M}^_]/gu, "")
  return parts.replace(/[^\0-\x7f]/gu, part => ALIKE[part] ?? part)
}

function fold(text) {
  return folded(text).plain
}

/* Blanks part terms, but for those beside a sign of mathematics: n < 10 is one, and so is n - 1 */
function termsOf(query) {
  const close = query.replace(/\s*([-!:|]*[<=>][-!:<=>|]*|\p{Sm})\s*/gu, "$1").replace(/\s+([\p{Pd}*/^·])\s+/gu, "$1")
  return [...new Set(close.split(/[\s"“”]+/).map(fold).filter(Boolean))]
}

async function search(query) {
  const terms = termsOf(query)
  const found = await having(terms, true)
  if (found.length || !terms.length)
    return found
  const divided = []
  for (const term of terms) divided.push(...await divide(term))
  const pieces = [...new Set(divided)]
  const near = await having(pieces, true)
  return near.length ? near : having(pieces, false)
}

/* The longest pieces of a term that stand somewhere, a Latin word being one; what stands nowhere is left out */
async function divide(term) {
  const pieces = []
  for (const [run] of term.matchAll(/\p{sc=Han}+|[^\p{sc=Han}]+/gu)) {
    const characters = /\p{sc=Han}/u.test(run) ? Array.from(run).slice(0, index.longest) : [run]
    if (characters.length > 1) await index.prepare(characters)
    for (let start = 0, end; start < characters.length; start = Math.max(end, start + 1)) {
      const stands = length => start + length <= characters.length
        && index.stands(characters.slice(start, start + length).join(""))
      let length = await stands(2) ? 2 : await stands(1) ? 1 : 0
      while (length > 1 && await stands(length + 1)) length++
      end = start + length
      pieces.push(characters.slice(start, end).join(""))
    }
  }
  const words = pieces.filter(piece => piece.length > 1)
  return words.length ? words : pieces.filter(Boolean)
}

/* Pages with all, or any, of the terms; the best first, and in each the best section first */
async function having(terms, all) {
  await index.learn(terms)
  const results = []
  for (const parts of index.pages.values()) {
    const present = term => parts.some(part => weight(part, term) > 0)
    if (terms.length && (all ? terms.every(present) : terms.some(present)))
      results.push(group(parts, terms))
  }
  return Object.assign(results.sort((a, b) => total(b) - total(a)), { terms })
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

function weight(part, term) {
  const often = index.often(part, term)
  let sum = 0
  for (const [field, factor] of Object.entries(WEIGHTS))
    sum += factor * Math.log2(often[field] + 1)
  return sum * part.boost * Array.from(term).length
}

function item(part, terms, score) {
  const { location, title, text, isEmpty, tags, number } = part
  return {
    location,
    title: mark(title ?? "", terms),
    text: isEmpty ? "" : text === undefined ? passage(number) : teaser(text, terms),
    ...tags.length && { tags: tags.map(tag => mark(tag, terms)) },
    score,
    terms: Object.fromEntries(terms.map(term => [term, weight(part, term) > 0]))
  }
}

/* The place of a section's words, and of title and address with them, which are fetched when the reader sees it */
const CHANNEL = `passages-${Math.random().toString(36).slice(2)}`
function passage(number) {
  return `<search-passage channel="${CHANNEL}" query="${latest}" section="${number}"></search-passage>`
}

let channel
function openChannel() {
  channel ??= new BroadcastChannel(CHANNEL)
  channel.onmessage = async ({ data: { query, section } }) => {
    if (query !== shown.number) return
    const { terms } = shown
    try {
      const [location, title, text] = await index.words(section)
      const address = new URL(location, new URL("..", FOLDER)).href
      channel.postMessage({ query, section, address, title: mark(title, terms), words: teaser(text, terms) })
    } catch {}  // the network is away: the words stay out
  }
}

/* Some words around the first place that matches, from the beginning of a sentence if that is near */
function teaser(text, terms) {
  const place = firstPlace(text, terms)
  const earliest = Math.max(0, place - BEFORE)
  const sentence = Math.max(...["。", "！", "？"].map(end => place && text.lastIndexOf(end, place - 1) + 1))
  const start = sentence > earliest && sentence <= place ? sentence : place > BEFORE ? earliest : 0
  const end = Math.min(text.length, place + AFTER)
  const words = mark(text.slice(start, end), terms)
  return words && `<p>${start > sentence ? "…" : ""}${words}${end < text.length ? "…" : ""}</p>`
}

function firstPlace(text, terms) {
  const { plain, from } = folded(text)
  const places = terms.map(term => plain.indexOf(term)).filter(place => place >= 0)
  return places.length ? from[Math.min(...places)] : 0
}

function mark(text, terms) {
  const { plain, from, to } = folded(text)
  const marked = new Uint8Array(text.length)
  for (const term of terms)
    for (let at = plain.indexOf(term); at >= 0; at = plain.indexOf(term, at + term.length))
      marked.fill(1, from[at], to[at + term.length - 1])
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
