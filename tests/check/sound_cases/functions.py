"""Functions with names, a few lines for each row of `src/yansuan/functions.py` that is not in other tables."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "rarer functions of numbers",
    r"""
    holds       \cot x = \frac{\cos x}{\sin x}
    fails       \cot x = \frac{\sin x}{\cos x}
    holds       \sec^2 x = 1 + \tan^2 x
    fails       \csc^2 x = 1 + \tan^2 x
    holds       \operatorname{sech}^2 x = 1 - \tanh^2 x
    fails       \operatorname{sech}^2 x = 1 + \tanh^2 x
    holds       \coth^2 x - \operatorname{csch}^2 x = 1
    fails       \coth^2 x + \operatorname{csch}^2 x = 1
    holds       \operatorname{arsinh} x = \ln(x + \sqrt{x^2 + 1})
    fails       \operatorname{arsinh} x = \ln(\sqrt{x^2 + 1} - x)
    holds       \operatorname{arcosh}(1 + u) = \ln(1 + u + \sqrt{2u + u^2})
    fails       \operatorname{arcosh}(1 + u) = \ln(1 + u - \sqrt{2u + u^2})
    undefined   \operatorname{arcosh}(1 - u) = u
    holds       \operatorname{artanh} u = \frac12\ln\frac{1 + u}{1 - u}
    fails       \operatorname{artanh} u = \frac12\ln\frac{1 - u}{1 + u}
    undefined   \operatorname{artanh} 1 = u
    holds       \frac{d}{du} \operatorname{artanh} u = \frac{1}{1 - u^2}
    fails       \frac{d}{du} \operatorname{artanh} u = \frac{1}{1 + u^2}
    holds       \ln' u = \frac1u
    fails       \ln' u = \frac{1}{u^2}
    undefined   \ln'(-u) = -\frac1u
    unreadable  \operatorname{sinc} x = \frac{\sin x}{x}
    """,
)
def rarer(rng: np.random.Generator) -> dict[str, Any]:
    return {"x": ("数", rng.normal()), "u": ("比值", rng.uniform(0.05, 0.95))}


@group(
    "erf",
    r"""
    holds       \operatorname{erf}(-x) = -\operatorname{erf} x
    fails       \operatorname{erf}(-x) = \operatorname{erf} x
    holds       \operatorname{erf} x + \operatorname{erfc} x = 1
    fails       \operatorname{erf} x + \operatorname{erfc} x = 2
    fails       \operatorname{erf} x - \operatorname{erfc} x = 1
    holds       \operatorname{erfc}(-x) = 2 - \operatorname{erfc} x
    fails       \operatorname{erfc}(-x) = 1 - \operatorname{erfc} x
    holds       \operatorname{erf}(x)^2 = 1 - \operatorname{erfc}(x)(1 + \operatorname{erf} x)
    fails       \operatorname{erf} 2x = 2\operatorname{erf} x
    fails       \operatorname{erf} x = \tanh\frac{2x}{\sqrt\pi}
    holds       \frac{d}{dx} \operatorname{erf} x = \frac{2}{\sqrt\pi}e^{-x^2}
    fails       \frac{d}{dx} \operatorname{erf} x = \frac{1}{\sqrt{2\pi}}e^{-x^2/2}
    fails       \frac{d}{dx} \operatorname{erf} x = \frac{2}{\sqrt\pi}e^{x^2}
    holds       \frac{d}{dx} \operatorname{erfc} x^2 = -\frac{4x}{\sqrt\pi}e^{-x^4}
    fails       \frac{d}{dx} \operatorname{erfc} x^2 = -\frac{2}{\sqrt\pi}e^{-x^4}
    holds       \frac{d^2}{dx^2} \operatorname{erf} x = -2x\operatorname{erf}'(x)
    fails       \frac{d^2}{dx^2} \operatorname{erf} x = 2x\operatorname{erf}'(x)
    holds       \frac{d}{dx} \left(x\operatorname{erf} x + \frac{e^{-x^2}}{\sqrt\pi}\right) = \operatorname{erf} x
    fails       \frac{d}{dx} \left(x\operatorname{erf} x - \frac{e^{-x^2}}{\sqrt\pi}\right) = \operatorname{erf} x
    holds       \operatorname{erf}'(x) = -\operatorname{erfc}'(x)
    fails       \operatorname{erf}'(x) = \operatorname{erfc}'(x)
    holds       \lvert\operatorname{erf} x\rvert < 1
    fails       \lvert\operatorname{erf} z\rvert < 1
    holds       \operatorname{erf}\bar z = \overline{\operatorname{erf} z}
    fails       \operatorname{erf}\bar z = \operatorname{erf} z
    holds       \frac{d}{dz} \operatorname{erf} z = \frac{2}{\sqrt\pi}e^{-z^2}
    holds       \operatorname{erf} 30 < 1
    fails       \operatorname{erf} 30 = 1
    fails       \operatorname{erfc} 20 = 0
    holds       \operatorname{erfc} 20 > 0
    holds       \operatorname{erf} v_j = 1 - \operatorname{erfc} v_j
    unreadable  \operatorname{erf}^{-1} x = x
    unreadable  \operatorname{erf}''(x) = x
    unreadable  \operatorname{erf} A = A
    """,
)
def errors(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "x": ("数", rng.normal()),
        "z": ("复数", complex(rng.normal(), rng.normal())),
        "A": ("矩阵", rng.normal(size=(3, 3))),
        "v_j, v": ("向量", rng.normal(size=3)),
        "j": ("编号", ...),
    }


GROUPS = [rarer, errors]
