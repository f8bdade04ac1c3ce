"""Plain words as Markdown, with the mathematics in them set.

Claims are Markdown with $...$; titles of chains, reasons and remarks are plain words with mathematics
as it is typed, such as "u H u^T = H, multiplied by (u H)^-1". That is found here, and set.
"""

from __future__ import annotations

import re

from lietheory.rendering.mathematics import greek, word

_GREEK = "alpha|beta|gamma|delta|epsilon|eps|eta|theta|kappa|lambda|mu|nu|xi|rho|sigma|Sigma|tau|phi|omega"
_SCRIPT = r"(?:[_^](?:\((?:[^()$]|\([^()$]*\))*\)|\{[^{}$]*\}|\|[^|$`]{1,12}\||-?[A-Za-z0-9]+(?:/[0-9]+)?))"
_FILLING = rf"(?:(?:{_GREEK}|[A-Za-z]'*(?![A-Za-z])|[0-9]){_SCRIPT}*|[-+=,;./ ]){{1,24}}"  # letters, digits and signs, no words
_BASE = r"(?:\[[^\[\]$`]{1,12}\]|\([^()$`]{1,20}\)|\|[^|$`]{1,12}\||(?:[A-Za-z]+'*)+)"
_TYPED = rf"-?(?:{_BASE}{_SCRIPT}+|[A-Za-z]*\({_FILLING}\){_SCRIPT}*|\|{_FILLING}\||[A-Za-z]/[0-9A-Za-z])(?:/[0-9a-z])?"
_TOKEN = re.compile(
    rf"""(?P<set>\$\$.+?\$\$|\$[^$]+\$|`[^`]*`)  # set already, or code
      | (?P<typed>(?<![\w\\']){_TYPED}(?![\w'-]))
      | (?P<letter>(?<![\w\\'-])(?:-(?=[A-Za-z](?!\w)))?(?:[B-HJ-Zb-z]'*|{_GREEK})(?![\w'-]))
      | (?P<article>(?<![\w\\'-])(?:[aI]|-?A)(?![\w'-]))  # a letter that may be a word
      | (?P<sign>(?<=\ )(?:<=|>=|->|!=|[=+\-/<>.])(?=\ ))
      | (?P<count>(?<![\w.,'-])[0-9]+(?:/[0-9]+)?(?![\w'-]|\.[0-9]))
    """,
    re.VERBOSE,
)
_SIGNS = {"<=": r"\le", ">=": r"\ge", "->": r"\to", "!=": r"\ne", ".": r"\cdot"}
_WORDS = re.compile(r"(?<![\\A-Za-z])[A-Za-z]{2,}(?!\})")
_TAG = re.compile(r"(?<!\\)<(?=[A-Za-z/!])")  # what Markdown would take for HTML


def prose(text: str) -> str:
    """Plain words as Markdown, their mathematics as LaTeX; what is set already, and code, stays.

    Examples:
        >>> print(prose("u H u^T = H, multiplied by (u H)^-1 on the left"))
        $u H u^{\\top} = H$, multiplied by $(u H)^{-1}$ on the left
        >>> print(prose("a shear u with A = diag(4, 1), whose error $x^2$ is at most a_1"))
        a shear $u$ with $A = \\mathrm{diag}(4, 1)$, whose error $x^2$ is at most $a_{1}$
    """
    pieces, place = [], 0
    for run in _runs(text):
        pieces += [_plain(text[place : run[0].start()]), _set(run)]
        place = run[-1].end()
    return "".join([*pieces, _plain(text[place:])])


def _runs(text: str) -> list[list[re.Match]]:
    """Tokens with one space between them, without what mathematics does not begin or end with."""
    grouped: list[list[re.Match]] = []
    for token in _TOKEN.finditer(text):
        near = grouped and text[grouped[-1][-1].end() : token.start()] == " "
        if near and "set" not in (token.lastgroup, grouped[-1][-1].lastgroup):
            grouped[-1].append(token)
        else:
            grouped.append([token])
    return [run for group in grouped if (run := _trimmed(group))]


def _trimmed(run: list[re.Match]) -> list[re.Match]:
    while run and run[0].lastgroup == "sign":
        run = run[1:]
    while run and run[-1].lastgroup == "sign":
        run = run[:-1]
    while len(run) > 1 and run[0].lastgroup == "article" and not (run[1].lastgroup == "sign" or _is_factor(run[0], run[1])):
        run = run[1:]  # "a u" is an article and a letter
    while len(run) > 1 and run[-1][0] == "a" and run[-2].lastgroup != "sign":
        run = run[:-1]  # and so is "u a"
    while len(run) > 1 and run[0].lastgroup == "count" and run[1].lastgroup == "article":
        run = run[2:]
    kinds = {token.lastgroup for token in run}
    return run if kinds & {"set", "typed", "letter"} or ("article" in kinds and len(run) > 1) else []


def _is_factor(first: re.Match, second: re.Match) -> bool:
    """Whether "A" before a letter is a matrix rather than the first word of a sentence."""
    return first[0].endswith("A") and second.lastgroup in ("letter", "typed")


def _set(run: list[re.Match]) -> str:
    if run[0].lastgroup == "set":
        return run[0][0]
    words = [_SIGNS.get(t[0], t[0]) if t.lastgroup == "sign" else typed(t[0]) for t in run]
    return "$" + re.sub(r"(?<=\d) x (?=\d)", r" \\times ", " ".join(words)) + "$"


def typed(token: str) -> str:
    """Typed scripts and names as LaTeX ones.

    Examples:
        >>> print(typed("[L_i]_mu^nu"), typed("H^(-1/2)"), typed("u'^T"), typed("diag(1, lambda)"))
        [L_{i}]_{\\mu}^{\\nu} H^{-1/2} u'^{\\top} \\mathrm{diag}(1, \\lambda)
    """
    latex = _scripted(token)
    return _WORDS.sub(lambda m: word(m[0]), latex)


def _scripted(text: str) -> str:
    return re.sub(_SCRIPT, lambda m: f"{m[0][0]}{{{_script(m[0])}}}", text)


def _script(text: str) -> str:
    if text in ("^T", "^-T"):
        return text[1:-1] + r"\top"
    inner = text[2:-1] if text[1] in "({" else text[1:]
    return re.sub(r" x ", r" \\times ", re.sub(r"(?<!\\)[A-Za-z]{2,}", lambda m: greek(m[0]), _scripted(inner)))


def _plain(text: str) -> str:
    return _TAG.sub(r"\<", text)
