# %% module
"""反向传播：从逻辑回归、softmax 回归到神经网络，误差一层一层传回来。

记号与笔记相同：层号 l = 1, …, L，第 l 层有 s_l 个单元；z[l] 是第 l 层的输入，a[l] 是它的输出，
theta[l]、b[l] 在第 l 层与第 l+1 层之间。字典的键就是层号，从 1 数起；矩阵的每一列是一个样本。
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import cycle
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[Any]  # 实数；复步微分时是复数

# 图中的网络：s_1, …, s_L，以及黄色的单元：第 2 层第 1 个
SIZES = (4, 3, 4, 1)
LAYER, UNIT = 2, 1

# %% [markdown] about-input
# ## 先看清送进来的数
#
# 形状不合、为空、含有 NaN，都在入口处说明白，不留到梯度里去找。


# %% checks
def checked(name: str, values: ArrayLike, shape: Sequence[int | None]) -> Array:
    """values 成为形状为 shape 的数组（None 处不限长短）；不合、为空、非有限数时报 ValueError。"""
    try:
        array = np.asarray(values)
    except ValueError:
        raise ValueError(f"{name} 各行长短不一，不成数组。") from None
    if array.dtype.kind not in "biufc":
        raise ValueError(f"{name} 应由数组成，得到的是 {array.dtype}。")
    if len(array.shape) != len(shape) or any(
        want not in (None, got) for want, got in zip(shape, array.shape, strict=True)
    ):
        wanted = "、".join("任意" if want is None else str(want) for want in shape) or "单个数"
        raise ValueError(f"{name} 的形状应为（{wanted}），得到 {array.shape}。")
    if array.size == 0:
        raise ValueError(f"{name} 是空的，形状为 {array.shape}。")
    if not np.all(np.isfinite(array)):
        raise ValueError(f"{name} 含有 NaN 或无穷大。")
    return array


def checked_target(output: str, y: ArrayLike, shape: Sequence[int | None]) -> Array:
    """目标 y：交叉熵要求 0 ≤ y ≤ 1，softmax 还要求每列之和为 1。"""
    target = checked("y", y, shape)
    if output != "linear" and not np.all((target.real >= 0) & (target.real <= 1)):
        raise ValueError("用交叉熵时 y 应在 0 与 1 之间。")
    if output == "softmax" and not np.allclose(target.sum(axis=0), 1):
        raise ValueError("用 softmax 时 y 的每一列之和应为 1。")
    return target


# %% [markdown] about-logistic
# ## 逻辑回归


# %% sigmoid
def sigmoid(z: ArrayLike) -> Array:
    """g(z) = 1 / (1 + e^(−z))。指数只取在实部不大于 0 的数上，不会溢出。"""
    z = np.asarray(z)
    positive = z.real >= 0
    e = np.exp(np.where(positive, -z, z))
    return np.asarray(np.where(positive, 1, e) / (1 + e))


def softplus(z: ArrayLike) -> Array:
    """ln(1 + e^z) = max(z, 0) + ln(1 + e^(−|z|))，同样不会溢出。"""
    z = np.asarray(z)
    positive = z.real >= 0
    return np.asarray(np.where(positive, z, 0) + np.log1p(np.exp(np.where(positive, -z, z))))


# %% logistic-regression
def logistic_cost(theta: ArrayLike, b: ArrayLike, x: ArrayLike, y: ArrayLike) -> Any:
    """交叉熵的平均值，写成 ln(1 + e^z) − yz，便没有 ln 0。theta (n,)，b ()，x (n, m)，y (m,)。"""
    x = checked("x", x, (None, None))
    theta, b = checked("theta", theta, x.shape[:1]), checked("b", b, ())
    y = checked_target("sigmoid", y, x.shape[1:])
    z = theta @ x + b
    return np.mean(softplus(z) - y * z)


def logistic_gradient(theta: ArrayLike, b: ArrayLike, x: ArrayLike, y: ArrayLike) -> tuple[Array, Any]:
    """∂J/∂θ 与 ∂J/∂b：误差 a − y 分别乘以 x 与 1，对样本取平均。"""
    x = checked("x", x, (None, None))
    theta, b = checked("theta", theta, x.shape[:1]), checked("b", b, ())
    y = checked_target("sigmoid", y, x.shape[1:])
    delta = (sigmoid(theta @ x + b) - y) / len(y)
    return x @ delta, delta.sum()


# %% [markdown] about-softmax
# ## softmax 回归


# %% softmax
def log_sum_exp(z: ArrayLike) -> Array:
    """每列的 ln Σ_k e^(z_k)，先减去列中的最大值；形状 (1, m)。"""
    z = np.asarray(z)
    top = z.real.max(axis=0, keepdims=True)
    return np.asarray(top + np.log(np.exp(z - top).sum(axis=0, keepdims=True)))


def softmax(z: ArrayLike) -> Array:
    """每列的 e^(z_k) / Σ_q e^(z_q)。"""
    z = checked("z", z, (None, None))
    e = np.exp(z - z.real.max(axis=0, keepdims=True))
    return np.asarray(e / e.sum(axis=0, keepdims=True))


# %% softmax-regression
def softmax_cost(theta: ArrayLike, b: ArrayLike, x: ArrayLike, y: ArrayLike) -> Any:
    """−Σ_k y_k ln a_k 的平均值。theta (K, n)，b (K,)，x (n, m)，y (K, m)。"""
    x, b = checked("x", x, (None, None)), checked("b", b, (None,))
    theta = checked("theta", theta, (len(b), len(x)))
    y = checked_target("softmax", y, (len(b), x.shape[1]))
    z = theta @ x + b[:, None]
    return np.sum(y * (log_sum_exp(z) - z)) / x.shape[1]


def softmax_gradient(theta: ArrayLike, b: ArrayLike, x: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    """∂J/∂θ 与 ∂J/∂b：仍是误差 a − y 乘以 x 与 1。"""
    x, b = checked("x", x, (None, None)), checked("b", b, (None,))
    theta = checked("theta", theta, (len(b), len(x)))
    y = checked_target("softmax", y, (len(b), x.shape[1]))
    delta = (softmax(theta @ x + b[:, None]) - y) / x.shape[1]
    return delta @ x.T, delta.sum(axis=1)


# %% [markdown] about-network
# ## 神经网络
#
# 没有隐藏层（L = 2）时，它就是上面的回归。


# %% network
OUTPUTS: dict[str, Callable[[Array], Array]] = {
    "linear": np.asarray,  # 代价：误差平方和的一半
    "sigmoid": sigmoid,  # 代价：交叉熵，各单元分别作是非判断
    "softmax": softmax,  # 代价：交叉熵，各单元共分一份概率
}


def checked_sizes(sizes: Sequence[int]) -> tuple[int, ...]:
    """至少两层，每层至少一个单元。"""
    if len(sizes) < 2:
        raise ValueError(f"网络至少要有输入层与输出层，得到 {len(sizes)} 层。")
    for l, size in enumerate(sizes, start=1):
        if not isinstance(size, int | np.integer) or size < 1:
            raise ValueError(f"第 {l} 层应有至少一个单元，得到 s_{l} = {size}。")
    return tuple(int(size) for size in sizes)


@dataclass(frozen=True)
class Network:
    """全连接网络：theta[l] 的形状是 (s_{l+1}, s_l)，b[l] 的形状是 (s_{l+1},)，l = 1, …, L−1。"""

    sizes: tuple[int, ...]
    theta: dict[int, Array]
    b: dict[int, Array]
    output: str = "linear"

    def __post_init__(self) -> None:
        sizes = checked_sizes(self.sizes)
        if self.output not in OUTPUTS:
            raise ValueError(f"输出层 {self.output!r} 不认识，可用的有 {'、'.join(OUTPUTS)}。")
        if not set(self.theta) == set(self.b) == set(range(1, len(sizes))):
            raise ValueError(f"theta 与 b 的层号应为 1 到 {len(sizes) - 1}。")
        for l in self.theta:
            checked(f"theta[{l}]", self.theta[l], (sizes[l], sizes[l - 1]))
            checked(f"b[{l}]", self.b[l], (sizes[l],))

    @property
    def last(self) -> int:
        """输出层的层号 L。"""
        return len(self.sizes)


def random_network(sizes: Sequence[int], output: str, rng: np.random.Generator, scale: float = 1.0) -> Network:
    """随机的网络：权重的标准差是 scale / √s_l，偏置的是 scale。"""
    sizes = checked_sizes(sizes)
    layers = range(1, len(sizes))
    theta = {l: rng.normal(0, scale / sizes[l - 1] ** 0.5, (sizes[l], sizes[l - 1])) for l in layers}
    return Network(sizes, theta, {l: rng.normal(0, scale, sizes[l]) for l in layers}, output)


# %% forward
class Trace(NamedTuple):
    """一次前向传播：各层的输入 z[l] 与输出 a[l]，形状 (s_l, m)。"""

    z: dict[int, Array]
    a: dict[int, Array]


def activate(network: Network, l: int, z: Array) -> Array:
    """第 l 层的输出：输入层原样送出，隐藏层取 g，输出层由 network.output 决定。"""
    if l == 1:
        return z
    return sigmoid(z) if l < network.last else OUTPUTS[network.output](z)


def propagate(network: Network, start: int, z: ArrayLike) -> Trace:
    """以 z 为第 start 层的输入，一直算到输出层。"""
    if not 1 <= start <= network.last:
        raise ValueError(f"层号应在 1 与 {network.last} 之间，得到 {start}。")
    trace = Trace({start: checked(f"z[{start}]", z, (network.sizes[start - 1], None))}, {})
    for l in range(start, network.last):
        trace.a[l] = activate(network, l, trace.z[l])
        trace.z[l + 1] = network.theta[l] @ trace.a[l] + network.b[l][:, None]
    trace.a[network.last] = activate(network, network.last, trace.z[network.last])
    return trace


def forward(network: Network, x: ArrayLike) -> Trace:
    """前向传播；x 的形状是 (s_1, m)，每列一个样本。"""
    return propagate(network, 1, checked("x", x, (network.sizes[0], None)))


# %% cost
def output_cost(output: str, z: Array, y: Array) -> Any:
    """由输出层的输入 z 与目标 y（形状都是 (s_L, m)）算 m 个样本的平均代价。"""
    if output == "linear":
        each = (z - y) ** 2 / 2
    elif output == "sigmoid":
        each = softplus(z) - y * z
    else:
        each = y * (log_sum_exp(z) - z)
    return each.sum() / z.shape[1]


def cost_from(network: Network, l: int, z: ArrayLike, y: ArrayLike) -> Any:
    """把 J 看作第 l 层的输入 z 的函数：它对 z 的偏导数就是第 l 层的误差。"""
    last = propagate(network, l, z).z[network.last]
    return output_cost(network.output, last, checked_target(network.output, y, last.shape))


def cost(network: Network, x: ArrayLike, y: ArrayLike) -> Any:
    """代价 J；x (s_1, m)，y (s_L, m)。"""
    return cost_from(network, 1, checked("x", x, (network.sizes[0], None)), y)


# %% backward
class Gradient(NamedTuple):
    """代价 J，各层的误差 delta[l] = ∂J/∂z[l]，以及 J 对 theta[l]、b[l] 的梯度。"""

    cost: Any
    delta: dict[int, Array]
    theta: dict[int, Array]
    b: dict[int, Array]


def backward(network: Network, x: ArrayLike, y: ArrayLike) -> Gradient:
    """前向传播一次，再把误差从第 L 层传回第 1 层。"""
    (z, a), theta, L = forward(network, x), network.theta, network.last
    y = checked_target(network.output, y, a[L].shape)
    delta = {L: (a[L] - y) / y.shape[1]}
    for l in range(L - 1, 1, -1):
        delta[l] = (theta[l].T @ delta[l + 1]) * a[l] * (1 - a[l])
    delta[1] = theta[1].T @ delta[2]
    return Gradient(
        output_cost(network.output, z[L], y),
        delta,
        {l: delta[l + 1] @ a[l].T for l in theta},
        {l: delta[l + 1].sum(axis=1) for l in theta},
    )


# %% [markdown] about-check
# ## 梯度检验


# %% parameters
def parameters(layers: Network | Gradient) -> Array:
    """把各层的 theta 与 b（或它们的梯度）首尾相接成一个向量。"""
    return np.concatenate([part.ravel() for l in sorted(layers.theta) for part in (layers.theta[l], layers.b[l])])


def with_parameters(network: Network, vector: ArrayLike) -> Network:
    """结构相同的网络，参数取自 vector；与 parameters 互逆。"""
    rest = checked("参数", vector, parameters(network).shape)
    theta: dict[int, Array] = {}
    b: dict[int, Array] = {}
    for l in sorted(network.theta):
        weights, rest = np.split(rest, [network.theta[l].size])
        theta[l] = weights.reshape(network.theta[l].shape)
        b[l], rest = np.split(rest, [network.b[l].size])
    return replace(network, theta=theta, b=b)


# %% numerical-gradient
def complex_step(f: Callable[[Array], Any], v: ArrayLike, h: float = 1e-20) -> Array:
    """复步微分：Im f(v + ih e) / h。不作减法，没有相消，故 h 可以极小。"""
    v = checked("v", v, np.shape(v)).astype(float)
    gradient = np.empty(v.shape)
    for index in np.ndindex(v.shape):
        moved = v.astype(complex)
        moved[index] += 1j * h
        value = f(moved)
        if not np.iscomplexobj(value):
            raise ValueError("复步微分要求函数保留虚部，得到的却是实数。")
        gradient[index] = value.imag / h
    return gradient


def central_difference(f: Callable[[Array], Any], v: ArrayLike, h: float = 1e-5) -> Array:
    """中心差商：(f(v + he) − f(v − he)) / 2h。"""
    v = checked("v", v, np.shape(v)).astype(float)
    gradient = np.empty(v.shape)
    for index in np.ndindex(v.shape):
        step = np.zeros(v.shape)
        step[index] = h
        gradient[index] = (f(v + step) - f(v - step)) / (2 * h)
    return gradient


def relative_error(u: ArrayLike, v: ArrayLike) -> float:
    """‖u − v‖ / (‖u‖ + ‖v‖)；两者都是零时为 0。"""
    u = checked("u", u, np.shape(u))
    v = checked("v", v, u.shape)
    scale = np.linalg.norm(u) + np.linalg.norm(v)
    return float(np.linalg.norm(u - v) / scale) if scale else 0.0


# %% by-definition
def numerical_error(output: str, z: ArrayLike, y: Array) -> Array:
    """按定义求输出层的误差：只动输出层的输入 z。"""
    return complex_step(lambda z: output_cost(output, z, y), z)


def numerical_delta(network: Network, x: ArrayLike, y: ArrayLike, l: int) -> Array:
    """按定义求第 l 层的误差 ∂J/∂z[l]：只动这一层的输入，后面各层随之而动。"""
    return complex_step(lambda z: cost_from(network, l, z, y), forward(network, x).z[l])


def numerical_gradient(network: Network, x: ArrayLike, y: ArrayLike) -> Network:
    """按定义求 ∂J/∂theta[l] 与 ∂J/∂b[l]，放在结构相同的网络里。"""
    slopes = complex_step(lambda v: cost(with_parameters(network, v), x, y), parameters(network))
    return with_parameters(network, slopes)


def gradient_errors(network: Network, x: ArrayLike, y: ArrayLike) -> dict[str, float]:
    """反向传播的梯度，与复步微分、与中心差商的相对误差。"""
    gradient, start = parameters(backward(network, x, y)), parameters(network)

    def along(v: Array) -> Any:
        return cost(with_parameters(network, v), x, y)

    numeric = {"复步微分": complex_step(along, start), "中心差商": central_difference(along, start)}
    return {name: relative_error(gradient, value) for name, value in numeric.items()}


# %% [markdown] about-notation
# ## 记号：公式里的符号各是什么
#
# 笔记里的公式按这里的记号代入随机的数，逐条验算。每一项是符号的写法、它的名称、它的值；
# 由别的量决定的，值是一个函数，参数就是那些量。下标 j、k、p 从 1 数起，各层大小两两不同，
# 免得写错的下标碰巧也对。


# %% notation
Symbols = Mapping[str, tuple[str, Any]]  # 写法：（名称，值）

COSTS: dict[str, Callable[[Array, Array], Any]] = {  # 由输出 a 与目标 y 算代价，各列之和
    "linear": lambda a, y: np.sum((a - y) ** 2) / 2,
    "sigmoid": lambda a, y: -np.sum(y * np.log(a) + (1 - y) * np.log(1 - a)),
    "softmax": lambda a, y: -np.sum(y * np.log(a)),
}
POTENTIALS: dict[str, Callable[[Array], Any]] = {  # F(z)：它的梯度是输出
    "linear": lambda z: np.sum(z**2) / 2,
    "sigmoid": lambda z: np.sum(softplus(z)),
    "softmax": lambda z: log_sum_exp(z[:, None])[0, 0],
}


def random_target(output: str, shape: tuple[int, int], rng: np.random.Generator) -> Array:
    """每列一个目标；交叉熵的目标取在 0 与 1 之间，softmax 的各列之和为 1。"""
    if output == "linear":
        return rng.normal(size=shape)
    y = rng.uniform(0.1, 0.9, shape)
    return y / y.sum(axis=0) if output == "softmax" else y


def random_sizes(rng: np.random.Generator) -> tuple[int, ...]:
    """四层，各层的单元数两两不同。"""
    return tuple(rng.permutation([2, 3, 4, 5]).tolist())


def network_symbols(rng: np.random.Generator, output: str) -> Symbols:
    """一个网络，一个样本。"""
    net = random_network(random_sizes(rng), output, rng)
    L, x, y = net.last, rng.normal(size=net.sizes[0]), random_target(output, (net.sizes[-1], 1), rng)[:, 0]
    delta = backward(net, x[:, None], y[:, None]).delta
    return {
        "L": ("层数", L),
        "s_l": ("第 l 层的单元数", np.array(net.sizes)),
        "x_j": ("送进来的数", x),
        "y_j": ("目标", y),
        r"\theta_{kp}^{(l)}, \Theta^{(l)}": ("权重", net.theta),
        "b_k^{(l)}": ("偏置", net.b),
        "z_j^{(l)}": ("输入", lambda theta, a, b, x, l: x if l == 1 else theta[l - 1] @ a[l - 1] + b[l - 1]),
        "a_j^{(l)}": ("输出", lambda z, l: activate(net, l, z[l][:, None])[:, 0]),
        "J": ("代价", lambda a, y: COSTS[output](a[L], y)),
        r"\delta_j^{(l)}": ("误差", {l: delta[l][:, 0] for l in delta}),
        "g(z)": ("sigmoid 函数", sigmoid),
        "F(z^{(L)})": ("梯度是输出的函数", POTENTIALS[output]),
        "C(y)": ("与 z 无关的项", lambda y: y @ y / 2 if output == "linear" else 0.0),
        "N": ("参数的总数", parameters(net).size),
        "l": ("层号", range(1, L + 1)),
        "i, j, k, p, q": ("单元的编号", ...),
    }


def network_notation(rng: np.random.Generator, outputs: Sequence[str] = tuple(OUTPUTS)) -> Iterator[Symbols]:
    """神经网络；几种输出层轮流来。"""
    yield from (network_symbols(rng, output) for output in cycle(outputs))


def batch_symbols(rng: np.random.Generator, output: str) -> Symbols:
    """一个网络，一批样本，每列一个。"""
    net, m = random_network(random_sizes(rng), output, rng), 6
    L, X, Y = net.last, rng.normal(size=(net.sizes[0], m)), random_target(output, (net.sizes[-1], m), rng)
    return {
        "L": ("层数", L),
        "m": ("样本数", m),
        "X": ("送进来的数", X),
        "Y": ("目标", Y),
        r"\Theta^{(l)}": ("权重", net.theta),
        "b^{(l)}": ("偏置", net.b),
        "Z^{(l)}": ("输入", lambda Theta, A, b, X, l: X if l == 1 else Theta[l - 1] @ A[l - 1] + b[l - 1][:, None]),
        "A^{(l)}": ("输出", lambda Z, l: activate(net, l, Z[l])),
        "J": ("平均代价", lambda A, Y: COSTS[output](A[L], Y) / m),
        "J_t": ("一个样本的代价", lambda A, Y, t: COSTS[output](A[L][:, t - 1], Y[:, t - 1])),
        r"\Delta^{(l)}": ("误差", backward(net, X, Y).delta),
        r"\mathbf{1}": ("全是 1 的列", np.ones(m)),
        "g(z)": ("sigmoid 函数", sigmoid),
        "l": ("层号", range(1, L + 1)),
    }


def batch_notation(rng: np.random.Generator) -> Iterator[Symbols]:
    """一批样本；三种输出层轮流来。"""
    yield from (batch_symbols(rng, output) for output in cycle(OUTPUTS))


def logistic_notation(rng: np.random.Generator) -> Iterator[Symbols]:
    """逻辑回归：一个单元。"""
    while True:
        yield {
            "n": ("输入的个数", 3),
            r"\theta_p": ("权重", rng.normal(size=3)),
            "x_p": ("送进来的数", rng.normal(size=3)),
            "b": ("偏置", rng.normal()),
            "y": ("类别", rng.uniform(0.1, 0.9)),
            "z": ("单元的输入", lambda theta, x, b: theta @ x + b),
            "a": ("单元的输出", lambda z: sigmoid(z)),
            "J": ("代价", lambda a, y: COSTS["sigmoid"](a, y)),
            "g(z)": ("sigmoid 函数", sigmoid),
            "p": ("输入的编号", ...),
        }


def softmax_notation(rng: np.random.Generator) -> Iterator[Symbols]:
    """softmax 回归：并排的 K 个单元。"""
    while True:
        yield {
            "K": ("类数", 4),
            "n": ("输入的个数", 3),
            r"\theta_{kp}": ("权重", rng.normal(size=(4, 3))),
            "x_p": ("送进来的数", rng.normal(size=3)),
            "b_k": ("偏置", rng.normal(size=4)),
            "y_k": ("目标", random_target("softmax", (4, 1), rng)[:, 0]),
            "z_k": ("单元的输入", lambda theta, x, b: theta @ x + b),
            "a_k": ("单元的输出", lambda z: softmax(z[:, None])[:, 0]),
            "J": ("代价", lambda a, y: COSTS["softmax"](a, y)),
            "g(z)": ("sigmoid 函数", sigmoid),
            "c": ("任意的数", rng.normal()),
            "j, k, p, q": ("编号", ...),
        }


NOTATIONS = {
    "network": network_notation,
    "linear": partial(network_notation, outputs=("linear",)),
    "sigmoid": partial(network_notation, outputs=("sigmoid",)),
    "softmax": partial(network_notation, outputs=("softmax",)),
    "batch": batch_notation,
    "logistic-regression": logistic_notation,
    "softmax-regression": softmax_notation,
}

# 插图与可以拨弄的图：名字，与画它的文件
FIGURES = {"backpropagation-network": "backpropagation_figures/network.py:figure"}
EXPLORABLES = {"network": "backpropagation_figures/network.mjs"}

# %% [markdown] about-training
# ## 训练


# %% train
def train(
    network: Network, x: ArrayLike, y: ArrayLike, rate: float, steps: int, momentum: float = 0.0
) -> tuple[Network, Array]:
    """梯度下降（可带动量）；返回最后的网络，以及每一步之前的代价。"""
    if not (rate > 0 and steps >= 1 and 0 <= momentum < 1):
        raise ValueError("应有 rate > 0，steps ≥ 1，0 ≤ momentum < 1。")
    velocity, costs = np.zeros(parameters(network).shape), np.empty(steps)
    for step in range(steps):
        gradient = backward(network, x, y)
        costs[step] = gradient.cost
        velocity = momentum * velocity - rate * parameters(gradient)
        network = with_parameters(network, parameters(network) + velocity)
    return network, costs


# %% data
def xor() -> tuple[Array, Array]:
    """异或：四个点，坐标不同者为 1；x (2, 4)，y (1, 4)。"""
    return np.array([[0, 0, 1, 1], [0, 1, 0, 1]]), np.array([[0, 1, 1, 0]])


def spirals(points: int = 60, turns: float = 1.5) -> tuple[Array, Array]:
    """两条互相缠绕的螺线，关于原点对称，各 points 个点；x (2, 2·points)，y (1, 2·points)。"""
    t = np.linspace(0, 1, points)
    arm = (0.15 + 0.85 * t) * np.array([np.cos(2 * np.pi * turns * t), np.sin(2 * np.pi * turns * t)])
    return np.hstack([arm, -arm]), np.repeat([[1, 0]], points, axis=1)


# %% [markdown] about-output
# ## 演示：输出层的误差


# %% show
def show(value: Any, label: str) -> None:
    """一行一个数，数在前面对齐。"""
    print(f"{value + 0:10.6f}  {label}")


# %% output-error
if __name__ == "__main__":
    logits, label = np.array([[1.2], [-0.4], [0.3]]), np.array([[1], [0], [0]])
    for output, activation in OUTPUTS.items():
        print(f"{output:8}a − y = {(activation(logits) - label).round(6)[:, 0]}")
        print(f"{'':8}∂J/∂z = {numerical_error(output, logits, label).round(6)[:, 0]}")

# %% [markdown] about-yellow
# ## 演示：黄色的单元


# %% example
def example(sizes: Sequence[int] = SIZES) -> tuple[Network, Array, Array]:
    """图中的网络（线性输出），参数随机；一个随机的样本 x 与目标 y。"""
    rng = np.random.default_rng(13)
    network = random_network(sizes, "linear", rng, scale=1.5)
    return network, rng.normal(size=(sizes[0], 1)), rng.normal(size=(sizes[-1], 1))


# %% hidden-delta
if __name__ == "__main__":
    network, x, y = example()
    l, j = LAYER, UNIT - 1  # 数组的下标从 0 数起
    (z, a), theta, delta = forward(network, x), network.theta, backward(network, x, y).delta
    terms = theta[l][:, j] * delta[l + 1][:, 0] * a[l][j, 0] * (1 - a[l][j, 0])
    show(terms.sum(), f"对 k = 1, …, {len(terms)} 逐项相加")
    show(delta[l][j, 0], "向量化的 backward")
    show(numerical_delta(network, x, y, l)[j, 0], "按定义 ∂J/∂z，复步微分")

# %% [markdown] about-explorable
# ## 动手：可以改的网络


# %% explorable
def explorable_values() -> dict[str, Any]:
    """笔记中可以改的网络：参数、样本与步长，以及由此算出的一切；各层的量以层号为键。"""
    network = random_network((2, 3, 2, 1), "linear", np.random.default_rng(255), scale=1.6)
    network = with_parameters(network, parameters(network).round(1))  # 一位小数，好认
    x, y = np.array([[1.0], [-0.5]]), np.array([[1.0]])
    (z, a), gradient = forward(network, x), backward(network, x, y)

    def listed(layers: Mapping[int, Array], sample: bool = False) -> dict[int, Any]:
        return {l: (layers[l][:, 0] if sample else layers[l]).tolist() for l in sorted(layers)}

    return {
        "sizes": list(network.sizes),
        "theta": listed(network.theta),  # theta[l][k][p]，由第 l 层到第 l+1 层
        "b": listed(network.b),
        "x": x[:, 0].tolist(),
        "y": y[:, 0].tolist(),
        "rate": 0.1,  # 步长 η
        "z": listed(z, sample=True),
        "a": listed(a, sample=True),
        "J": float(gradient.cost),
        "delta": listed(gradient.delta, sample=True),
        "gradient": {"theta": listed(gradient.theta), "b": listed(gradient.b)},
    }


# %% [markdown] about-gradient-check
# ## 演示：梯度检验


# %% gradient-check
if __name__ == "__main__":
    rng = np.random.default_rng(0)
    batch = rng.normal(size=(5, 7)), np.eye(3)[:, rng.integers(3, size=7)]
    for output in OUTPUTS:
        errors = gradient_errors(random_network((5, 4, 6, 3), output, rng), *batch)
        for (name, error), bound in zip(errors.items(), (1e-13, 1e-8), strict=True):
            print(f"{output:8}与{name}的相对误差{'小于' if error < bound else '不小于'} {bound:.0e}")


# %% step-size
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    steps = np.logspace(-1, -15, 57)
    estimates = {
        "单边差商": (sigmoid(1 + steps) - sigmoid(1)) / steps,
        "中心差商": (sigmoid(1 + steps) - sigmoid(1 - steps)) / (2 * steps),
        "复步微分": sigmoid(1 + 1j * steps).imag / steps,
    }
    axes = plt.figure(figsize=(4.8, 3.2)).add_subplot(xlabel="步长 h", ylabel="相对误差")
    for (name, estimate), style in zip(estimates.items(), (":", "--", "-"), strict=True):
        relative = abs(estimate / (sigmoid(1) * (1 - sigmoid(1))) - 1)
        axes.loglog(steps, np.maximum(relative, 1e-17), style, color="#22262B", label=name)
    axes.legend(frameon=False)
    plt.show()

# %% [markdown] about-loss
# ## 演示：异或与螺线


# %% loss-curve
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    x, y = xor()
    rng = np.random.default_rng(1)
    _, stuck = train(random_network((2, 1), "sigmoid", rng), x, y, rate=2, steps=2000)
    network, costs = train(random_network((2, 3, 1), "sigmoid", rng), x, y, rate=2, steps=2000)

    axes = plt.figure(figsize=(4.8, 3.2)).add_subplot(xlabel="步数", ylabel="代价 J", yscale="log")
    axes.plot(stuck, "--", color="#5B6470", label="逻辑回归 (2, 1)")
    axes.plot(costs, "-", color="#22262B", label="神经网络 (2, 3, 1)")
    axes.legend(frameon=False)
    plt.show()
    show(stuck[-1], "逻辑回归的代价")
    show(np.log(2), "ln 2")
    print("神经网络的输出", forward(network, x).a[3].round(2)[0])


# %% two-spirals
if __name__ == "__main__":
    import matplotlib.pyplot as plt

    x, y = spirals()
    network = random_network((2, 16, 16, 1), "sigmoid", np.random.default_rng(3), scale=3)
    network, costs = train(network, x, y, rate=0.5, steps=2500, momentum=0.9)
    side = np.linspace(-1.15, 1.15, 116)
    plane = np.array(np.meshgrid(side, side)).reshape(2, -1)
    chance = forward(network, plane).a[4].reshape(len(side), len(side))

    axes = plt.figure(figsize=(4.4, 4.4)).add_subplot(aspect="equal", title="两条螺线与网络画出的分界线")
    axes.contour(side, side, chance, [0.5], colors="#22262B", linewidths=1)
    axes.plot(*x[:, y[0] == 1], "o", color="#22262B", markersize=4)
    axes.plot(*x[:, y[0] == 0], "o", color="#22262B", markersize=4, markerfacecolor="none")
    axes.set_axis_off()
    plt.show()
    print(f"{len(x.T)} 个点分对了 {np.sum((forward(network, x).a[4] > 0.5) == y)} 个")

# %% [markdown] about-errata
# ## 勘误中的反例
#
# 各式的真值都按定义用复步微分求得，不借助任何一个待验的公式。


# %% erratum-instance
if __name__ == "__main__":
    network, x, y = example()
    (z, a), theta, b = forward(network, x), network.theta, network.b
    J, slope = cost(network, x, y), numerical_gradient(network, x, y)
    delta = {l: numerical_delta(network, x, y, l) for l in z}
    for l in z:
        print(f"第 {l} 层  a = {a[l][:, 0].round(4)}")
        print(f"       δ = {delta[l][:, 0].round(4)}")
    print(f"J = {J:.6f}")


# %% erratum-definition
if __name__ == "__main__":
    show(J / z[2][0, 0], "J / z_1^(2)")
    show(delta[2][0, 0], "∂J/∂z_1^(2)")
    show(J / theta[2][1, 0], "J / θ_21^(2)")
    show(slope.theta[2][1, 0], "∂J/∂θ_21^(2)")


# %% erratum-letter
if __name__ == "__main__":
    show(central_difference(lambda _: network.last, z[4])[0, 0], f"∂L/∂z_1^(4)，L 是层数 {network.last}")
    show(delta[4][0, 0], "∂J/∂z_1^(4)，J 是代价")


# %% erratum-input
if __name__ == "__main__":
    for p in (1, 2, 3, 4):
        show(a[1][p - 1, 0], f"a_{p}^(1)，前一层的输出")
    show(z[2][0, 0], "z_1^(2)，黄色单元的输入")
    show(a[2][0, 0], "a_1^(2)，黄色单元的输出")


# %% erratum-label
if __name__ == "__main__":
    show(z[2][0, 0], "z_1^(2)，黄色的单元")
    show(z[4][0, 0], "z_1^(L)，输出单元")


# %% erratum-bound
if __name__ == "__main__":
    terms = delta[3][:, 0] * theta[2][:, 0] * a[2][0, 0] * (1 - a[2][0, 0])
    show(terms[:3].sum(), "k 从 1 到 s_2 = 3")
    show(terms.sum(), "k 从 1 到 s_3 = 4")
    show(delta[2][0, 0], "∂J/∂z_1^(2)")


# %% erratum-forward
if __name__ == "__main__":
    for j in (1, 2, 3):
        show(theta[2][0].sum() * sigmoid(z[2][j - 1, 0]) + b[2][0], f"第一版的右端，j = {j}")
    show(theta[2][0] @ a[2][:, 0] + b[2][0], "更正后的右端")
    show(z[3][0, 0], "z_1^(3)")


# %% erratum-first-input
if __name__ == "__main__":
    show(theta[1][0] @ sigmoid(z[1][:, 0]) + b[1][0], "用 g(z_p^(1))")
    show(theta[1][0] @ a[1][:, 0] + b[1][0], "用 a_p^(1)")
    show(z[2][0, 0], "z_1^(2)")


# %% erratum-theta
if __name__ == "__main__":
    show(delta[3][:, 0].sum() * a[2][0, 0] * (1 - a[2][0, 0]), "没有 θ")
    show(delta[3][:, 0] @ theta[2][:, 0] * a[2][0, 0] * (1 - a[2][0, 0]), "有 θ")
    show(delta[2][0, 0], "∂J/∂z_1^(2)")


# %% erratum-chain
if __name__ == "__main__":
    for i in (2, 4):
        change = np.where(np.arange(1, 5) == i, a[2][0, 0], 0)  # ∂z_k^(3)/∂θ_i1^(2)，k = 1 … 4
        show(delta[3][0, 0] * change[:3].sum(), f"第一版，i = {i}")
        show(delta[3][:, 0] @ change, f"更正后，i = {i}")
        show(slope.theta[2][i - 1, 0], f"∂J/∂θ_{i}1^(2)")


# %% erratum-weight
if __name__ == "__main__":
    show(delta[3][0, 0] * a[2][0, 0], "δ_1^(3) a_1^(2)")
    show(delta[3][1, 0] * a[2][0, 0], "δ_2^(3) a_1^(2)")
    show(slope.theta[2][1, 0], "∂J/∂θ_21^(2)")


# %% erratum-output
if __name__ == "__main__":
    target, logit = 1, np.array(0.8)
    squared = complex_step(lambda z: (sigmoid(z) - target) ** 2 / 2, logit)
    entropy = complex_step(lambda a: -target * np.log(a) - (1 - target) * np.log(1 - a), sigmoid(logit))
    show(sigmoid(logit).item() - target, "a − y")
    show(squared.item(), "∂J/∂z，sigmoid 输出，误差平方的一半")
    show(entropy.item(), "∂J/∂a，sigmoid 输出，交叉熵")


# %% erratum-softmax
if __name__ == "__main__":
    logits, label = np.array([[1.2], [-0.4], [0.3]]), np.array([[0], [1], [0]])
    guess = softmax(logits)
    show((-label / guess * guess * (1 - guess))[0, 0], "只经过 a_1")
    show((guess - label)[0, 0], "a_1 − y_1")
    show(numerical_error("softmax", logits, label)[0, 0], "∂J/∂z_1")


# %% erratum-first-layer
if __name__ == "__main__":
    show(theta[1][:, 0] @ delta[2][:, 0] * a[1][0, 0] * (1 - a[1][0, 0]), "乘以 a_1^(1) (1 − a_1^(1))")
    show(theta[1][:, 0] @ delta[2][:, 0], "不乘")
    show(delta[1][0, 0], "∂J/∂z_1^(1)")
    show(delta[2][1, 0] * sigmoid(z[1][0, 0]), "δ_2^(2) g(z_1^(1))")
    show(delta[2][1, 0] * a[1][0, 0], "δ_2^(2) a_1^(1)")
    show(slope.theta[1][1, 0], "∂J/∂θ_21^(1)")


# %% erratum-activation
if __name__ == "__main__":
    point = np.array(0.5)
    show(np.tanh(point) * (1 - np.tanh(point)), "a(1 − a)，a = tanh 0.5")
    show(1 - np.tanh(point) ** 2, "1 − a²")
    show(complex_step(np.tanh, point).item(), "tanh′ 0.5")


# %% erratum-bias
if __name__ == "__main__":
    for i in (1, 2, 3, 4):
        show(slope.b[2][i - 1], f"∂J/∂b_{i}^(2)")
        show(delta[3][i - 1, 0], f"δ_{i}^(3)")
