/* The explorable of the back-propagation note: a small network, forward and backward a layer at a time.

   The first part is mathematics and needs no browser; tests run it in Node beside the snippet.  Its words are the
   note's: layers l = 1 … L are keys of objects and count from 1; units within a layer are places of arrays and count
   from 0; theta[l][k][p] leads from unit p of layer l to unit k of layer l + 1.  Hidden units take the sigmoid, input
   and output units give what they receive, and J is half the sum of the squared errors. */

export const sigmoid = (z) => (z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z)));

const sum = (terms) => terms.reduce((total, term) => total + term, 0);
const last = ({ sizes }) => sizes.length;
const range = (from, to) => Array.from({ length: Math.max(0, to - from + 1) }, (_, step) => from + step);
const byLayer = (layers, value) => Object.fromEntries(layers.map((l) => [l, value(l)]));

/* z and a of every layer. */
export function forward(network, x) {
  const [z, a] = [{ 1: [...x] }, { 1: [...x] }];
  for (const l of range(2, last(network))) {
    const { theta, b } = { theta: network.theta[l - 1], b: network.b[l - 1] };
    z[l] = theta.map((row, k) => sum(row.map((weight, p) => weight * a[l - 1][p])) + b[k]);
    a[l] = l < last(network) ? z[l].map(sigmoid) : [...z[l]];
  }
  return { z, a };
}

/* forward's z and a, the cost J, the errors delta of every layer, and the gradients of theta and b. */
export function backward(network, x, y) {
  const { z, a } = forward(network, x);
  const L = last(network);
  const delta = { [L]: a[L].map((output, j) => output - y[j]) };
  for (const l of range(1, L - 1).reverse()) {
    const slope = (j) => (l > 1 ? a[l][j] * (1 - a[l][j]) : 1);
    delta[l] = a[l].map((_, j) => slope(j) * sum(delta[l + 1].map((error, k) => network.theta[l][k][j] * error)));
  }
  const layers = range(1, L - 1);
  const gradient = {
    theta: byLayer(layers, (l) => delta[l + 1].map((error) => a[l].map((output) => error * output))),
    b: byLayer(layers, (l) => [...delta[l + 1]]),
  };
  return { z, a, J: sum(delta[L].map((error) => error ** 2)) / 2, delta, gradient };
}

/* The network after one step of gradient descent. */
export function descend(network, gradient, rate) {
  const layers = range(1, last(network) - 1);
  const step = (from, along) => from.map((value, k) => value - rate * along[k]);
  return {
    sizes: network.sizes,
    theta: byLayer(layers, (l) => network.theta[l].map((row, k) => step(row, gradient.theta[l][k]))),
    b: byLayer(layers, (l) => step(network.b[l], gradient.b[l])),
  };
}

/* ---- The order in which things become known ---- */

/* x; then z and a of each layer; J; the errors from the last layer to the first; the gradients of all parameters. */
export function stages(L) {
  return [
    { what: "x", l: 1 },
    ...range(2, L).flatMap((l) => [{ what: "z", l }, { what: "a", l }]),
    { what: "J", l: L },
    ...range(1, L).reverse().map((l) => ({ what: "delta", l })),
    { what: "gradient", l: 1 },
  ];
}

/* Whether `what` of layer l has been computed when `stage` has; J and the gradients have no layer. */
export function isKnown(L, stage, what, l) {
  const layered = what !== "J" && what !== "gradient";
  const wanted = l === 1 && (what === "z" || what === "a") ? "x" : what;
  return stages(L).findIndex((one) => one.what === wanted && (!layered || one.l === l)) <= stage;
}

/* ---- Numbers and symbols ---- */

const minus = (text) => text.replace("-", "−");

function scientific(value, digits) {
  const [mantissa, exponent] = value.toExponential(digits - 1).split("e");
  return `${minus(mantissa)} × 10${[...exponent.replace("+", "")].map((c) => "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"["-0123456789".indexOf(c)]).join("")}`;
}

/* A number with three significant digits, as it is printed. */
export function show(value, digits = 3) {
  const size = Math.abs(value);
  if (value === 0) return "0";
  if (size < 1e-4 || size >= 1e5) return scientific(value, digits);
  const rounded = Number(value.toPrecision(digits));
  return minus(value.toFixed(Math.max(0, digits - 1 - Math.floor(Math.log10(Math.abs(rounded))))));
}

/* A number beside a unit, where there is little room. */
function brief(value) {
  const size = Math.abs(value);
  if (size >= 1e4) return value.toExponential(0).replace("e+", "e");
  const text = value.toFixed(size >= 99.5 ? 0 : size >= 0.095 ? 2 : 3);
  return minus(Number(text) === 0 ? text.replace("-", "") : text);
}

const factor = (value) => (value < 0 ? `(${show(value)})` : show(value));
const plus = (value) => (value < 0 ? ` − ${show(-value)}` : ` + ${show(value)}`);

/* z_j^{(l)}, upper index over lower one. */
function symbol(letter, lower, layer) {
  const name = /[θδ]|[a-z]/i.test(letter) ? `<i>${letter}</i>` : letter;
  const indices = layer === undefined ? `<sub>${lower}</sub>` : `<span><sup>(${layer})</sup><sub>${lower}</sub></span>`;
  return `<span class="network-symbol">${name}${indices}</span>`;
}
const unitSymbol = (letter, { l, j }) => symbol(letter, j + 1, l);
const weightSymbol = ({ l, k, j }) => symbol("θ", `${k + 1}${j + 1}`, l);
const biasSymbol = ({ l, j }) => symbol("b", j + 1, l - 1); // what is added to z_j^{(l)}
const partial = (of) => `<i>∂J</i>/<i>∂</i>${of}`;
const Sigma = (index) => `Σ<sub><i>${index}</i></sub> `;

const plain = (text, digits) => [...String(text)].map((c) => digits["0123456789()".indexOf(c)]).join("");
const subscript = (text) => plain(text, "₀₁₂₃₄₅₆₇₈₉₍₎");
const superscript = (text) => plain(text, "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾");
const unitName = ({ l, j }) => `第 ${l} 层第 ${j + 1} 个`;
const isEdge = (chosen) => chosen.k !== undefined;

/* ---- What was computed, in a sentence ---- */

const joined = (pairs) => pairs.map(([u, v]) => `${factor(u)} × ${factor(v)}`).join(" + ");

const SENTENCES = {
  x: ({ pass }, u) =>
    `输入层把收到的数原样送出：${unitSymbol("a", u)} = ${unitSymbol("z", u)} = ${symbol("x", u.j + 1)} = ${show(pass.a[1][u.j])}。`,

  z: ({ network, pass }, u) => {
    const from = u.l - 1;
    const pairs = network.theta[from][u.j].map((weight, p) => [weight, pass.a[from][p]]);
    const rule = `${Sigma("p")}${symbol("θ", `${u.j + 1}<i>p</i>`, from)} ${symbol("a", "<i>p</i>", from)} + ${biasSymbol(u)}`;
    const value = `${joined(pairs)}${plus(network.b[from][u.j])} = ${show(pass.z[u.l][u.j])}`;
    return `前一层的输出加权求和，再加上偏置：${unitSymbol("z", u)} = ${rule} = ${value}。`;
  },

  a: ({ network, pass }, u) => {
    const [z, a] = [pass.z[u.l][u.j], pass.a[u.l][u.j]];
    if (u.l === last(network)) return `输出层原样送出：${unitSymbol("a", u)} = ${unitSymbol("z", u)} = ${show(a)}。`;
    const value = `1 / (1 + <i>e</i><sup>${show(-z)}</sup>) = ${show(a)}`;
    return `隐藏层对自己的输入取 sigmoid：${unitSymbol("a", u)} = <i>g</i>(${unitSymbol("z", u)}) = ${value}。`;
  },

  J: ({ network, pass, y }) => {
    const L = last(network);
    const rule = `½ ${Sigma("j")}(${symbol("a", "<i>j</i>", L)} − ${symbol("y", "<i>j</i>")})²`;
    const value = pass.a[L].map((output, j) => `(${show(output)}${plus(-y[j])})²`).join(" + ");
    const bracket = y.length > 1 ? `[${value}]` : value;
    return `代价是误差平方和的一半：<i>J</i> = ${rule} = ½ ${bracket} = ${show(pass.J)}。`;
  },

  delta: ({ network, pass, y }, u) => {
    const L = last(network);
    const [symbolic, a, error] = [unitSymbol("δ", u), pass.a[u.l][u.j], show(pass.delta[u.l][u.j])];
    if (u.l === L) {
      const value = `${show(a)}${plus(-y[u.j])} = ${error}`;
      return `输出层的误差是预测减去真值：${symbolic} = ${unitSymbol("a", u)} − ${symbol("y", u.j + 1)} = ${value}。`;
    }
    const pairs = pass.delta[u.l + 1].map((after, k) => [network.theta[u.l][k][u.j], after]);
    const rule = `${Sigma("k")}${symbol("θ", `<i>k</i>${u.j + 1}`, u.l)} ${symbol("δ", "<i>k</i>", u.l + 1)}`;
    if (u.l === 1) {
      const meaning = `也就是 ${partial(symbol("x", u.j + 1))}`;
      return `输入层不取 <i>g</i>，少一个因子：${symbolic} = ${rule} = ${joined(pairs)} = ${error}，${meaning}。`;
    }
    const output = unitSymbol("a", u);
    const value = `${show(a)} × ${show(1 - a)} × (${joined(pairs)}) = ${error}`;
    return `后一层的误差沿同样的权重传回来，再乘以斜率：${symbolic} = ${output}(1 − ${output}) ${rule} = ${value}。`;
  },

  gradient: ({ pass }, chosen) => {
    if (!isEdge(chosen)) {
      const value = show(pass.delta[chosen.l][chosen.j]);
      return `偏置的梯度就是这个单元的误差：${partial(biasSymbol(chosen))} = ${unitSymbol("δ", chosen)} = ${value}。黄色的边上写着各自的 ${partial("<i>θ</i>")}。`;
    }
    const { l, k, j } = chosen;
    const rule = `${symbol("δ", k + 1, l + 1)} ${symbol("a", j + 1, l)}`;
    const value = `${joined([[pass.delta[l + 1][k], pass.a[l][j]]])} = ${show(pass.gradient.theta[l][k][j])}`;
    return `权重的梯度，是它终点的误差乘以它起点的输出：${partial(weightSymbol(chosen))} = ${rule} = ${value}。`;
  },
};

/* What is told of the thing in question: this stage's quantity where it has one, else the last that is known of it. */
function told({ network, stage, chosen }) {
  const now = stages(last(network))[stage];
  if (isEdge(chosen)) return now.what === "gradient" ? "gradient" : "";
  if (now.what === "J" && chosen.l === now.l) return "J";
  if (now.what === "gradient" && chosen.l > 1) return "gradient";
  return ["delta", "a", "z"].find((what) => isKnown(last(network), stage, what, chosen.l)) ?? "";
}

/* The sentence under the drawing, as HTML. */
export function sentence(state) {
  const { network, chosen } = state;
  const what = told(state);
  if (what) return SENTENCES[what === "a" && chosen.l === 1 ? "x" : what](state, chosen);
  if (!isEdge(chosen)) return `还没有算到第 ${chosen.l} 层，请按“下一步”。`;
  const { l, k, j } = chosen;
  const ends = `第 ${l} 层第 ${j + 1} 个单元到第 ${l + 1} 层第 ${k + 1} 个单元的权重`;
  return `${weightSymbol(chosen)} = ${show(network.theta[l][k][j])}，${ends}。它的梯度要等误差传回来才有。`;
}

/* ---- The drawing: units of the drawing as in yansuan.draw, 520 to the width of a phone ---- */

const WIDTH = 520;
const RADIUS = 20;
const RING = 26;
const RISE = 106;
const TOP = 52;

const at = (n) => Number(n.toFixed(2));

export function layout(sizes) {
  const [margin, tallest] = [50, Math.max(...sizes)];
  const pitch = (WIDTH - 2 * margin) / (sizes.length - 1);
  const centre = (l, j) => [margin + (l - 1) * pitch, TOP + ((tallest - sizes[l - 1]) / 2 + j) * RISE];
  return { centre, bottom: TOP + (tallest - 1) * RISE, height: TOP + (tallest - 1) * RISE + 76 };
}

function text([x, y], content, kind = "", anchor = "middle") {
  return `<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}" class="${kind}">${content}</text>`;
}

const named = (letter, value) => `<tspan class="letter">${letter}</tspan><tspan dx="4">${brief(value)}</tspan>`;

function half([x, y], side) {
  const r = RADIUS - 1.6;
  const [shift, sweep] = side === "in" ? [-1.4, 0] : [1.4, 1];
  const edge = `M${at(x + shift)} ${at(y - r)}A${r} ${r} 0 0 ${sweep} ${at(x + shift)} ${at(y + r)}Z`;
  return `<path class="tint ${side}" d="${edge}"/><path fill="url(#network-${side})" d="${edge}"/>`;
}

function disc([x, y], side) {
  const circle = (attributes) => `<circle cx="${at(x)}" cy="${at(y)}" r="${RADIUS - 1.6}" ${attributes}/>`;
  return circle(`class="tint ${side}"`) + circle(`fill="url(#network-${side})"`);
}

const toward = ([x, y], [u, v], distance) => {
  const share = distance / Math.hypot(u - x, v - y);
  return [x + share * (u - x), y + share * (v - y)];
};
const between = ([x, y], [u, v], share) => [x + share * (u - x), y + share * (v - y)];

/* Two curved barbs, as Computer Modern's. */
function arrowhead([x, y], direction) {
  const [cos, sin] = [7 * Math.cos(direction), 7 * Math.sin(direction)];
  const barbs = [[-1, 0.72], [-0.75, 0.28], [-0.38, 0.1], [0, 0], [-0.38, -0.1], [-0.75, -0.28], [-1, -0.72]];
  const [first, ...rest] = barbs.map(([u, v]) => `${at(x + u * cos - v * sin)} ${at(y + u * sin + v * cos)}`);
  return `M${first}C${rest.join(" ")}`;
}

function edgesOf({ sizes }) {
  return range(1, sizes.length - 1).flatMap((l) =>
    range(0, sizes[l] - 1).flatMap((k) => range(0, sizes[l - 1] - 1).map((j) => ({ l, k, j }))),
  );
}

function unitsOf({ sizes }) {
  return sizes.flatMap((size, index) => range(0, size - 1).map((j) => ({ l: index + 1, j })));
}

const same = (one, other) => one.l === other.l && one.j === other.j && one.k === other.k;

/* Which edges the computation of the thing in question runs along: into a unit for z, out of it for δ. */
function isConcerned(state, edge) {
  const { chosen } = state;
  if (isEdge(chosen)) return same(edge, chosen);
  const what = told(state);
  if (what === "delta") return edge.l === chosen.l && edge.j === chosen.j;
  return (what === "z" || what === "gradient") && edge.l + 1 === chosen.l && edge.k === chosen.j;
}

function drawEdge(state, place, edge) {
  const { network, chosen } = state;
  const weight = network.theta[edge.l][edge.k][edge.j];
  const [start, end] = [place.centre(edge.l, edge.j), place.centre(edge.l + 1, edge.k)];
  const reach = (unit) => (!isEdge(chosen) && same(unit, chosen) ? RING : RADIUS);
  const tail = toward(start, end, reach({ l: edge.l, j: edge.j }));
  const tip = toward(end, start, reach({ l: edge.l + 1, j: edge.k }) + 1);
  const path = `M${tail.map(at).join(" ")}L${tip.map(at).join(" ")}`;
  const concerned = isConcerned(state, edge);
  const width = at(Math.min(3.6, 0.6 + Math.abs(weight)));
  return (
    `<g class="edge${concerned ? " concerned" : ""}" data-edge="${edge.l} ${edge.k + 1} ${edge.j + 1}">` +
    `<path class="reach" d="${path}"/>${concerned ? `<path class="band" d="${path}"/>` : ""}` +
    `<path d="${path}" stroke-width="${width}"${weight < 0 ? ' stroke-dasharray="6 5"' : ""}/>` +
    `<path d="${arrowhead(tip, Math.atan2(tip[1] - tail[1], tip[0] - tail[0]))}"/></g>`
  );
}

/* The boxes [left, top, right, bottom] that units and their numbers take. */
function taken(network, place) {
  return unitsOf(network).flatMap(({ l, j }) => {
    const [x, y] = place.centre(l, j);
    const aside = l === 1 ? 24 : 46;
    return [[x - aside, y - RING - 22, x + aside, y - RING], [x - 26, y - 26, x + 26, y + 26], [x - 32, y + RING, x + 32, y + RING + 22]];
  });
}

function overlap(one, other) {
  const along = (low, high) => Math.max(0, Math.min(one[high], other[high]) - Math.max(one[low], other[low]));
  return along(0, 2) * along(1, 3);
}

/* What is written on an edge concerned, line by line: θ, and ∂J/∂θ once it is known and asked for.  Where it is a
   unit that is asked for there is room for the number alone, and the sentence says what it is. */
function writing({ network, pass, chosen }, what, { l, k, j }) {
  const [weight, slope] = [network.theta[l][k][j], pass.gradient.theta[l][k][j]];
  if (what !== "gradient") return [["θ ", weight]];
  return isEdge(chosen) ? [["θ ", weight], ["∂J/∂θ ", slope]] : [["", slope]];
}

/* The writing on the edges concerned, each as near to the middle of its edge as it can be read. */
function labelEdges(state, place, edges) {
  const full = taken(state.network, place);
  return edges.map((edge) => {
    const lines = writing(state, told(state), edge);
    const half = 4.7 * Math.max(...lines.map(([letter, value]) => letter.length + brief(value).length));
    const centres = [0.5, 0.45, 0.55, 0.4, 0.6, 0.35, 0.65, 0.3, 0.7].map((share) =>
      between(place.centre(edge.l, edge.j), place.centre(edge.l + 1, edge.k), share),
    );
    const box = ([x, y]) => [x - half, y - 10 * lines.length, x + half, y + 10 * lines.length];
    const hidden = centres.map((centre) => sum(full.map((other) => overlap(box(centre), other))));
    const [x, y] = centres[hidden.indexOf(Math.min(...hidden))];
    full.push(box([x, y]));
    return lines
      .map(([letter, value], n) => [letter ? named(letter.trim(), value) : brief(value), y + 6 + 20 * (n - (lines.length - 1) / 2)])
      .map(([content, height]) => text([x, height], content, "halo"))
      .join("");
  });
}

function drawUnit(state, place, unit) {
  const { network, stage, chosen } = state;
  const L = last(network);
  const [x, y] = place.centre(unit.l, unit.j);
  const known = (what) => isKnown(L, stage, what, unit.l);
  const circle = (r, attributes = "") => `<circle cx="${at(x)}" cy="${at(y)}" r="${r}" ${attributes}/>`;
  const whole = unit.l === 1 ? "in" : unit.l === L ? "out" : "";
  const fill = whole
    ? known(whole === "in" ? "z" : "a") ? disc([x, y], whole) : ""
    : (known("z") ? half([x, y], "in") : "") + (known("a") ? half([x, y], "out") : "");
  const parting = whole ? "" : `<path d="M${at(x)} ${at(y - RADIUS - 2.5)}L${at(x + 0.6)} ${at(y + RADIUS + 2.5)}"/>`;
  const asked = same(unit, chosen)
    ? circle((RADIUS + RING) / 2, 'class="band"') + circle(RING)
    : "";
  return (
    `<g class="unit" data-unit="${unit.l} ${unit.j + 1}">${circle(28, 'class="reach"')}${circle(RADIUS, 'class="ground"')}` +
    `${asked}${fill}${circle(RADIUS)}${parting}</g>`
  );
}

function labelUnit(state, place, unit) {
  const { network, pass, stage, y: target } = state;
  const L = last(network);
  const [x, y] = place.centre(unit.l, unit.j);
  const [up, down] = [y - RING - 6, y + RING + 16];
  const value = (what) => brief(pass[what][unit.l][unit.j]);
  const known = (what) => isKnown(L, stage, what, unit.l);
  const marks = [];
  if (unit.l === 1) marks.push(text([x, up], value("z"), "in halo"));
  else {
    if (known("z")) marks.push(text([x - 3, up], value("z"), "in halo", "end"));
    if (known("a")) marks.push(text([x + 3, up], value("a"), "out halo", "start"));
  }
  if (known("delta")) marks.push(text([x, down], named("δ", pass.delta[unit.l][unit.j]), "halo"));
  if (unit.l === L) marks.push(text([x, down + 22], named("y", target[unit.j]), "halo"));
  return marks.join("");
}

const hatching = (side, slant) =>
  `<pattern id="network-${side}" width="4.6" height="4.6" patternUnits="userSpaceOnUse" patternTransform="rotate(${slant})">` +
  `<path class="${side}" d="M0 2.3H4.6"/></pattern>`;

/* The network as it stands at a stage, as an SVG in HTML. */
export function draw(state) {
  const { network, pass, stage, chosen } = state;
  const L = last(network);
  const place = layout(network.sizes);
  const [units, edges] = [unitsOf(network), edgesOf(network)];
  const concerned = edges.filter((edge) => isConcerned(state, edge));
  const quiet = edges.filter((edge) => !isConcerned(state, edge));
  const each = (draws, things) => things.map((thing) => draws(state, place, thing)).join("");
  const captions = range(1, L).map((l) => text([place.centre(l, 0)[0], place.height - 6], `第 ${l} 层`, "quiet"));
  const cost = isKnown(L, stage, "J", L)
    ? text([place.centre(L, 0)[0], place.bottom + 20], named("J", pass.J), "halo")
    : "";
  const asked = isEdge(chosen) ? `权重 ${plainWeight(chosen)}` : `第 ${chosen.l} 层第 ${chosen.j + 1} 个单元`;
  return (
    `<svg class="network-drawing" role="img" viewBox="0 0 ${WIDTH} ${place.height}" ` +
    `aria-label="${L} 层的网络，各层 ${network.sizes.join("、")} 个单元，所看的是${asked}">` +
    `<defs>${hatching("in", -45)}${hatching("out", 45)}</defs>` +
    each(drawEdge, [...quiet, ...concerned]) +
    each(drawUnit, units) +
    `<g class="labels">${captions.join("")}${labelEdges(state, place, concerned).join("")}${each(labelUnit, units)}${cost}</g></svg>`
  );
}

/* J over the steps of descent: a line of ink from the left, the last point a circle. */
export function curve(costs) {
  const [width, height, pad] = [200, 56, 6];
  const [most, steps] = [Math.max(...costs) || 1, Math.max(10, costs.length - 1)];
  const points = costs.map((J, n) => [pad + ((width - 2 * pad) * n) / steps, height - pad - ((height - 2 * pad) * J) / most]);
  const [x, y] = points.at(-1).map(at);
  return (
    `<svg class="network-curve" role="img" viewBox="0 0 ${width} ${height}" ` +
    `aria-label="代价 J 随步数的变化：由 ${show(costs[0])} 到 ${show(costs.at(-1))}">` +
    `<path class="axis" d="M${pad} ${height - pad}H${width - pad}"/>` +
    `<polyline points="${points.map((point) => point.map(at).join(",")).join(" ")}"/><circle cx="${x}" cy="${y}" r="3"/></svg>`
  );
}

/* ---- The room: controls about the drawing ---- */

const plainWeight = ({ l, k, j }) => `θ${subscript(`${k + 1}${j + 1}`)}${superscript(`(${l})`)}`;
const LIMIT = 10; // of what may be put in, either way; more says nothing new

function field(key, label, name, value, limits = `min="${-LIMIT}" max="${LIMIT}" step="0.1"`) {
  return (
    `<label class="network-field"><span>${label}</span>` +
    `<input type="number" inputmode="decimal" aria-label="${name}" data-key="${key}" value="${value}" ${limits}></label>`
  );
}

function choices(network) {
  const option = (thing, name) => `<option value="${[thing.l, thing.j, thing.k ?? ""].join(" ")}">${name}</option>`;
  const units = unitsOf(network).map((unit) => option(unit, unitName(unit)));
  const edges = edgesOf(network).map((edge) => option(edge, plainWeight(edge)));
  return `<optgroup label="单元">${units.join("")}</optgroup><optgroup label="权重">${edges.join("")}</optgroup>`;
}

function frame({ network, x, y, rate }) {
  const indexed = (letter, numbers, word) =>
    numbers.map((value, j) => field(`${letter} ${j}`, symbol(letter, j + 1), `${word} ${letter}${subscript(j + 1)}`, value));
  const mark = (kind, d) => `<svg viewBox="-9 -9 18 18" aria-hidden="true"><path class="${kind}" d="${d}"/><circle r="8"/><path d="M0 -8V8"/></svg>`;
  return `
<div class="network-picture"></div>
<p class="network-key"><span>${mark("in", "M0 -8A8 8 0 0 0 0 8Z")}左半：输入 <i>z</i></span><span>${mark("out", "M0 -8A8 8 0 0 1 0 8Z")}右半：输出 <i>a</i></span><span>下方：误差 <i>δ</i></span><span>边越粗，|<i>θ</i>| 越大；虚线为负</span></p>
<div class="network-steps"><button type="button" data-do="back">上一步</button><button type="button" data-do="on">下一步</button><span class="network-count"></span></div>
<p class="network-sentence" aria-live="polite"></p>
<div class="network-fields">
<label class="network-field network-choice"><span>所看</span><select aria-label="所看的单元或权重">${choices(network)}</select></label>
${field("parameter", "", "参数", 0)}${indexed("x", x, "输入").join("")}${indexed("y", y, "目标").join("")}
</div>
<div class="network-descent">${field("rate", "步长 <i>η</i>", "步长 η", rate, 'min="0.01" max="2" step="0.01"')}
<button type="button" data-do="descend">走一步梯度下降</button><button type="button" data-do="reset">重置</button>
<div class="network-cost"></div></div>
<details class="network-numbers"><summary>全部的数</summary><div></div></details>`;
}

function table(head, rows) {
  const cells = (tag, row) => row.map((cell, n) => (n ? `<${tag}>${cell}</${tag}>` : `<th>${cell}</th>`)).join("");
  return `<table class="network-table"><thead><tr>${cells("th", head)}</tr></thead><tbody>${rows.map((row) => `<tr>${cells("td", row)}</tr>`).join("")}</tbody></table>`;
}

/* Every number that is known so far. */
function numbers({ network, pass, stage }) {
  const L = last(network);
  const cell = (what, l, value) => (isKnown(L, stage, what, l) ? show(value, 4) : "");
  const units = unitsOf(network).map((u) => [
    unitName(u),
    ...["z", "a", "delta"].map((what) => cell(what, u.l, pass[what][u.l][u.j])),
  ]);
  const weights = edgesOf(network).map((e) => [
    weightSymbol(e),
    show(network.theta[e.l][e.k][e.j], 4),
    cell("gradient", 1, pass.gradient.theta[e.l][e.k][e.j]),
  ]);
  const biases = unitsOf(network).filter(({ l }) => l > 1).map((u) => [
    biasSymbol(u),
    show(network.b[u.l - 1][u.j], 4),
    cell("gradient", 1, pass.gradient.b[u.l - 1][u.j]),
  ]);
  return (
    table(["单元", "<i>z</i>", "<i>a</i>", "<i>δ</i>"], units) +
    table(["参数", "值", "梯度"], [...weights, ...biases])
  );
}

/* The parameter that is edited with the thing in question: a weight, a unit's bias, or an input itself. */
function parameter({ network, x, chosen }) {
  if (isEdge(chosen)) {
    const { l, k, j } = chosen;
    return { row: network.theta[l][k], place: j, label: weightSymbol(chosen), name: `权重 ${plainWeight(chosen)}` };
  }
  const { l, j } = chosen;
  if (l === 1) return { row: x, place: j, label: symbol("x", j + 1), name: `输入 x${subscript(j + 1)}` };
  const name = `偏置 b${subscript(j + 1)}${superscript(`(${l - 1})`)}`;
  return { row: network.b[l - 1], place: j, label: biasSymbol(chosen), name };
}

/* Where one looks when a stage is reached: at a unit of its layer, as far up as before; for gradients, at an edge. */
function lookedAt(network, stage, { j }) {
  const { what, l } = stages(last(network))[stage];
  const unit = { l, j: Math.min(j, network.sizes[l - 1] - 1) };
  return what === "gradient" ? { ...unit, k: 0 } : unit;
}

const copied = ({ sizes, theta, b }) => structuredClone({ sizes, theta, b });

function begin(values) {
  const [x, y] = [[...values.x], [...values.y]];
  const network = copied(values);
  const pass = backward(network, x, y);
  return { network, x, y, rate: values.rate, pass, stage: 0, chosen: { l: 1, j: 0 }, costs: [pass.J], said: "" };
}

function move(state, stage) {
  const there = Math.max(0, Math.min(stage, stages(last(state.network)).length - 1));
  if (there !== state.stage) Object.assign(state, { stage: there, chosen: lookedAt(state.network, there, state.chosen) });
}

/* One step of descent; one that leads nowhere is not taken. */
function walk(state) {
  const { network, x, y, rate, pass } = state;
  const next = descend(network, pass.gradient, rate);
  const after = backward(next, x, y);
  if (!(after.J < 1e9)) {
    state.said = "这一步太大，<i>J</i> 会大得没有意义，所以没有走。请把步长改小，或者重置。";
    return;
  }
  const way = after.J < pass.J ? "降" : after.J > pass.J ? "升" : "仍";
  const rule = `每个参数减去 <i>η</i> 乘以自己的梯度`;
  state.said = way === "仍" ? `${rule}：<i>J</i> 仍是 ${show(after.J)}。` : `${rule}：<i>J</i> 由 ${show(pass.J)} ${way}到 ${show(after.J)}。`;
  if (way === "升") state.said += "步长大了，走过了头。";
  const stage = stages(last(network)).length - 1;
  Object.assign(state, { network: next, pass: after, stage, costs: [...state.costs, after.J] });
}

const DO = {
  back: (state) => move(state, state.stage - 1),
  on: (state) => move(state, state.stage + 1),
  descend: walk,
  reset: (state, values) => Object.assign(state, begin(values)),
};

/* A number was put in: all is computed anew, and the line of J begins anew. */
function put(state, key, value) {
  const [letter, place] = key.split(" ");
  if (letter === "rate") state.rate = value;
  else if (letter === "parameter") {
    const edited = parameter(state);
    edited.row[edited.place] = value;
  } else state[letter][Number(place)] = value;
  if (letter === "rate") return;
  state.pass = backward(state.network, state.x, state.y);
  state.costs = [state.pass.J];
}

/* Opens the room in a figure, between its picture (which the style sheet then leaves to paper) and its caption. */
export default function (element, values) {
  const state = begin(values);
  const room = document.createElement("div");
  room.className = "network";
  room.innerHTML = frame(state);
  const find = (selector) => room.querySelector(selector);
  const inputs = [...room.querySelectorAll("input")];
  const written = new Map(); // what stands in the room, so that only what differs is written

  function write(selector, html) {
    if (written.get(selector) === html) return;
    written.set(selector, html);
    find(selector).innerHTML = html;
  }

  function writeInputs(except) {
    const { row, place, label, name } = parameter(state);
    const shown = { rate: state.rate, parameter: row[place] };
    state.x.forEach((value, j) => (shown[`x ${j}`] = value));
    state.y.forEach((value, j) => (shown[`y ${j}`] = value));
    for (const input of inputs) {
      if (input === except) continue;
      input.value = String(Number(shown[input.dataset.key].toFixed(4)));
      input.removeAttribute("aria-invalid");
    }
    const own = find('[data-key="parameter"]');
    own.setAttribute("aria-label", name);
    own.previousElementSibling.innerHTML = label;
  }

  function refresh(except) {
    const { l, j, k } = state.chosen;
    const steps = stages(last(state.network)).length - 1;
    write(".network-picture", draw(state));
    write(".network-count", `第 ${state.stage} 步，共 ${steps} 步`);
    write(".network-sentence", state.said || sentence(state));
    const walked = state.costs.length - 1;
    write(".network-cost", `<span><i>J</i> = ${show(state.costs.at(-1))}，走了 ${walked} 步</span>${curve(state.costs)}`);
    write(".network-numbers > div", numbers(state));
    find("select").value = [l, j, k ?? ""].join(" ");
    find('[data-do="back"]').setAttribute("aria-disabled", String(state.stage === 0));
    find('[data-do="on"]').setAttribute("aria-disabled", String(state.stage === steps));
    writeInputs(except);
  }

  function choose(l, j, k) {
    state.said = "";
    state.chosen = k === undefined ? { l, j } : { l, j, k };
    refresh();
  }

  room.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-do]");
    const thing = target.closest("[data-unit], [data-edge]");
    if (button) {
      state.said = "";
      DO[button.dataset.do](state, values);
      refresh();
    } else if (thing) {
      const [l, ...places] = (thing.dataset.unit ?? thing.dataset.edge).split(" ").map(Number);
      if (places.length > 1) choose(l, places[1] - 1, places[0] - 1);
      else choose(l, places[0] - 1);
    }
  });
  find("select").addEventListener("change", ({ target }) => {
    const [l, j, k] = target.value.split(" ");
    choose(Number(l), Number(j), k === "" ? undefined : Number(k));
  });
  room.addEventListener("input", ({ target }) => {
    if (!target.dataset.key) return;
    const { valueAsNumber: value, min, max } = target;
    const allowed = value >= Number(min) && value <= Number(max);
    target.setAttribute("aria-invalid", String(!allowed));
    if (!allowed) return;
    state.said = "";
    put(state, target.dataset.key, value);
    refresh(target);
  });
  room.addEventListener("focusout", ({ target }) => {
    if (target.getAttribute("aria-invalid") === "true") writeInputs(); // what was put in does not hold: the last that did
  });

  refresh();
  element.insertBefore(room, element.querySelector("figcaption"));
}
