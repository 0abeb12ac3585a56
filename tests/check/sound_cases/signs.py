"""± and ∓: all upper signs, then all lower ones; on one side only, both or refused."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.check.sound_cases import group


@group(
    "two signs",
    r"""
    holds       (a \pm b)^2 = a^2 \pm 2ab + b^2
    fails       (a \pm b)^2 = a^2 \mp 2ab + b^2
    fails       (a \pm b)^2 = a^2 \pm 2ab - b^2
    fails       (a \pm b)^2 = a^2 + 2ab + b^2 \pm 0.01
    holds       (a \pm b)^3 = a^3 \pm 3a^2b + 3ab^2 \pm b^3
    fails       (a \pm b)^3 = a^3 \pm 3a^2b + 3ab^2 \mp b^3
    holds       \sin(a \pm b) = \sin a\cos b \pm \cos a\sin b
    holds       \cos(a \pm b) = \cos a\cos b \mp \sin a\sin b
    fails       \cos(a \pm b) = \cos a\cos b \pm \sin a\sin b
    holds       \tan(a \pm b) = \frac{\tan a \pm \tan b}{1 \mp \tan a\tan b}
    fails       \tan(a \pm b) = \frac{\tan a \pm \tan b}{1 \pm \tan a\tan b}
    holds       a^3 \pm b^3 = (a \pm b)(a^2 \mp ab + b^2)
    fails       a^3 \pm b^3 = (a \pm b)(a^2 \pm ab + b^2)
    holds       \cos(\pm a) = \cos a
    holds       \cos(\pi \pm a) = -\cos a
    unreadable  \sin(\pm a) = \sin a
    unreadable  \sqrt{a^2} = \pm a
    unreadable  a = \pm b
    unreadable  \cos(\pm a \pm b) = \cos a\cos b
    unreadable  (a \pm b)(a \mp b) = a^2 - b^2
    fails       \begin{aligned} (a \pm b)^2 &= a^2 \pm 2ab + b^2 \\ c &= a - b \end{aligned}
    holds       \begin{aligned} (a \pm b)^2 &= a^2 \pm 2ab + b^2 \\ c &= a + b \end{aligned}
    unreadable  a + b = c \quad (a > \pm b)
    holds       r_\pm = p \pm q
    fails       r_\pm = p \mp q
    holds       r_{\pm}^2 - 2pr_{\pm} = q^2 - p^2
    """,
)
def signs(rng: np.random.Generator) -> dict[str, Any]:
    return {
        "a": ("数", rng.uniform(-2, 2)),
        "b": ("数", rng.uniform(-2, 2)),
        "c": ("和", lambda a, b: a + b),
        "p": ("数", rng.normal()),
        "q": ("数", rng.normal()),
        "r_+": ("大根", lambda p, q: p + q),
        "r_-": ("小根", lambda p, q: p - q),
    }


GROUPS = [signs]
