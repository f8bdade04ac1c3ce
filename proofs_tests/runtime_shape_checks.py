"""The shapes in the annotations of both packages, checked on every call that the tests make.

A function is checked when it returns: its arguments and its value are held against their shapes, letter by
letter. An argument that a function refuses is therefore refused by the function itself, with its own error; one that
it takes although the annotation says otherwise fails the test. Annotations without a shape are left alone.
"""

from __future__ import annotations

import dataclasses
import functools
import re
import sys
from collections.abc import Callable
from typing import Any, get_args

import jaxtyping
from beartype import BeartypeConf, beartype
from jaxtyping import AbstractArray, install_import_hook

_SHAPE = re.compile(r"\b(?:Float|Int|Real|Num|Shaped|Bool|Complex)\[")
_jaxtyped = jaxtyping.jaxtyped
_beartype = beartype(conf=BeartypeConf(is_pep484_tower=True))  # an int is a float where a number is meant


def check_shapes_of(*packages: str) -> None:
    """Check the shapes of these packages from here on; call it before they are imported."""
    install_import_hook(packages, f"{__name__}.checked_on_return")
    jaxtyping.jaxtyped = _jaxtyped_where_shapes_are  # what the hook decorates every function with, at 10 microseconds a call


def _jaxtyped_where_shapes_are(context: str | None = None, /, *, typechecker: Callable | None = None) -> Any:
    if context is not None:
        return _jaxtyped(context)

    def decorated(thing: Any) -> Any:
        if not _is_shaped(thing):
            return thing
        checked = _jaxtyped(thing, typechecker=typechecker)
        return checked if isinstance(thing, type) or "torch" not in sys.modules else _but_for_the_compiler(thing, checked)

    return decorated


def _but_for_the_compiler(plain: Callable[..., Any], checked: Callable[..., Any]) -> Callable[..., Any]:
    """A function that torch.compile and torch.export trace without the checks, which they cannot trace."""
    from torch.compiler import is_compiling

    @functools.wraps(plain)
    def call(*arguments: Any, **named: Any) -> Any:
        return plain(*arguments, **named) if is_compiling() else checked(*arguments, **named)

    return call


def _is_shaped(thing: Any) -> bool:
    function = thing.__init__ if dataclasses.is_dataclass(thing) else thing
    if isinstance(function, type):  # the functions of other classes are decorated one by one
        return False
    return any(has_shape(_evaluated(hint, function.__globals__)) for hint in function.__annotations__.values())


def _evaluated(hint: Any, names: dict[str, Any]) -> Any:
    """What an annotation says; None where it names what only a type checker imports, which no shape does.

    Raises:
        NameError: a shape that names what is not there.
    """
    try:
        return eval(hint, names) if isinstance(hint, str) else hint
    except NameError:
        if _SHAPE.search(hint):
            raise
        return None


def has_shape(hint: Any) -> bool:
    """Whether a shape stands anywhere in an annotation."""
    return (isinstance(hint, type) and issubclass(hint, AbstractArray)) or any(map(has_shape, get_args(hint)))


def checked_on_return(function: Callable[..., Any]) -> Callable[..., Any]:
    """What jaxtyping calls with a function's arguments: before the call, and after it with its value."""
    hints = function.__annotations__
    shaped = {name: hint for name, hint in hints.items() if has_shape(hint)}
    if hints.get("return") is Any or not shaped:
        return _nothing_to_check
    function.__annotations__ = shaped
    return _beartype(function)


def _nothing_to_check(*arguments: Any, **named: Any) -> None:
    """Before the call, and where the arguments have no shapes."""
