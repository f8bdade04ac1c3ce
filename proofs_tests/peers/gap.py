"""The invariants of many exact Lie algebras by GAP, in one process for a whole batch.

GAP closes the span of the matrices, takes the structure constants (in a given basis, where it can be
asked whether that spans the same algebra), and computes everything else from those.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

PROGRAM = shutil.which("gap")

_PATIENCE = 120  # seconds for one batch

_SCRIPT = r"""
SetPrintFormattingStatus("*stdout*", false);
Dimensions := list -> List(list, Dimension);
Signature := function(form)  # Descartes' rule, as all eigenvalues are real
  local c, zero, signs, positive;
  c := CoefficientsOfUnivariatePolynomial(CharacteristicPolynomial(Rationals, Rationals, form, 1));
  zero := PositionNonZero(c) - 1;
  signs := List(Filtered(c, x -> x <> 0), x -> x > 0);
  positive := Number([1 .. Length(signs) - 1], i -> signs[i] <> signs[i + 1]);
  return [positive, Length(form) - zero - positive, zero];
end;
Entries := function(table, n)
  local found, i, j, k;
  found := [];
  for i in [1 .. n] do for j in [i + 1 .. n] do for k in [1 .. Length(table[i][j][1])] do
    Add(found, [i, j, table[i][j][1][k], NumeratorRat(table[i][j][2][k]), DenominatorRat(table[i][j][2][k])]);
  od; od; od;
  return found;
end;
Derived := g -> Dimension(Derivations(Basis(g)));
Report := function(generators, given)
  local start, L, B, T, g, levi, type, radical, answer;
  start := NanosecondsSinceEpoch();
  L := LieAlgebra(Rationals, generators);
  if given = [] then B := Basis(L); else B := Basis(L, List(given, LieObject)); fi;
  if B = fail then Print("@{\"dimension\": ", Dimension(L), ", \"outside\": 1}\n"); return; fi;
  T := StructureConstantsTable(B);
  g := LieAlgebraByStructureConstants(Rationals, T);
  radical := LieSolvableRadical(g);
  levi := LeviMalcevDecomposition(g)[1];
  if Dimension(levi) > 0 then type := SemiSimpleType(levi); else type := ""; fi;
  answer := [Dimension(g), Signature(KillingMatrix(Basis(g))), Dimensions(LieDerivedSeries(g)),
    Dimensions(LieLowerCentralSeries(g)), Dimensions(LieUpperCentralSeries(g)), Dimension(LieCentre(g)), Dimension(radical),
    Dimension(LieNilRadical(g)), Dimension(levi), Dimension(CartanSubalgebra(g)),
    Derived(g)];
  Print("@{\"answer\": ", answer, ", \"type\": \"", type, "\", \"nanoseconds\": ", NanosecondsSinceEpoch() - start,
        ", \"constants\": ", Entries(T, Dimension(g)), "}\n");
end;
"""


@dataclass(frozen=True, eq=False)
class Answer:
    """What GAP says about one algebra; ``constants`` are in the basis that was given, or else GAP's own."""

    dimension: int
    killing_signature: tuple[int, int, int]
    derived_series: tuple[int, ...]
    lower_central_series: tuple[int, ...]
    upper_central_series: tuple[int, ...]
    center: int
    radical: int
    nilradical: int
    levi: int
    cartan: int
    derivations: int
    type: tuple[str, ...]
    constants: np.ndarray
    seconds: float


def ask(algebras: Sequence[tuple[np.ndarray, np.ndarray | None]], *, derivations: bool = True) -> list[Answer]:
    """GAP's invariants of the algebras that matrices generate.

    Args:
        algebras: for each, generators (m, d, d), exact, and a basis (n, d, d) for the constants, or None.
        derivations: whether to find these too, which takes GAP most of its time; their dimension is -1 if not.

    Raises:
        ValueError: GAP failed, or a basis is none of the algebra generated.
    """
    leave_out = [] if derivations else ["Derived := g -> -1;"]
    calls = [f"Report({_written(L)}, {'[]' if basis is None else _written(basis)});" for L, basis in algebras]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "batch.g"
        path.write_text("\n".join([_SCRIPT, *leave_out, *calls, "QUIT_GAP(0);", ""]))
        done = subprocess.run(
            [PROGRAM, "-q", "-T", path], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    lines = [line[1:] for line in done.stdout.splitlines() if line.startswith("@")]
    if len(lines) != len(algebras):
        raise ValueError(f"GAP answered {len(lines)} of {len(algebras)}: {done.stdout[-500:]} {done.stderr[-500:]}")
    return [_answer(json.loads(line)) for line in lines]


def _written(matrices: np.ndarray) -> str:
    return str([[[_Number(x) for x in row] for row in M] for M in matrices.tolist()])


class _Number(Fraction):
    """A rational that prints as GAP reads it."""

    def __repr__(self) -> str:
        return str(self)


def _answer(found: dict) -> Answer:
    if "outside" in found:
        raise ValueError(f"the basis given spans another algebra than GAP's, of dimension {found['dimension']}")
    numbers = [tuple(x) if isinstance(x, list) else x for x in found["answer"]]
    n = numbers[0]
    constants = np.full((n, n, n), Fraction(0), dtype=object)
    for i, j, k, numerator, denominator in found["constants"]:
        value = Fraction(numerator, denominator)
        constants[i - 1, j - 1, k - 1], constants[j - 1, i - 1, k - 1] = value, -value
    return Answer(*numbers, normal_type(found["type"].split()), constants, found["nanoseconds"] / 1e9)


def normal_type(simple: Sequence[str]) -> tuple[str, ...]:
    """Complex simple types in order, with one letter for each: B2 for C2, A3 for D3.

    Examples:
        >>> normal_type(["C2", "A1"])
        ('A1', 'B2')
    """
    return tuple(sorted({"C2": "B2", "D3": "A3", "B1": "A1", "C1": "A1"}.get(name, name) for name in simple))
