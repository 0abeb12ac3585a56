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


GROUPS = [rarer]
