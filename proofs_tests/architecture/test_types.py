"""What switches the type checker off is counted, and does not grow: ignored lines, casts, and Any beside an array."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections import Counter

from proofs_tests.architecture.house import PACKAGES, sources

IGNORED = re.compile(r"#\s*(?:type|pyright|mypy):\s*ignore")
ARRAYS = re.compile(r"\b(?:ArrayLike|ndarray|NDArray|Tensor)\b")
ALLOWED = {"ignored lines": 0, "casts": 0, "signatures with an array and Any": 7}
"""As counted before the type checker ran over both packages for the first time."""


def annotations(function: ast.FunctionDef) -> list[str]:
    """The annotations of a function's arguments and of its value."""
    given = function.args
    arguments = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
    return [ast.unparse(a) for a in (*(argument.annotation for argument in arguments), function.returns) if a is not None]


def counted(source: str) -> Counter[str]:
    """How often a source switches the type checker off, by the way it does."""
    nodes = list(ast.walk(ast.parse(source)))
    signatures = [annotations(node) for node in nodes if isinstance(node, ast.FunctionDef)]
    words = tokenize.generate_tokens(io.StringIO(source).readline)
    return Counter(
        {
            "ignored lines": sum(w.type == tokenize.COMMENT and bool(IGNORED.search(w.string)) for w in words),
            "casts": sum(isinstance(n, ast.Call) and ast.unparse(n.func) in ("cast", "typing.cast", "t.cast") for n in nodes),
            "signatures with an array and Any": sum(
                any(ARRAYS.search(text) for text in texts) and any(re.search(r"\bAny\b", text) for text in texts)
                for texts in signatures
            ),
        }
    )


def test_ways_around_the_type_checker_do_not_grow():
    total = sum((counted(path.read_text()) for path in sources(*PACKAGES)), Counter())
    assert {name: total[name] for name in ALLOWED if total[name] > ALLOWED[name]} == {}


def test_each_way_around_the_type_checker_is_counted():
    source = "def f(x: ArrayLike, y: Any) -> None:  # type: ignore\n    return cast(int, x)\n"
    assert counted(source) == Counter(dict.fromkeys(ALLOWED, 1))
