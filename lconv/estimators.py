"""The two questions about data and models as estimators of scikit-learn: parameters, ``fit``, and results with an underscore.

Both keep scikit-learn's rules (arguments are stored as given, ``fit`` checks the data and returns the estimator, fitted
attributes end in an underscore), so that they can be cloned, pickled, put into a pipeline or searched over. This module is
loaded, and scikit-learn with it, when one of the two is used.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Self

import numpy as np
import torch
from numpy.typing import ArrayLike
from sklearn.base import BaseEstimator, RegressorMixin
from sklearn.utils import Tags
from sklearn.utils.validation import check_is_fitted, validate_data
from torch import Tensor

from lconv.liegg.actions import Action, LinearAction
from lconv.liegg.derivatives import Model
from lconv.liegg.discover import discover
from lconv.liegg.polarization import SMALLEST_BATCH
from lietheory.discovery.answer import TOLERANCE
from lietheory.discovery.regression_symmetries import linear_regression_symmetries
from lietheory.errors import RankError, ShapeError, in_call

CALL = "SymmetryDiscovery(model).fit(X)"


class RegressionSymmetry(RegressorMixin, BaseEstimator):
    """Least squares y = A x + b, with the Lie algebra of pairs (u, u_c) that leave the fit as it is, u_c A = A u.

    Theorem 1 and Corollary 1 in closed form, :func:`lietheory.linear_regression_symmetries`, as a regressor.

    Args:
        fit_intercept: whether the fit has a constant b; the symmetries then turn the inputs about their mean.

    Attributes:
        symmetries_: the :class:`~lietheory.RegressionSymmetries`; with an intercept they act on (x, 1).
        coef_: A, (d,) for one label without an axis, else (c, d).
        intercept_: b, a number or (c,); zero without an intercept.
        rank_: of A after whitening.
        n_features_in_: d.

    Raises:
        RankError, PrecisionError: in ``fit``: fewer samples than inputs, inputs that are combinations of others, or nearly so.

    Examples:
        >>> X = np.random.default_rng(0).normal(size=(50, 4))
        >>> fitted = RegressionSymmetry(fit_intercept=False).fit(X, X[:, 0] + X[:, 1])
        >>> fitted.symmetries_.algebra().dimension, fitted.rank_  # so(1) + so(3)
        (3, 1)
    """

    def __init__(self, fit_intercept: bool = True):
        self.fit_intercept = fit_intercept

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.target_tags.single_output = True
        tags.target_tags.multi_output = True
        return tags

    def fit(self, X: ArrayLike, y: ArrayLike) -> Self:
        """The least squares map of inputs X (n_samples, d) and labels y (n_samples,) or (n_samples, c), and its symmetries."""
        X, y = _checked(self, X, y, dtype=np.float64, multi_output=True, y_numeric=True)
        inputs = np.column_stack([X, np.ones(len(X))]) if self.fit_intercept else X
        with in_call("RegressionSymmetry().fit(X, y)"):
            self.symmetries_ = linear_regression_symmetries(inputs, np.asarray(y, np.float64), bias_row=bool(self.fit_intercept))
        coefficients = np.column_stack([np.asarray(self.symmetries_.coefficients), np.zeros(y[0].size)])[:, : X.shape[1] + 1]
        A = coefficients[0] if y.ndim == 1 else coefficients  # a constant of zero stands last where there is none
        self.coef_, self.intercept_ = A[..., :-1], A[..., -1]
        self.rank_ = self.symmetries_.rank
        return self

    def predict(self, X: ArrayLike) -> np.ndarray:
        """A x + b, (n_samples,) or (n_samples, c)."""
        check_is_fitted(self)
        return _checked(self, X, dtype=np.float64, reset=False)[0] @ self.coef_.T + self.intercept_


class SymmetryDiscovery(BaseEstimator):
    """The Lie algebra of all L in an action with F(exp(tL) x) = F(x), for the model F, as far as the points X identify it.

    :func:`lconv.discover`, where data that cannot tell are an answer and no error: ``status_`` is then ``"undecided"``.

    Args:
        model: the trained map F, of torch tensors; a fitted estimator of scikit-learn is
            ``lconv.differentiable(estimator.predict)``. It is a parameter, and never trained here.
        action: how the group acts on the inputs; all linear maps, ``LinearAction(n_features)``, unless given.
        output_action: an action on the outputs, for equivariance.
        tolerance: the breaking, as a share of the variance of the outputs, up to which an algebra counts as a symmetry.
        random_state: the seed of the split of the points.

    Attributes:
        estimate_: the :class:`~lietheory.SymmetryEstimate`, or None where the points cannot tell.
        status_: ``"symmetric"``, ``"none"`` or ``"undecided"``.
        reason_: what the points lack, or the headline of the estimate.
        generators_: (dimension, n, n), none unless symmetric.
        n_features_in_: the second size of X.

    Examples:
        >>> X = np.random.default_rng(0).normal(size=(400, 3))
        >>> fitted = SymmetryDiscovery(lambda x: (x**2).sum(dim=1)).fit(X)
        >>> fitted.status_, len(fitted.generators_)
        ('symmetric', 3)
        >>> fitted.fit(X[:5]).status_
        'undecided'
    """

    def __init__(
        self,
        model: Model,
        action: Action | Callable[[Tensor], Tensor] | None = None,
        output_action: Action | Callable[[Tensor], Tensor] | None = None,
        *,
        tolerance: float = TOLERANCE,
        random_state: int = 0,
    ):
        self.model = model
        self.action = action
        self.output_action = output_action
        self.tolerance = tolerance
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: object = None) -> Self:
        """Decide on points X (n_samples, ...), in the precision of the model's parameters; labels y are not used."""
        X = _checked(self, X, dtype=(np.float64, np.float32), allow_nd=True)[0]
        if isinstance(self.random_state, bool) or not isinstance(self.random_state, int | np.integer):
            cure = "Give random_state=0, the seed of the split of the points."
            raise ShapeError(CALL, "a whole number as random_state", repr(self.random_state), cure)
        generator = torch.Generator().manual_seed(int(self.random_state))
        action = LinearAction(X.shape[1]) if self.action is None else self.action
        self.estimate_, self.status_, self.generators_ = None, "undecided", np.zeros((0, 0, 0))
        try:
            with in_call(CALL):
                _require_halves(X)
                estimate = discover(
                    self.model,
                    _as_the_model(self.model, X),
                    action,
                    self.output_action,
                    tolerance=self.tolerance,
                    generator=generator,
                )
        except RankError as problem:  # too few points, or points that are all the same: nothing is decided
            self.reason_ = str(problem)
            return self
        self.estimate_, self.status_ = estimate, estimate.status
        self.generators_, self.reason_ = estimate.generators, estimate.headline
        return self


def _checked(estimator: BaseEstimator, *given: ArrayLike, **rules: bool | type | tuple[type, ...]) -> tuple[np.ndarray, ...]:
    """X, or X and y, by scikit-learn's own validation, which also records the number and the names of the columns."""
    settings: dict[str, Any] = dict(rules, **dict(zip("Xy", given, strict=False)))  # their types are not declared there
    arrays = validate_data(estimator, **settings)
    return tuple(map(np.asarray, arrays if isinstance(arrays, tuple) else (arrays,)))


def _require_halves(X: np.ndarray) -> None:
    if len(X) < SMALLEST_BATCH:  # which a batch is refused for; here it is one more way of having too few points
        some = f"at least {SMALLEST_BATCH} points, two in each half"
        raise RankError(CALL, some, f"{len(X)} sample{'s' * (len(X) > 1)}", "Give more points.")


def _as_the_model(model: Model, X: np.ndarray) -> Tensor:
    """The points in the precision, and on the device, of the model's parameters; as they are where it has none."""
    x = torch.as_tensor(np.array(X))
    parameters = model.parameters() if isinstance(model, torch.nn.Module) else ()
    like = next((p for p in parameters if p.is_floating_point()), x)
    return x.to(device=like.device, dtype=like.dtype)
