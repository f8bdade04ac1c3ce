"""Which continuous symmetry a data set or a trained network has, its Lie algebra by name, and the proofs."""

from lietheory.algebra import (
    Identification,
    LieAlgebra,
    NearestAlgebra,
    aff,
    gl,
    heisenberg,
    identify,
    lie_closure,
    nearest_algebra,
    poincare,
    se,
    sim,
    sl,
    sl_complex,
    so,
    so_star,
    sp,
    su,
    su_star,
    u,
    usp,
)
from lietheory.comparison import Comparison, compare
from lietheory.discovery import RegressionSymmetries, SymmetryEstimate, linear_regression_symmetries
from lietheory.errors import (
    ClosureError,
    FileFormatError,
    LieTheoryError,
    NotDifferentiableError,
    PrecisionError,
    RankError,
    ShapeError,
    UndecidedError,
    UnknownNameError,
)
from lietheory.proof.ledger import Outcome, ledger, verify
from lietheory.representation import exponential

__version__ = "0.1.0"

__all__ = [
    "ClosureError", "Comparison", "FileFormatError", "Identification", "LieAlgebra", "LieTheoryError", "NearestAlgebra",
    "NotDifferentiableError", "Outcome", "PrecisionError", "RankError", "RegressionSymmetries", "ShapeError",
    "SymmetryEstimate", "UndecidedError", "UnknownNameError", "aff", "compare", "exponential", "gl", "heisenberg", "identify",
    "ledger", "lie_closure", "linear_regression_symmetries", "nearest_algebra", "poincare", "se", "sim", "sl", "sl_complex",
    "so", "so_star", "sp", "su", "su_star", "u", "usp", "verify",
]
