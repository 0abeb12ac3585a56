/* The explorable of the rank note: a matrix to edit, A = BC, and how far it is from lower rank.

   The first part is mathematics and needs no browser; tests run it in Node beside the snippet, and it decides as the
   snippet does: the same tolerance, the same choice of columns.  A matrix is a list of rows. */

const EPSILON = Number.EPSILON;

export const transpose = (A) => (A.length ? A[0].map((_, i) => A.map((row) => row[i])) : []);
const dot = (a, b) => a.reduce((total, value, k) => total + value * b[k], 0);
const length = (a) => Math.hypot(...a);

/* A = Σ σ_j u_j w_jᵀ by Jacobi's rotations of one side: lists of σ (falling), u and w, as many as the shorter side. */
export function svd(A) {
  if (A.length > A[0].length) {
    const { sigma, u, w } = svd(transpose(A));
    return { sigma, u: w, w: u };
  }
  const rows = A.map((row) => [...row]);
  const turned = A.map((_, j) => A.map((_, k) => (j === k ? 1 : 0))); // rows = turned · A throughout
  for (let sweep = 0, moved = true; moved && sweep < 60; sweep++) {
    moved = false;
    for (let j = 0; j < rows.length; j++)
      for (let k = j + 1; k < rows.length; k++) {
        const [a, b, c] = [dot(rows[j], rows[j]), dot(rows[k], rows[k]), dot(rows[j], rows[k])];
        if (Math.abs(c) <= EPSILON * Math.sqrt(a * b)) continue;
        moved = true;
        const zeta = (b - a) / (2 * c);
        const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.hypot(1, zeta));
        const cos = 1 / Math.hypot(1, t);
        for (const matrix of [rows, turned])
          [matrix[j], matrix[k]] = [
            matrix[j].map((value, i) => cos * (value - t * matrix[k][i])),
            matrix[k].map((value, i) => cos * (t * matrix[j][i] + value)),
          ];
      }
  }
  const order = rows.map((row, j) => [length(row), j]).sort(([a], [b]) => b - a);
  return {
    sigma: order.map(([size]) => size),
    u: order.map(([, j]) => turned[j]),
    w: order.map(([size, j]) => rows[j].map((value) => (size > 0 ? value / size : 0))),
  };
}

/* τ = max(m, n) ε σ₁. */
export const tolerance = (A, sigma) => Math.max(A.length, A[0].length) * EPSILON * sigma[0];

export function numericalRank(A) {
  const { sigma } = svd(A);
  return sigma.filter((value) => value > tolerance(A, sigma)).length;
}

/* Which columns are the basis, counted from 0: each time the one farthest from those chosen, of equals the leftmost. */
export function pivotColumns(A) {
  const { sigma, w } = svd(A);
  const r = sigma.filter((value) => value > tolerance(A, sigma)).length;
  let columns = transpose(w.slice(0, r)); // coordinates of the columns
  const kept = [];
  while (kept.length < r) {
    const distance = columns.map((column, i) => (kept.includes(i) ? -1 : length(column)));
    const farthest = distance.findIndex((value) => value >= (1 - 1e-6) * Math.max(...distance));
    const direction = columns[farthest].map((value) => value / distance[farthest]);
    columns = columns.map((column) => {
      const along = dot(column, direction);
      return column.map((value, j) => value - along * direction[j]);
    });
    kept.push(farthest);
  }
  return kept.sort((a, b) => a - b);
}

/* The coefficients of a column in terms of independent ones, by least squares: Gram and Schmidt, each step twice. */
export function coordinates(basis, column) {
  const [directions, triangle] = [[], []];
  for (const vector of basis) {
    let rest = vector;
    const along = directions.map(() => 0);
    for (let twice = 0; twice < 2; twice++)
      directions.forEach((direction, j) => {
        const part = dot(rest, direction);
        along[j] += part;
        rest = rest.map((value, p) => value - part * direction[p]);
      });
    const size = length(rest);
    directions.push(rest.map((value) => value / size));
    triangle.push([...along, size]);
  }
  const parts = [];
  let rest = column;
  for (const direction of directions) {
    const part = dot(rest, direction);
    parts.push(part);
    rest = rest.map((value, p) => value - part * direction[p]);
  }
  for (let j = parts.length - 1; j >= 0; j--) {
    parts[j] /= triangle[j][j];
    for (let k = 0; k < j; k++) parts[k] -= triangle[j][k] * parts[j];
  }
  return parts;
}

/* A = BC: the columns chosen, B (m, r), C (r, n); of rank 0, B has m empty rows and C none. */
export function rankFactorization(A) {
  const columns = pivotColumns(A);
  const all = transpose(A);
  const basis = columns.map((i) => all[i]);
  const coefficients = all.map((column, i) =>
    columns.includes(i) ? columns.map((one) => Number(one === i)) : coordinates(basis, column),
  );
  return { columns, B: A.map((row) => columns.map((i) => row[i])), C: columns.map((_, j) => coefficients.map((c) => c[j])) };
}

/* A with its last singular value that counts made smaller by `share` of itself; at 1 the nearest matrix of lower rank. */
export function pushed(A, share) {
  const { sigma, u, w } = svd(A);
  const r = sigma.filter((value) => value > tolerance(A, sigma)).length;
  if (r === 0 || share === 0) return A;
  const left = sigma.map((value, j) => (j < r - 1 ? value : j === r - 1 ? value * (1 - share) : 0));
  return A.map((row, p) => row.map((_, i) => left.reduce((total, value, j) => total + value * u[j][p] * w[j][i], 0)));
}

/* ---- In the browser ---- */

const minus = (text) => text.replace("-", "−");

/* At most three digits; a thousandth of a thousandth is 0 for a reader. */
export function show(value) {
  if (Math.abs(value) < 1e-9) return "0";
  return minus(Math.abs(value) < 1e-3 ? value.toExponential(0) : String(Number(value.toPrecision(3))));
}

const v = (name, index) => `<var>${name}</var><sub>${index}</sub>`;

/* c_i as a combination of the basis, as one writes it: no term with 0, no factor 1. */
export function combination(coefficients) {
  let text = "";
  coefficients.forEach((value, j) => {
    const size = show(Math.abs(value));
    if (size === "0") return;
    const sign = value < 0 ? "−" : text ? "+" : "";
    text += `${text ? ` ${sign} ` : sign}${size === "1" ? "" : `${size} `}${v("v", j + 1)}`;
  });
  return text || "0";
}

const NAMES = { example: "算例", full: "满秩", one: "秩 1", zero: "零矩阵" };

const matrix = (rows, name, cell) =>
  `<div class="rank-matrix"><span class="rank-name"><var>${name}</var></span><div class="rank-entries">${rows
    .map((row, p) => `<div class="rank-line">${row.map((value, i) => cell(value, p, i)).join("")}</div>`)
    .join("")}</div></div>`;

const FRAME = `
  <div class="explore-choice" role="group" aria-label="换一个矩阵"></div>
  <div class="rank-product">
    <div class="rank-a"></div><span class="rank-sign">=</span><div class="rank-bc" aria-hidden="true"></div>
  </div>
  <p class="explore-say" aria-live="polite"></p>
  <div class="rank-below">
    <div class="rank-bars" aria-hidden="true"></div>
    <label class="explore-slide"><span>推向低秩</span><input type="range" min="0" max="100" step="1" value="0"></label>
  </div>
  <p class="explore-say rank-distance"></p>`;

export default function (element, values) {
  const room = document.createElement("div");
  room.className = "explore-room explore-rank";
  room.innerHTML = FRAME;
  const find = (selector) => room.querySelector(selector);
  const slider = find("[type=range]");
  const state = { base: values.matrices[0].A, share: 0, column: values.matrices[0].A[0].length - 1 };
  const [m, n] = [state.base.length, state.base[0].length];

  find(".rank-a").innerHTML = matrix(state.base, "A", (_, p, i) => `<input type="number" step="any" inputmode="text" data-place="${p} ${i}" aria-label="第 ${p + 1} 行第 ${i + 1} 列">`);
  const inputs = [...room.querySelectorAll("[data-place]")];
  const placeOf = (input) => input.dataset.place.split(" ").map(Number);

  function words({ columns, C }, rowRank) {
    const r = columns.length;
    if (r === 0) return "零矩阵：列空间与行空间都是 0 维，<var>B</var> 没有列，<var>C</var> 没有行。";
    const chosen = columns.map((i) => i + 1).join("、");
    const own = columns.indexOf(state.column);
    const said = `${v("c", state.column + 1)} = ${own < 0 ? combination(C.map((row) => row[state.column])) : v("v", own + 1)}`;
    return `基列：第 ${chosen} 列。列空间 ${r} 维，行空间也是 ${rowRank} 维，<var>C</var> 的 ${r} 行是它的一组基。<br>${said}。`;
  }

  function bars(A, sigma, r) {
    const longest = svd(state.base).sigma[0] || 1;
    return sigma
      .map((value, j) => `<div class="rank-bar${j === r - 1 ? " asked" : ""}"><b>${v("σ", j + 1)}</b><span><i style="width:${((100 * value) / longest).toFixed(2)}%"></i></span>${value > tolerance(A, sigma) ? show(value) : "0"}</div>`)
      .join("");
  }

  function distance(A) {
    const { sigma } = svd(state.base);
    const r = numericalRank(state.base);
    if (r === 0) return "零矩阵的秩不能再低。";
    const last = sigma[r - 1];
    if (state.share < 1)
      return state.share === 0
        ? `离秩 ${r - 1} 的矩阵最近也有 ${v("σ", r)} = ${show(last)}。把滑块往右推，看秩什么时候变。`
        : `移动了 ${show(state.share * last)}，${v("σ", r)} 还剩 ${show((1 - state.share) * last)}，秩仍是 ${numericalRank(A)}。`;
    return `移动了 ${show(last)}，恰好是 ${v("σ", r)}：到这一步，秩才由 ${r} 变成 ${numericalRank(A)}。`;
  }

  const written = new Map(); // so that a screen reader hears only what is new
  function write(selector, html) {
    if (written.get(selector) === html) return;
    written.set(selector, html);
    find(selector).innerHTML = html;
  }

  function refresh(except) {
    const A = pushed(state.base, state.share);
    const { sigma } = svd(A);
    const made = rankFactorization(A);
    const r = made.columns.length;
    for (const input of inputs) {
      const [p, i] = placeOf(input);
      input.classList.toggle("chosen", made.columns.includes(i));
      input.classList.toggle("asked", i === state.column);
      if (input === except) continue;
      input.value = Number(A[p][i].toFixed(3)) + 0;
      input.removeAttribute("aria-invalid");
    }
    const b = matrix(r ? made.B : [], "B", (value) => `<span class="chosen">${show(value)}</span>`);
    const c = matrix(made.C, "C", (value, _, i) => `<span class="${i === state.column ? "asked" : ""}">${show(value)}</span>`);
    write(".rank-bc", r ? b + c : `<span class="rank-none">${m}×0 与 0×${n} 的乘积</span>`);
    write(".explore-say", words(made, numericalRank(transpose(A))));
    write(".rank-bars", bars(A, sigma, r));
    write(".rank-distance", distance(A));
    slider.value = Math.round(100 * state.share);
    slider.disabled = numericalRank(state.base) === 0;
    slider.setAttribute("aria-valuetext", find(".rank-distance").textContent);
  }

  room.addEventListener("input", ({ target }) => {
    if (target === slider) {
      state.share = slider.valueAsNumber / 100;
      return refresh();
    }
    const value = target.valueAsNumber;
    const allowed = Math.abs(value) <= 1e6; // not of what is empty or half written
    target.toggleAttribute("aria-invalid", !allowed);
    if (!allowed) return;
    const [p, i] = placeOf(target);
    state.base = pushed(state.base, state.share).map((row, q) => row.map((entry, k) => (q === p && k === i ? value : entry)));
    state.share = 0;
    refresh(target);
  });
  room.addEventListener("focusin", ({ target }) => {
    if (!inputs.includes(target)) return;
    state.column = placeOf(target)[1];
    refresh(target);
  });
  room.addEventListener("focusout", ({ target }) => {
    if (target.hasAttribute("aria-invalid")) refresh(); // what was put in does not hold: the last that did
  });

  for (const { name, A } of values.matrices) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = NAMES[name];
    button.addEventListener("click", () => {
      Object.assign(state, { base: A, share: 0 });
      refresh();
    });
    find(".explore-choice").append(button);
  }
  refresh();
  element.querySelector("figcaption").before(room);
}
