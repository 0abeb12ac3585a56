/* The explorable of the Legendre note: a tangent to move along f, and what becomes of its slope and intercept.

   The first part is mathematics and needs no browser; tests run it in Node beside the snippet. */

const softplus = (x) => Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0);
const sigmoid = (x) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));
const xlogx = (x) => (x === 0 ? 0 : x * Math.log(x));

/* The x ≥ 1 where 4x³ − 4x = u, for u ≥ 0: Newton's steps come down to it from the right. */
function outermost(u) {
  let x = 1 + Math.cbrt(u / 4);
  for (;;) {
    const next = x - (4 * x ** 3 - 4 * x - u) / (12 * x ** 2 - 4);
    if (!(next < x)) return x;
    x = next;
  }
}

const well = (x) => (x * x - 1) ** 2;

/* f, its derivative, and its conjugate sup (ux − f(x)). */
export const FUNCTIONS = {
  square: {
    label: "(<var>x</var>² + 1)/3",
    f: (x) => (x * x + 1) / 3,
    slope: (x) => (2 * x) / 3,
    conjugate: (u) => (3 * u * u) / 4 - 1 / 3,
  },
  exponential: {
    label: "e<sup><var>x</var></sup>",
    f: Math.exp,
    slope: Math.exp,
    conjugate: (u) => (u < 0 ? Infinity : xlogx(u) - u),
  },
  logistic: {
    label: "ln(1 + e<sup><var>x</var></sup>)",
    f: softplus,
    slope: sigmoid,
    conjugate: (u) => (u < 0 || u > 1 ? Infinity : xlogx(u) + xlogx(1 - u)),
  },
  "double-well": {
    label: "(<var>x</var>² − 1)²，不凸",
    f: well,
    slope: (x) => 4 * x ** 3 - 4 * x,
    conjugate(u) {
      const x = outermost(Math.abs(u)); // f is even
      return Math.abs(u) * x - well(x);
    },
  },
};

/* The tangent at x: f, the slope u, ux − f (minus the intercept), the conjugate g at u, and how far g is above that. */
export function tangent({ f, slope, conjugate }, x) {
  const u = slope(x);
  const height = u * x - f(x);
  const g = conjugate(u);
  return { x, f: f(x), u, height, g, gap: g - height };
}

/* At each t the highest of the lines s = ut − g(u), for the slopes u given. */
export function envelope({ conjugate }, slopes, abscissae) {
  const lines = slopes.map((u) => [u, conjugate(u)]);
  return abscissae.map((t) => lines.reduce((highest, [u, g]) => Math.max(highest, u * t - g), -Infinity));
}

/* `count` + 1 numbers from one to another. */
export const spread = ([from, to], count) => Array.from({ length: count + 1 }, (_, k) => from + ((to - from) * k) / count);

/* The least and the greatest slope met between two abscissae. */
export function slopesMet({ slope }, range) {
  const met = spread(range, 200).map(slope);
  return [Math.min(...met), Math.max(...met)];
}

/* ---- In the browser ---- */

/* Three digits, and a minus as it is printed. */
export function show(value) {
  if (Math.abs(value) < 5e-4) return "0";
  const text = Math.abs(value) < 0.9995 ? value.toFixed(3) : value.toPrecision(3);
  return text.replace("-", "−");
}

const STEPS = 160;
const EVEN = 1e-9; // a gap below is rounding
const [INK, QUIET, ZHU, LV, HUANG] = ["ink", "ink-quiet", "zhu", "lv", "huang"].map((name) => `var(--${name})`);
const STILL = { fixed: true, highlight: false, showInfobox: false, tabindex: null };

const FRAME = `
  <fieldset class="explore-choice"><legend><var>f</var>(<var>x</var>)</legend></fieldset>
  <div class="explore-boards" aria-hidden="true"><div class="explore-board"></div><div class="explore-board"></div></div>
  <p class="explore-numbers"></p>
  <div class="explore-row">
    <label class="explore-slide"><span>切点 <var>x</var></span><input type="range" step="any"></label>
    <button type="button">走遍全程</button>
    <label class="explore-check"><input type="checkbox"> 用直线变回去</label>
  </div>
  <p class="explore-say" aria-live="polite"></p>`;

let boards = []; // of the page in view; those of a page that was left are let go

export default async function (element, values) {
  const { default: JXG } = await import("./jsxgraph.js");
  for (const board of boards) if (!board.containerObj.isConnected) JXG.JSXGraph.freeBoard(board);
  boards = boards.filter((board) => board.containerObj?.isConnected);

  const room = document.createElement("div");
  room.className = "explore-room explore-legendre";
  room.innerHTML = FRAME;
  const find = (selector) => room.querySelector(selector);
  const [slider, button, check] = [find("[type=range]"), find("button"), find("[type=checkbox]")];
  element.querySelector("figcaption").before(room); // boards are as large as their places are

  const state = { chosen: values.functions[0], x: 0, met: [0, 0] };
  const one = () => FUNCTIONS[state.chosen.name];
  const now = () => tangent(one(), state.x);
  const slopes = () => slopesMet(one(), state.met);

  const [left, right] = [...room.querySelectorAll(".explore-board")].map((place) =>
    JXG.JSXGraph.initBoard(place, {
      boundingBox: [-1, 1, 1, -1],
      axis: false,
      showCopyright: false,
      showLogo: false,
      showNavigation: false,
      showInfobox: false,
      keyboard: { enabled: false },
      pan: { enabled: false },
      zoom: { enabled: false, wheel: false },
      drag: { enabled: true },
      registerFullscreenEvent: false,
      keepAspectRatio: false,
      resize: { enabled: true, throttle: 50 },
      title: "",
      description: "",
    }),
  );
  boards.push(left, right);

  const path = (board, points, attributes) => {
    const curve = board.create("curve", [[0], [0]], { ...STILL, strokeWidth: 1.1, strokeColor: INK, ...attributes });
    curve.updateDataArray = function () {
      const found = points();
      this.dataX = found.map(([x]) => x);
      this.dataY = found.map(([, y]) => y);
    };
    return curve;
  };
  // A stretch within a line of ink: where there is no colour there is still a bar.
  const band = (board, ends, strokeColor) => {
    path(board, ends, { strokeWidth: 9, lineCap: "butt" });
    path(board, ends, { strokeColor, strokeWidth: 6.5, lineCap: "butt" });
  };
  const point = (board, at, attributes) => board.create("point", [() => at()[0], () => at()[1]], { ...STILL, withLabel: false, strokeColor: INK, strokeWidth: 1.4, ...attributes });
  const text = (board, at, words, attributes) => board.create("text", [() => at()[0], () => at()[1], words], { ...STILL, display: "html", parse: false, cssClass: "explore-label", highlightCssClass: "explore-label", cssDefaultStyle: "", strokeColor: INK, ...attributes });
  const axes = (board, across) => {
    const box = () => board.getBoundingBox();
    path(board, () => [[box()[0], 0], [box()[2], 0]], { strokeColor: QUIET, lastArrow: { type: 4, size: 6 } });
    path(board, () => [[0, box()[3]], [0, box()[1]]], { strokeColor: QUIET, lastArrow: { type: 4, size: 6 } });
    text(board, () => [box()[2], 0], `<var>${across}</var>&nbsp;`, { anchorX: "right", anchorY: "top", strokeColor: QUIET });
    text(board, () => [0, box()[1]], "<var>s</var>&nbsp;", { anchorX: "right", anchorY: "top", strokeColor: QUIET });
  };
  const across = (board, slope, level) => {
    const [from, , to] = board.getBoundingBox();
    return [from, to].map((t) => [t, slope * t + level]);
  };
  const lineOf = (u) => across(left, u, -one().conjugate(u));
  const curveOfF = () => spread(state.chosen.range, STEPS).map((x) => [x, one().f(x)]);
  const curveOfG = () => spread(slopes(), STEPS).map((u) => [u, one().conjugate(u)]);
  const none = [[NaN, NaN]];

  axes(left, "t");
  // All lines s = ut − g(u) as one path, with a gap after each.
  path(left, () => (check.checked ? spread(slopes(), 24).flatMap((u) => [...lineOf(u), ...none]) : none), { strokeColor: QUIET, strokeWidth: 0.7 });
  band(left, () => [[0, 0], [state.x, 0]], ZHU);
  band(left, () => [[0, 0], [0, -now().height]], HUANG);
  path(left, curveOfF, { strokeWidth: 2.1 });
  path(left, () => (now().gap > EVEN ? lineOf(now().u) : none), { dash: 2, strokeWidth: 1.2 });
  path(left, () => across(left, now().u, -now().height), { strokeWidth: 1.5 });
  path(left, () => {
    const shown = spread(state.chosen.range, STEPS);
    const back = check.checked ? envelope(one(), spread(slopes(), 400), shown) : [NaN];
    return back.map((s, k) => [shown[k], s]);
  }, { strokeColor: LV, strokeWidth: 2.6, dash: 2 });
  point(left, () => [0, -now().height], { size: 5, fillColor: HUANG });
  text(left, () => [0, -now().height], () => `&nbsp;&nbsp;${now().gap > EVEN ? "<var>f</var>(<var>x</var>) − <var>ux</var>" : "−<var>g</var>(<var>u</var>)"}`, { anchorX: "left", anchorY: "middle" });
  text(left, () => [state.x / 2, 0], "<var>x</var>", { anchorX: "middle", anchorY: "top", strokeColor: ZHU });
  const touch = left.create("point", [0, 0], { name: "", withLabel: false, showInfobox: false, size: 5, fillColor: INK, strokeColor: INK, highlightFillColor: LV, highlightStrokeColor: INK, tabindex: null, precision: { touch: 40, mouse: 12, pen: 20 } });

  axes(right, "u");
  band(right, () => [[now().u, 0], [now().u, now().height]], HUANG);
  path(right, () => spread(state.met, STEPS).map((x) => tangent(one(), x)).map(({ u, height }) => [u, height]), { strokeWidth: 1.1 });
  path(right, curveOfG, { strokeColor: LV, strokeWidth: 2.4 });
  path(right, () => (now().gap > EVEN ? none : across(right, state.x, -one().f(state.x))), { strokeWidth: 1.2 });
  path(right, () => (now().gap > EVEN ? [[now().u, now().height], [now().u, now().g]] : none), { dash: 2 });
  point(right, () => [now().u, now().g], { size: 3, fillColor: LV });
  point(right, () => [now().u, now().height], { size: 5, fillColor: HUANG });
  const visible = (board, points) => {
    const [from, top, to, bottom] = board.getBoundingBox();
    return points.filter(([a, b]) => a > from && a < to && b > bottom && b < top);
  };
  const rises = (u) => one().conjugate(u) >= one().conjugate(u - 1e-3);
  const endOf = (board, points, before = 1) => visible(board, points).at(-before) ?? [0, 0];
  text(left, () => endOf(left, curveOfF(), 12), "<var>f</var>&nbsp;", { anchorX: "right", anchorY: "bottom" });
  text(right, () => endOf(right, curveOfG()), "&nbsp;<var>g</var>&nbsp;", { anchorX: () => (rises(endOf(right, curveOfG())[0]) ? "right" : "left"), anchorY: "bottom", strokeColor: LV });

  function say() {
    const { u, g, gap } = now();
    const convex = state.chosen.name !== "double-well";
    if (gap > EVEN)
      return "这条切线穿过了曲线：<var>f</var> 在这里不凸，<var>ux</var> − <var>f</var>(<var>x</var>) 够不到上确界 <var>g</var>(<var>u</var>)。斜率相同而托住曲线的，是下面那条虚线。";
    if (check.checked)
      return convex
        ? "细线是走过的斜率所定的直线 <var>s</var> = <var>ut</var> − <var>g</var>(<var>u</var>)，虚线是它们的上包络：走到哪里，<var>f</var> 就恢复到哪里。"
        : "细线的上包络（虚线）托住 <var>f</var>，却只恢复了凸的部分：两个谷底之间换成了公切线。";
    return convex
      ? "切线整条在曲线之下，右边的 <var>g</var> 走到哪里，画到哪里；它在黄点处的切线，斜率正是 <var>x</var>。"
      : "切点在外侧，切线托住整条曲线，截距是 −<var>g</var>(<var>u</var>)。往中间拖过谷底，看切线怎样穿过曲线。";
  }

  function refresh() {
    const { x, f, u, height, g, gap } = now();
    state.met = [Math.min(state.met[0], x), Math.max(state.met[1], x)];
    slider.value = x;
    const figures = [["<var>x</var>", x], ["<var>f</var>(<var>x</var>)", f], ["<var>u</var> = <var>f</var>′(<var>x</var>)", u], ["截距", -height], ["<var>g</var>(<var>u</var>)", g]];
    find(".explore-numbers").innerHTML = figures.map(([name, value]) => `<span>${name} = ${show(value)}</span>`).join("");
    slider.setAttribute("aria-valuetext", `${show(x)}，斜率 ${show(u)}，截距 ${show(-height)}，g(u) 等于 ${show(g)}${gap > EVEN ? "，切线穿过曲线" : ""}`);
    const words = say();
    if (find(".explore-say").dataset.words !== words) {
      find(".explore-say").dataset.words = words;
      find(".explore-say").innerHTML = words;
    }
    touch.setPositionDirectly(JXG.COORDS_BY_USER, [x, f]);
    left.fullUpdate();
    right.fullUpdate();
  }

  function move(x) {
    const [least, greatest] = state.chosen.range;
    state.x = Math.min(Math.max(x, least), greatest);
    refresh();
  }

  function choose(chosen) {
    Object.assign(state, { chosen, x: chosen.x, met: [chosen.x, chosen.x] });
    [slider.min, slider.max] = chosen.range;
    [left, right].forEach((board, k) => {
      const [from, bottom, to, top] = chosen.windows[k];
      board.setBoundingBox([from, top, to, bottom], false);
    });
    // A little way to begin with, so that there is something of g.
    const [least, greatest] = chosen.range;
    state.met = [Math.max(least, chosen.x - (greatest - least) / 8), Math.min(greatest, chosen.x + (greatest - least) / 8)];
    refresh();
  }

  for (const chosen of values.functions) {
    const label = document.createElement("label");
    label.innerHTML = `<input type="radio" name="explore-legendre"> <span>${FUNCTIONS[chosen.name].label}</span>`;
    label.firstChild.checked = chosen === state.chosen;
    label.firstChild.addEventListener("change", () => choose(chosen));
    find("fieldset").append(label);
  }
  touch.on("drag", () => move(touch.X()));
  slider.addEventListener("input", () => move(slider.valueAsNumber));
  slider.addEventListener("keydown", (event) => {
    const [least, greatest] = state.chosen.range;
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 }[event.key];
    if (!step) return;
    event.preventDefault(); // a hundred steps from end to end, where "any" would leave it to the browser
    move(state.x + (step * (greatest - least)) / 100);
  });
  button.addEventListener("click", () => {
    state.met = [...state.chosen.range];
    refresh();
  });
  check.addEventListener("change", refresh);
  choose(state.chosen);
}
