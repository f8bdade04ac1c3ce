"""Old names of modules and functions: they are imported, read and unpickled still, and warn at the line that uses them."""

from __future__ import annotations

import importlib
import pickle
import sys
from collections.abc import Iterator

import pytest
import torch

import lconv
from lconv.nn.generators.parametrization import LowRankGenerators
from lconv.nn.layer import LConv

MODULES = [old for old in lconv.RENAMED if old != "discrete_leftovers"]


@pytest.fixture(autouse=True)
def forgotten() -> Iterator[None]:
    """Old modules are imported afresh, and leave no trace for other tests."""

    def forget() -> None:
        for old in sorted(MODULES, reverse=True):
            sys.modules.pop(f"lconv.{old}", None)
            vars(lconv).pop(old, None)

    forget()
    yield
    forget()


@pytest.mark.parametrize("old", MODULES)
def test_an_old_module_is_imported_with_every_public_name_of_the_new_ones(old: str):
    with pytest.warns(DeprecationWarning, match=f"lconv.{old} is now lconv"):
        module = importlib.import_module(f"lconv.{old}")
    for new in lconv.RENAMED[old].split(", "):
        public = {name: value for name, value in vars(importlib.import_module(new)).items() if not name.startswith("_")}
        assert public and all(vars(module)[name] is value for name, value in public.items())


@pytest.mark.parametrize("old", [old for old in lconv.RENAMED if "." not in old])
def test_an_old_name_is_read_from_the_package(old: str):
    with pytest.warns(DeprecationWarning, match=f"lconv.{old} is now") as warned:
        value = getattr(lconv, old)
    assert value.__doc__
    assert [w.filename for w in warned] == [__file__]


OLD_LINES = [
    "from lconv.liegg.matrix_free import smallest_directions",
    "from lconv.liegg.matrix_actions import MatrixAction, tensor_product",
    "from lconv.pooling import coset_pool, cosets, grid_points, max_pool, strided",
    "from lconv.layout import features_to_images, images_to_features",
    "from lconv.known import GridGenerators, GroupConv, SparseGenerators, from_chebyshev, from_conv, from_gcn, propagation",
    "from lconv.known.kernels import ElementKernel",
    "import lconv.known.grid_algebra as g; g.GridGenerators",
    "from lconv.bridge import read_generators, to_numpy, to_torch",
    "from lconv.layer import LConv",
    "from lconv.functional import lie_convolution, low_rank_lie_convolution, selection_lie_convolution",
    "from lconv.regularizers import closure_penalty, killing_penalty, orthogonality_penalty",
    "from lconv.parametrization import DenseGenerators, GeneratorParametrization, LowRankGenerators, SkewGenerators",
    "from lconv import discrete_leftovers, known, layout, pooling; pooling.max_pool",
]


@pytest.mark.parametrize("line", OLD_LINES)
def test_a_line_of_the_first_release_runs_and_the_warning_names_it(line: str):
    with pytest.warns(DeprecationWarning) as warned:
        exec(compile(line, "a user's file", "exec"), {})
    assert any(w.filename == "a user's file" for w in warned)


def test_a_layer_that_was_pickled_under_the_old_names_is_loaded():
    layer = LConv(4, 2, 3, generators=LowRankGenerators.random(2, 4, 1), generator=torch.Generator().manual_seed(0))
    stored = pickle.dumps(layer, protocol=0)  # names of modules as lines of text
    for new, old in [(b"lconv.nn.layer", b"lconv.layer"), (b"lconv.nn.generators.parametrization", b"lconv.parametrization")]:
        assert new in stored
        stored = stored.replace(new, old)
    with pytest.warns(DeprecationWarning):
        loaded = pickle.loads(stored)
    x = torch.ones(1, 4, 2)
    assert type(loaded) is LConv and torch.equal(loaded(x), layer(x))


def test_a_module_that_never_was_is_not_found():
    with pytest.raises(ModuleNotFoundError, match=r"lconv\.poolings"):
        importlib.import_module("lconv.poolings")
