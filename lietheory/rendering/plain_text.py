"""TeX between dollars as it is typed by hand, for the terminal."""

from __future__ import annotations

import re

_SIGNS = {"le": "<=", "ge": ">=", "neq": "!=", "to": "->", "mapsto": "->", "cdot": ".", "times": "x", "top": "T", "pm": "+-"}
_SIGNS |= {
    "dots": "...",
    "cdots": "...",
    "circ": "o",
    "otimes": "(x)",
    "oplus": "(+)",
    "ltimes": "|x",
    "mid": "|",
    "nmid": "does not divide",
}
_SIGNS |= {"langle": "<", "rangle": ">", "subseteq": "inside"}
_FRACTION = re.compile(r"\\[td]?frac(?:\{([^{}]*)\}\{([^{}]*)\}| ?(\w)(\w))")
_FONT = re.compile(r"\\(?:mathrm|mathbb|operatorname|text)\{([^{}]*)\}")


def plain_text(text: str) -> str:
    r"""A text whose formulas a terminal can show.

    Examples:
        >>> plain_text(r"$u_c C u^\top = C$, multiplied by $H^{-1/2}$ and $\tfrac12 \lambda$")
        'u_c C u^T = C, multiplied by H^(-1/2) and 1/2 lambda'
    """
    return re.sub(r"\$+([^$]*)\$+", lambda m: _formula(m[1]), text)


def _formula(tex: str) -> str:
    tex = _FRACTION.sub(lambda m: f"{m[1] or m[3]}/{m[2] or m[4]}", _FONT.sub(r"\1", tex))
    tex = re.sub(r"\\(?:[bB]ig|left|right)(?![A-Za-z])", "", re.sub(r"\\[,;! ] ?", " ", tex))
    tex = re.sub(r"\\([A-Za-z]+)", lambda m: _SIGNS.get(m[1], m[1]), tex)
    tex = re.sub(r"([_^])\{(-?\w+)\}", r"\1\2", tex)
    tex = re.sub(r"([_^])\{([^{}]*)\}", r"\1(\2)", tex)
    return re.sub(r"[{}]", "", tex)
