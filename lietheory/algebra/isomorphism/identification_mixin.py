"""What can be done with a name and the matrices that it was read from: the map to the catalogue, and the certificate."""

from __future__ import annotations

import numpy as np

from lietheory.algebra.isomorphism.certify import certificate
from lietheory.algebra.isomorphism.isomorphism import Isomorphism, isomorphism
from lietheory.certificates.certificate import Certificate
from lietheory.errors import UndecidedError
from lietheory.printing import Printed, html_table, text_table
from lietheory.progress import reports_progress


class NamedMatrices(Printed):
    """The methods of an identification that compute with its name; for a class with a name and with generators."""

    name: str
    aliases: tuple[str, ...]
    status: str
    margin: float
    candidates: tuple[str, ...]
    complete: bool
    levi: str
    radical: str
    representation: str | None
    fits: tuple[tuple[str, float], ...]
    generators: np.ndarray | None

    def rows(self) -> dict[str, str]:
        """What is printed below the name, in plain words; rows without anything to say are left out."""
        doubts = [name for name in self.candidates if name != self.name]
        rows = {
            "status": self.status,
            "also called": ", ".join(self.aliases),
            "distance to another answer (margin)": f"{self.margin:.3g}",
            "fixes the algebra": "up to isomorphism" if self.complete else "no: a name and invariants only",
            "semisimple part (Levi factor)": self.levi,
            "solvable part (radical)": self.radical,
            "fits as well": ", ".join(map(str, doubts)),
            "distance to fit (backward error)": ", ".join(f"{name}: {error:.3g}" for name, error in self.fits),
            "acts on": self.representation or "",
        }
        return {name: value for name, value in rows.items() if value}

    def __str__(self) -> str:
        return text_table(self.name, self.rows())

    def _repr_html_(self) -> str:
        return html_table(self.name, self.rows())

    @reports_progress
    def to_catalogue(self) -> Isomorphism:
        """The isomorphism from the span of the matrices to the catalogue's algebra of this name, as by ``isomorphism``.

        Raises:
            UndecidedError: an abstract algebra, whose matrices are not known here.
            UnknownNameError: a name that the catalogue has no matrices for.

        Examples:
            >>> from lietheory import identify
            >>> identify("su(4)").to_catalogue().field
            'Q'
        """
        return isomorphism(self._matrices("to_catalogue()"), self.name)

    @reports_progress
    def certificate(self) -> Certificate:
        """What proves the name: a small JSON file, which ``lietheory check`` verifies; or why it is not certified.

        Raises:
            UndecidedError: an abstract algebra, whose matrices are not known here.

        Examples:
            >>> from lietheory import identify
            >>> identify("so(3)").certificate().reason
            'the span is isomorphic to so(3)'
        """
        return certificate(self._matrices("certificate()"), self.name)

    def _matrices(self, call: str) -> np.ndarray:
        if self.generators is None:
            raise UndecidedError(f"identification.{call}", "matrices", "an abstract algebra", "Identify matrices of it.")
        return self.generators
