/* TeX in, SVG and MathML out: one JSON object a line, in and out.
 *
 * in:  {"id": 1, "tex": "a^2", "display": false}
 * out: {"id": 1, "svg": "<g …>", "mathml": "<math …>", "glyphs": {"g-I-1D44E": "M…"},
 *       "width": em, "height": em, "depth": em, "parts": [["<g …>", end in thousandths], …]}
 * or:  {"id": 1, "error": "Undefined control sequence \\foo", "token": "\\foo", "index": characters read,
 *       "advice": "What to do, where that is known."}
 *
 * No formula knows of another: see `forgetful`.  Parts has an inline formula that is long: see `partsOf`.
 *
 * What the TeX puts into a \class{symbol-NAME}{…} carries data-symbol="NAME" in the svg; nothing else of it differs.
 * Lengths are in em of the mathematics font; svg draws in thousandths of it, y pointing down, the baseline at 0.
 * Source of the interface: MathJax 4, docs.mathjax.org, "MathJax in Node".
 */
import readline from "node:readline";

import { mathjax } from "@mathjax/src/js/mathjax.js";
import { TeX } from "@mathjax/src/js/input/tex.js";
import { SVG } from "@mathjax/src/js/output/svg.js";
import { liteAdaptor } from "@mathjax/src/js/adaptors/liteAdaptor.js";
import { RegisterHTMLHandler } from "@mathjax/src/js/handlers/html.js";
import { SerializedMmlVisitor } from "@mathjax/src/js/core/MmlTree/SerializedMmlVisitor.js";
import { TEXCLASS } from "@mathjax/src/js/core/MmlTree/MmlNode.js";
import { STATE } from "@mathjax/src/js/core/MathItem.js";
import { Configuration } from "@mathjax/src/js/input/tex/Configuration.js";
import { MapHandler } from "@mathjax/src/js/input/tex/MapHandler.js";
import TexError from "@mathjax/src/js/input/tex/TexError.js";
import { CommandMap } from "@mathjax/src/js/input/tex/TokenMap.js";
import { ArrayItem } from "@mathjax/src/js/input/tex/base/BaseItems.js";
import BaseMethods from "@mathjax/src/js/input/tex/base/BaseMethods.js";
import "@mathjax/src/js/util/asyncLoad/esm.js";
import "@mathjax/src/js/input/tex/base/BaseConfiguration.js";
import "@mathjax/src/js/input/tex/ams/AmsConfiguration.js";
import "@mathjax/src/js/input/tex/boldsymbol/BoldsymbolConfiguration.js";
import "@mathjax/src/js/input/tex/mathtools/MathtoolsConfiguration.js";
import "@mathjax/src/js/input/tex/cancel/CancelConfiguration.js";
import "@mathjax/src/js/input/tex/html/HtmlConfiguration.js";

// Neither noundefined nor noerrors: an unknown macro is an error that the author is told of, not red letters.
// No newcommand: a definition would last into other formulas, and what a formula looks like would depend on order.
const OURS = "yansuan";
const packages = ["base", "ams", "boldsymbol", "mathtools", "cancel", "html", [OURS, 1]]; // ours goes before the others

/** A new line: of an array; where there is none, a display formula is broken, and an inline one cannot be. */
function newLine(parser, name, ...rest) {
  BaseMethods.CrLaTeX(parser, name, ...rest);
  if (parser.stack.Top() instanceof ArrayItem || parser.configuration.mathItem.display) return;
  const error = new TexError("LineInLine", "%1 begins a new line, and a formula within a line has but one", name);
  error.advice = "Take it out, or write a display formula: '$$' on lines of their own.";
  throw error;
}

// Numbers are given outside: here nothing has one that could be taken away.
const unnumbered = () => {};
new CommandMap(OURS, { "\\": newLine, newline: [newLine, true], notag: unnumbered, nonumber: unnumbered });
Configuration.create(OURS, { handler: { macro: [OURS] } });

// A Chinese character in \text{} is as wide as it is high, and MathJax draws it at x-height/(ex per em) of its em.
const IDEOGRAPH = 0.884;
const adaptor = liteAdaptor({ cjkCharWidth: IDEOGRAPH, unknownCharWidth: 0.6 * IDEOGRAPH });
RegisterHTMLHandler(adaptor);
const input = new TeX({
  packages,
  tags: "none",
  ams: { multlineWidth: "auto" }, // as wide as its lines: of the page's width nothing is known
  mathtools: { "allow-mathtoolsset": false },
  formatError: (jax, error) => {
    error.index = jax.parseOptions.parsers?.at(-1)?.i ?? 0; // where the outermost parser stood
    throw error;
  },
});

/**
 * Let nothing last that a formula writes: where MathJax would write it down, it is an error.
 *
 * Commands, delimiters and environments that are defined (\DeclareMathOperator, \DeclarePairedDelimiter, …) go into the
 * tables of `newcommand`, which other packages use without it; \mathtoolsset changes the options and the handlers,
 * \newtagform and \usetagform the tags.  Whatever else may write there is refused as well.
 */
function forgetful({ parseOptions: { handlers, options, tags } }) {
  for (const kind of ["Command", "Delimiter", "Environment"]) MapHandler.getMap(`new-${kind}`).add = refuse;
  handlers.add = handlers.remove = refuse;
  tags.mtFormats.set = refuse;
  Object.defineProperty(tags, "mtCurrent", { get: () => null, set: refuse });
  freeze(options);
}

function refuse() {
  throw new TexError("Lasting", "it defines something, and no formula may change another");
}

function freeze(thing) {
  if (!thing || typeof thing !== "object" || Object.isFrozen(thing)) return;
  Object.freeze(thing);
  Object.values(thing).forEach(freeze);
}

forgetful(input);

// An empty local id makes a glyph's name the same in every formula, so that a page can share one set.
// Material's instant navigation sets the href of whatever has one, and an SVG's <use> refuses: xlink:href it is.
const GLYPH = "xlink:href";
const output = new SVG({ fontCache: "local", localID: "", useXlink: true, linebreaks: { inline: false } });
const page = mathjax.document("", { InputJax: input, OutputJax: output });
const visitor = new SerializedMmlVisitor();
const SYMBOL = "data-symbol";

/** Drop what only a browser's MathJax would read, keep which symbol something is, name glyphs for this site, take <g> away that says nothing. */
function prune(node) {
  for (const child of [...adaptor.childNodes(node)]) {
    if (adaptor.kind(child) === "#text") continue;
    prune(child);
    for (const { name, value } of adaptor.allAttributes(child)) {
      if (name === "class" && value.startsWith("symbol-")) adaptor.setAttribute(child, SYMBOL, value.slice(7));
      if (/^data-|^class$|^id$|^font-family$/.test(name)) adaptor.removeAttribute(child, name); // text is set in the page's face
      if (name === GLYPH) adaptor.setAttribute(child, name, glyphName(value.slice(1), "#"));
    }
    if (adaptor.kind(child) === "g") simplify(child);
    if (saysNothing(child)) adaptor.remove(child);
  }
}

/** A group of one glyph that only moves it becomes the glyph, moved; one that says nothing gives way to its children. */
function simplify(group) {
  const children = adaptor.childNodes(group);
  const attributes = adaptor.allAttributes(group);
  const transform = adaptor.getAttribute(group, "transform") ?? "translate(0,0)";
  const moved = /^translate\(([-\d.]+),\s*([-\d.]+)\)$/.exec(transform);
  const others = attributes.filter(({ name }) => name !== "transform" && name !== SYMBOL);
  if (moved && !others.length && children.length === 1 && isBareGlyph(children[0])) {
    if (moved[1] !== "0") adaptor.setAttribute(children[0], "x", moved[1]);
    if (moved[2] !== "0") adaptor.setAttribute(children[0], "y", moved[2]);
    const symbol = adaptor.getAttribute(group, SYMBOL);
    if (symbol) adaptor.setAttribute(children[0], SYMBOL, symbol);
  } else if (attributes.length) {
    return;
  }
  for (const child of [...children]) adaptor.insert(child, group);
}

function isBareGlyph(node) {
  return adaptor.kind(node) === "use" && adaptor.allAttributes(node).length === 1;
}

function saysNothing(node) {
  if (adaptor.kind(node) === "g") return adaptor.childNodes(node).length === 0;
  return adaptor.kind(node) === "use" && adaptor.getAttribute(node, GLYPH).endsWith("-A0"); // a space has no ink
}

function glyphName(id, prefix = "") {
  return prefix + id.replace(/^MJX-(NCM-)?/, "g-");
}

function takeGlyphs(svg) {
  const glyphs = {};
  for (const defs of adaptor.tags(svg, "defs")) {
    for (const path of adaptor.childNodes(defs)) {
      glyphs[glyphName(adaptor.getAttribute(path, "id"))] = adaptor.getAttribute(path, "d");
    }
    adaptor.remove(defs);
  }
  return glyphs;
}

/** MathML for screen readers: MathML Core, without MathJax's notes to itself. */
function mathmlOf(item) {
  return visitor
    .visitTree(item.root)
    .replace(/ (data-[\w-]+|class|id|xmlns)="[^"]*"/g, "")
    .replace(/<(\/?)mlabeledtr/g, "<$1mtr")
    .replace(/>\s+</g, "><");
}

// A formula this wide (in thousandths) is too wide for the line of a phone, and so is a part of one.
const LONG = 9700;
const [BIN, REL, OPEN, CLOSE, PUNCT] = [TEXCLASS.BIN, TEXCLASS.REL, TEXCLASS.OPEN, TEXCLASS.CLOSE, TEXCLASS.PUNCT];

/**
 * A long inline formula in parts between which a line may end: after a relation, an operator or a comma that no bracket
 * is around, as in TeX, and within brackets where a part is too wide otherwise.
 */
function partsOf(svg, item, width) {
  if (width < LONG) return [];
  const root = adaptor.tags(svg, "g")[0];
  const terms = termsOf(item.root, at(root, [0]), [0], 0);
  const cut = cuts(terms, width);
  if (!cut.length) return [];
  const bounds = [0, ...cut, terms.length];
  return bounds.slice(1).map((end, n) => {
    const part = adaptor.clone(root);
    const others = terms.filter((term, k) => k < bounds[n] || k >= end).map(({ way }) => at(part, way));
    others.forEach((shape) => adaptor.remove(shape));
    prune(part);
    return [drawing(adaptor.outerHTML(part)), terms[end]?.start ?? width];
  });
}

/** The terms of a formula, those of \left( … \right) by themselves: their class, where they begin, and the way to what is drawn. */
function termsOf(mml, drawn, way, x) {
  let inside = mml.childNodes;
  if (inside.length === 1 && inside[0].isInferred) inside = inside[0].childNodes;
  const shapes = adaptor.childNodes(drawn);
  if (inside.length !== shapes.length) return [];
  return inside.flatMap((term, k) => {
    const start = x + left(shapes[k]);
    const whole = { kind: term.texClass, isBlank: term.isKind("mspace"), way: [...way, k], start };
    const isSmaller = adaptor.getAttribute(shapes[k], "transform")?.includes("scale");
    const isOpen = (term.isKind("mrow") && term.texClass === TEXCLASS.INNER) || (term.isKind("mstyle") && inside.length === 1);
    const within = isOpen && !isSmaller ? termsOf(term, shapes[k], whole.way, start) : [];
    return within.length ? within : [whole];
  });
}

/** Before which terms a line may begin. */
function cuts(terms, width) {
  let depth = 0;
  const all = [];
  terms.forEach(({ kind, isBlank }, k) => {
    if (kind === OPEN) depth += 1;
    if (kind === CLOSE) depth = Math.max(0, depth - 1);
    if (isBlank && all.at(-1)?.[0] === k) all.at(-1)[0] = k + 1; // a line begins with no blank
    const next = terms[k + 1]?.kind;
    if (k > 0 && next !== undefined && [BIN, REL, PUNCT].includes(kind) && ![REL, CLOSE, PUNCT].includes(next))
      all.push([k + 1, depth]);
  });
  const chosen = all.filter(([, depth]) => depth === 0).map(([k]) => k);
  const reach = (a, b) => (terms[b]?.start ?? width) - terms[a].start;
  const long = [0, ...chosen].map((a, n) => [a, chosen[n] ?? terms.length]).filter(([a, b]) => reach(a, b) > LONG);
  const within = all.filter(([k, depth]) => depth > 0 && long.some(([a, b]) => a < k && k < b)).map(([k]) => k);
  return [...chosen, ...within].filter((k) => k < terms.length).sort((a, b) => a - b);
}

const at = (node, way) => way.reduce((one, index) => adaptor.childNodes(one)[index], node);
const left = (shape) => Number(/^translate\(([-\d.]+),/.exec(adaptor.getAttribute(shape, "transform") ?? "")?.[1] ?? 0);

/** The markup inside the <svg>.  Its colour is the text's; only drawn lines (\cancel, rules of arrays) have strokes. */
function drawing(markup) {
  const [root, inside = "</g>"] = markup.split(/(?<=^<g [^>]*>)/);
  const stroked = /stroke|<(line|path|polygon|ellipse)\b/.test(inside);
  const start = stroked ? root : '<g fill="currentColor" transform="scale(1,-1)">';
  return (start + inside).replace(/><\/(use|rect|path|line)>/g, "/>");
}

async function typeset({ tex, display }) {
  input.reset(); // its numbers and labels
  const item = new page.options.MathItem(tex, input, display);
  item.setMetrics(16, 8, 80 * 16, 1);
  item.start = item.end = { node: null, n: 0, delim: "" };
  await mathjax.handleRetriesFor(() => item.convert ? item.convert(page, STATE.TYPESET) : null);
  const container = item.typesetRoot;
  const svg = adaptor.tags(container, "svg")[0];
  const box = adaptor.getAttribute(svg, "viewBox");
  if (!box) throw asWideAsThePage();
  const glyphs = takeGlyphs(svg);
  const [, top, width, total] = box.split(" ").map(Number);
  const parts = display ? [] : partsOf(svg, item, width);
  prune(svg);
  return {
    svg: drawing(adaptor.innerHTML(svg)),
    mathml: mathmlOf(item),
    glyphs,
    width: width / 1000,
    height: -top / 1000,
    depth: (total + top) / 1000,
    parts,
  };
}

/** What sets numbers at the margin takes all the width there is, which nobody knows here. */
function asWideAsThePage() {
  const error = new TexError("Wide", "it sets numbers beside its lines");
  error.advice = "Write \\begin{aligned} … \\end{aligned}, and \\tag{…} or \\label{…} for the number of the whole.";
  return error;
}

/** What is wrong, in words: an exception that only a programmer would understand says nothing to an author. */
function failure(error) {
  if (!(error instanceof TexError))
    return { error: "MathJax cannot draw it", token: "", index: 0, advice: "Write it in another way." };
  const token = /\\[A-Za-z]+|\\./.exec(error.message)?.[0] ?? "";
  return { error: error.message.split("\n")[0], token, index: error.index ?? 0, advice: error.advice ?? "" };
}

async function answer(line) {
  const request = JSON.parse(line);
  try {
    return { id: request.id, ...(await typeset(request)) };
  } catch (error) {
    return { id: request.id, ...failure(error) };
  }
}

process.stdout.on("error", () => process.exit()); // whoever asked is gone

let last = Promise.resolve(); // one after the other: MathJax keeps state while it reads a formula
readline.createInterface({ input: process.stdin }).on("line", (line) => {
  last = last.then(async () => process.stdout.write(JSON.stringify(await answer(line)) + "\n"));
});
