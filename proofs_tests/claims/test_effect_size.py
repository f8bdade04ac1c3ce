"""The exact spectrum of the quartic against sampled points, by the code that judges networks."""

from __future__ import annotations

import numpy as np

from lietheory.algebra import so
from lietheory.claims.lemma_effect_size import spectrum
from lietheory.comparison import principal_angles
from lietheory.discovery import polarization_matrix, relative_spectrum
from lietheory.representation import copies, velocities

POINTS = 20000  # the rows are eighth-order in the points, so that fewer spread the ten from 0.29 to 0.48


def test_the_quartic_on_pairs_of_r5_has_a_clean_gap_after_ten_and_no_symmetry():
    rng = np.random.default_rng(4)
    points = rng.standard_normal((POINTS, 10))
    units = copies(np.eye(25).reshape(25, 5, 5), 2)
    fields = velocities(units, points).swapaxes(0, 1)
    J = 4 * points[:, None] ** 3
    root = np.linalg.qr(J[:, 0], mode="r") / np.sqrt(POINTS)  # root^T root = mean J^T J, all pairs of points at once
    references = np.broadcast_to(root, (POINTS, 10, 10))
    E, E0 = (np.linalg.qr(polarization_matrix(a, fields), mode="r") for a in (J, references))
    found = relative_spectrum(E, E0, np.einsum("nkp,nlp->kl", fields, fields))
    assert 0.36 < found.values[0] < found.values[9] < 0.46  # exactly 2/5
    assert found.values[10] > 1.4  # exactly 8/5
    assert np.degrees(principal_angles(found.coefficients[:10], so(5).generators.reshape(10, 25)).max()) < 6


def test_an_exact_symmetry_has_lambda_zero_in_any_units():
    points = np.random.default_rng(1).standard_normal((40, 2))
    J = 2 * points[:, None]
    assert spectrum(True, True, points, (points**2).sum(axis=1, keepdims=True), J)[0] < 1e-20
