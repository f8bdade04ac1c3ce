"""The classifiers have the parameters that their formulas and the released code have, and learn."""

from __future__ import annotations

from dataclasses import replace

import pytest
import torch

from lconv.experiments.baselines import Samples
from lconv.experiments.baselines.image_classifier_base import ImageSizes, count
from lconv.experiments.baselines.image_networks import CNN, FCLikeLConv, FCShallow, LConvClassifier
from lconv.experiments.harness.training import Fitting, accuracy, fit
from lietheory.errors import PrecisionError, ShapeError

SMALL, MNIST = ImageSizes(8, 8, 1, 10), ImageSizes(28, 28, 1, 10)
CIFAR10, CIFAR100 = ImageSizes(32, 32, 3, 10), ImageSizes(32, 32, 3, 100)
QUICK = Fitting(epochs=3, batch_size=16)

PRINTED = {  # sizes, d_h: L-conv, two layers of it, CNN, FC like L-conv, of the released code
    (MNIST, 16): (452_170, 662_378, 216_650, 4_001_690),
    (CIFAR10, 16): (590_986, 862_634, 288_906, 5_521_562),
    (CIFAR100, 8): (3_409_124, 3_549_700, 2_880_996, 5_890_220),
    (CIFAR100, 16): (3_540_196, 3_811_844, 2_880_996, 8_470_772),
}


def models(sizes: ImageSizes, layers: int = 1, filters: int = 32, fitting: Fitting = QUICK):
    given = {"layers": layers, "filters": filters, "fitting": fitting}
    return [
        LConvClassifier(sizes, **given, rank=3),
        LConvClassifier(sizes, **given, rank=3, learns=False),
        CNN(sizes, **given),
        CNN(sizes, **given, pooled=True),
        FCLikeLConv(sizes, **given, latent=27),
        FCShallow(sizes, **given, rank=3),
    ]


@pytest.mark.parametrize("layers", [1, 2])
@pytest.mark.parametrize("sizes", [SMALL, ImageSizes(9, 8, 3, 4)])
def test_as_many_numbers_learn_as_the_formula_says(sizes, layers):
    for model in models(sizes, layers, filters=5):
        network = model.network(torch.Generator().manual_seed(0))
        assert count(network) == model.parameters(), model.name
        assert network(torch.zeros(2, sizes.space, sizes.channels)).shape == (2, sizes.classes)


@pytest.mark.parametrize(("sizes", "rank"), PRINTED)
def test_parameters_are_those_of_the_released_code(sizes, rank):
    """Its L-conv has a bias for each of the nine generators, of which only the sum acts: 8 x 32 numbers more a layer."""
    lconv, two, cnn, fc = PRINTED[sizes, rank]
    assert LConvClassifier(sizes, 1, rank=rank).parameters() + 8 * 32 == lconv
    assert LConvClassifier(sizes, 2, rank=rank).parameters() + 2 * 8 * 32 == two
    assert CNN(sizes, 1).parameters() == cnn
    assert FCLikeLConv(sizes, 1, latent=9 * rank).parameters() == fc


def test_pooling_and_the_shallow_network_have_the_printed_sizes():
    assert CNN(CIFAR100, pooled=True).parameters() == 2_692_196
    shallow = FCShallow(CIFAR100, rank=8)
    assert (shallow.width, shallow.parameters()) == (1075, 3_411_075)


@pytest.mark.parametrize("layers", [1, 2])
def test_the_shallow_network_has_no_fewer_parameters_and_one_unit_less_would_have(layers):
    shallow, matched = FCShallow(SMALL, layers, rank=5), LConvClassifier(SMALL, layers, rank=5).parameters()
    assert shallow.parameters() >= matched > shallow.parameters() - (64 + 1 + 10)


@pytest.mark.parametrize("layers", [1, 2])
def test_every_hidden_layer_takes_part(layers):
    """Two layers are two: a gradient reaches each weight, and more layers of the same kind have more tensors."""
    x = torch.randn(4, 64, 1, generator=torch.Generator().manual_seed(0))
    for model in models(SMALL, layers, filters=4):
        network = model.network(torch.Generator().manual_seed(1))
        network(x).square().sum().backward()
        assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in network.parameters()), model.name
        hidden = sum(isinstance(m, torch.nn.Conv2d) or type(m).__name__ == "LConv" for m in network)
        if not isinstance(model, FCLikeLConv | FCShallow):
            assert hidden == layers
    two = FCLikeLConv(SMALL, 2, filters=4, latent=9).network(torch.Generator())
    assert [m.in_features for m in two if isinstance(m, torch.nn.Linear)] == [64, 9, 256, 9, 256]


def test_random_generators_stay_and_learnt_ones_move(samples):
    for learns in (True, False):
        model = LConvClassifier(SMALL, filters=4, fitting=QUICK, rank=3, learns=learns)
        before = model.evidence(model.network(torch.Generator().manual_seed(3)))["generators"]
        after = model.train(samples, generator=torch.Generator().manual_seed(3)).generators
        assert after.shape == (8, 64, 64)
        assert (abs(after - before).max() > 0) == learns


def test_every_model_learns_and_is_fixed_by_its_generator(samples):
    for model in models(SMALL, filters=6, fitting=Fitting(epochs=12, batch_size=8, learning_rate=5e-3)):
        found, again = (model.train(samples, generator=torch.Generator().manual_seed(3)) for _ in range(2))
        assert found.facts["accuracy in training"] > 0.9, model.name
        assert found.facts == again.facts and found.name == model.name and found.seconds > 0
        assert (found.generators is None) != (found.pattern is None)


@pytest.fixture(scope="module")
def samples() -> Samples:
    """Four classes, each a fixed image with noise."""
    draw = torch.Generator().manual_seed(0)
    labels = torch.arange(48) % 4
    return Samples(torch.randn(4, 64, 1, generator=draw)[labels] + 0.2 * torch.randn(48, 64, 1, generator=draw), labels)


def test_images_too_small_for_the_layers_are_refused():
    with pytest.raises(ShapeError, match="4 layers leave"):
        CNN(SMALL, layers=4)
    with pytest.raises(ShapeError, match="at least 1"):
        CNN(replace(SMALL, classes=0))


def test_a_loss_that_becomes_infinite_is_refused(samples):
    network = LConvClassifier(SMALL, filters=2, rank=2).network(torch.Generator().manual_seed(0))
    with pytest.raises(PrecisionError, match="epoch 1"):
        fit(network, samples.inputs * 1e38, samples.targets, QUICK, generator=torch.Generator())


def test_accuracy_is_the_share_of_largest_logits():
    logits = torch.eye(4)
    assert accuracy(torch.nn.Identity(), logits, torch.tensor([0, 1, 2, 0]), batch_size=3) == 0.75


def test_each_epoch_is_reported_once(samples):
    seen, after = [], []
    network = CNN(SMALL, filters=2).network(torch.Generator().manual_seed(0))
    watched = {"after_epoch": after.append, "progress": lambda *report: seen.append(report)}
    fit(network, samples.inputs, samples.targets, QUICK, generator=torch.Generator(), **watched)
    assert after == [network] * 3 and seen == [("training", n, 3) for n in (1, 2, 3)]
