"""What can be done with a name and the matrices that it was read from: the map to the catalogue, and the certificate."""

from __future__ import annotations

import numpy as np

from lietheory.algebra.isomorphism.certify import certificate
from lietheory.algebra.isomorphism.isomorphism import Isomorphism, isomorphism
from lietheory.certificates.certificate import Certificate
from lietheory.errors import UndecidedError


class NamedMatrices:
    """The methods of an identification that compute with its name; for a class with a name and with generators."""

    name: str
    generators: np.ndarray | None

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
