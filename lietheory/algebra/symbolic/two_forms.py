"""Two-forms as dictionaries (i, j) -> coefficient of w^i ^ w^j, i < j, that print as SymPy prints sums."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import sympy


class TwoForm(dict):
    """sum_i<j a_ij w^i ^ w^j, a dictionary (i, j) -> a_ij without zeros; it prints as the sum.

    Args:
        terms: the coefficients.
        names: of each one-form w^i, as text and in TeX.
    """

    def __init__(self, terms: Mapping[tuple[int, int], sympy.Expr], names: Iterable[tuple[str, str]]):
        super().__init__(terms)
        self.names = tuple(names)

    def to_sympy(self) -> sympy.Expr:
        """The sum, with a symbol for each product of two one-forms."""
        import sympy

        return sympy.Add(*(value * self._product(*pair) for pair, value in self.items()))

    def _product(self, i: int, j: int) -> sympy.Symbol:
        import sympy

        return sympy.Symbol(f"{self.names[i][0]}^{self.names[j][0]}")

    def _latex(self, printer: Any) -> str:
        """What ``sympy.latex`` prints."""
        import sympy

        names = {self._product(i, j): rf"{self.names[i][1]} \wedge {self.names[j][1]}" for i, j in self}
        return sympy.latex(self.to_sympy(), symbol_names=names)

    def _pretty(self, printer: Any) -> Any:
        """What ``sympy.pprint`` prints."""
        from sympy.printing.pretty.stringpict import prettyForm

        return prettyForm(str(self))

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self._latex(None)}$"

    def __str__(self) -> str:
        return str(self.to_sympy())


class MaurerCartanEquations(list[TwoForm]):
    """The two-forms d w^k, in order; it prints as one equation a line."""

    def _latex(self, printer: Any) -> str:
        """What ``sympy.latex`` prints: aligned equations."""
        lines = " \\\\ ".join(rf"d \omega^{{{k}}} &= {form._latex(printer)}" for k, form in enumerate(self, 1))
        return rf"\begin{{aligned}} {lines} \end{{aligned}}"

    def _repr_latex_(self) -> str:
        return f"$\\displaystyle {self._latex(None)}$"

    def __str__(self) -> str:
        return "\n".join(f"dw{k} = {form}" for k, form in enumerate(self, 1))
