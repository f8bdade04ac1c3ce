"""Structures, dictionaries, tuples and objects have the symmetries of the map that they are an input of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
import torch
from torch import Tensor

import lconv
from lietheory.errors import NotDifferentiableError, RankError, ShapeError, UnknownNameError

MOVES = lconv.PointCloudAction(3, translations=True)


def _molecules(count: int = 160, dtype: torch.dtype = torch.float64) -> list[dict[str, Tensor]]:
    draw = torch.Generator().manual_seed(0)
    sizes = [3 + i % 3 for i in range(count)]
    return [
        {"z": torch.randint(1, 4, (n,), generator=draw), "pos": torch.randn(n, 3, generator=draw, dtype=dtype)} for n in sizes
    ]


def _energy(molecule: dict[str, Tensor]) -> Tensor:
    pos, charge = molecule["pos"], molecule["z"].to(molecule["pos"])
    i, j = torch.triu_indices(len(pos), len(pos), 1)
    return (charge[i] * charge[j] * torch.exp(-(pos[i] - pos[j]).square().sum(dim=1) / 4)).sum()


class Potential(torch.nn.Module):
    """Energy and forces by autograd, of one molecule."""

    def forward(self, molecule: dict[str, Tensor]) -> dict[str, Tensor]:
        """Both."""
        molecule["pos"].requires_grad_()
        energy = _energy(molecule)
        return {"energy": energy, "forces": -torch.autograd.grad(energy, molecule["pos"], create_graph=True)[0]}


@dataclass
class Graph:
    """A graph as graph libraries have it."""

    z: Tensor
    pos: Tensor


class Batch:
    """Several graphs joined, as a loader gives them."""

    def __init__(self, graphs: list[Graph]):
        self.graphs = graphs

    def to_data_list(self) -> list[Graph]:
        """The graphs."""
        return self.graphs


def test_the_energy_of_molecules_of_different_sizes_has_all_rigid_motions():
    found = lconv.discover(*lconv.adapt(_energy, _molecules(), MOVES, moves="pos"))
    assert (found.status, found.dimension) == ("symmetric", 6)
    assert found.identify().is_named("se(3)")


def test_forces_are_equivariant_in_one_call():
    adapted = lconv.adapt(Potential(), _molecules(), MOVES, moves="pos", outputs="vectors", field="forces")
    found = lconv.discover(*adapted)
    assert found.identify().is_named("se(3)")


@pytest.mark.long
def test_forces_that_are_bent_are_not_equivariant():
    def bent(molecule: dict[str, Tensor]) -> Tensor:
        forces = Potential()(molecule)["forces"]
        return torch.stack([forces[:, 0], forces[:, 1], forces[:, 2].tanh()], dim=1)

    found = lconv.discover(*lconv.adapt(bent, _molecules(), MOVES, moves="pos", outputs="vectors"))
    assert found.dimension == 4  # the translations, and the turns about the third axis


def test_vectors_stay_where_points_are_translated():
    def drift(sample: dict[str, Tensor]) -> Tensor:
        relative = sample["pos"] - sample["pos"][0]
        return (relative * sample["velocity"]).sum().reshape(1)

    draw = torch.Generator().manual_seed(1)
    samples = [m | {"velocity": torch.randn(m["pos"].shape, dtype=torch.float64, generator=draw)} for m in _molecules()]
    found = lconv.discover(*lconv.adapt(drift, samples, MOVES, moves="pos", vectors="velocity"))
    assert found.identify().is_named("se(3)")
    points = lconv.discover(*lconv.adapt(drift, samples, MOVES, moves=["pos", "velocity"]))
    assert points.dimension == 3  # as points the velocities would be translated too


def test_objects_and_joined_batches_are_taken_apart_and_left_as_they_were():
    graphs = [Graph(**m) for m in _molecules()]
    before = [g.pos.clone() for g in graphs]
    loader = [Batch(graphs[i : i + 60]) for i in range(0, 160, 40)]
    found = lconv.discover(*lconv.adapt(lambda g: _energy(vars(g)), loader, MOVES, moves="pos"))
    assert found.dimension == 6
    assert all(torch.equal(a, g.pos) and not g.pos.requires_grad for a, g in zip(before, graphs, strict=True))


def test_a_batch_that_is_collated_is_evaluated_at_once():
    calls = []

    def together(batch: list[dict[str, Tensor]]) -> Tensor:
        calls.append(len(batch))
        return torch.stack([_energy(m) for m in batch])

    found = lconv.discover(*lconv.adapt(together, _molecules(), MOVES, moves="pos", collate=list))
    assert found.dimension == 6
    assert max(calls) > 30


def test_several_arguments_of_a_batch_are_matched_however_they_are_shuffled():
    draw = torch.Generator().manual_seed(2)
    x, axis = (torch.randn(300, 3, generator=draw, dtype=torch.float64) for _ in range(2))
    kind = torch.randint(0, 2, (300,), generator=draw)

    def model(x: Tensor, axis: Tensor, kind: Tensor) -> Tensor:
        return torch.where(kind == 1, (x**2).sum(dim=1), (x * axis).sum(dim=1) ** 2 + (x**2).sum(dim=1))

    found = lconv.discover(*lconv.adapt(model, (x, axis, kind), lconv.LinearAction(3), moves=0))
    assert found.status == "none"  # every sample has its own axis
    same = axis[:1].expand(300, 3)
    batch = {"x": x, "axis": same, "kind": kind}
    found = lconv.discover(*lconv.adapt(model, batch, lconv.LinearAction(3), moves="x", keywords=True))
    assert found.dimension == 1
    found = lconv.discover(*lconv.adapt(lambda b: model(**b), batch, lconv.LinearAction(3), moves="x"))
    assert found.dimension == 1


class Atoms:
    """Atoms with a calculator, as ASE has them."""

    def __init__(self, positions: np.ndarray, calc: object = None):
        self.positions, self.calc = positions, calc

    def copy(self) -> Atoms:
        """Without the calculator."""
        return Atoms(self.positions.copy())

    def set_positions(self, newpositions: np.ndarray) -> None:
        """In place."""
        self.positions[:] = newpositions

    def get_potential_energy(self) -> float:
        """A number, if there is a calculator."""
        assert self.calc == "a calculator"
        return float(_energy({"z": torch.ones(len(self.positions)), "pos": torch.as_tensor(self.positions)}))

    def get_forces(self) -> np.ndarray:
        """Its negative gradient."""
        with torch.enable_grad():
            pos = torch.as_tensor(self.positions).requires_grad_()
            return -torch.autograd.grad(_energy({"z": torch.ones(len(pos)), "pos": pos}), pos)[0].numpy()


def _adapted_atoms(given: bool, count: int) -> tuple:
    atoms = [Atoms(m["pos"].numpy(), "a calculator") for m in _molecules(count)]
    gradient = (lambda a: -a.get_forces()) if given else None
    return lconv.adapt(Atoms.get_potential_energy, atoms, MOVES, moves="positions", gradient=gradient)


def test_atoms_are_moved_by_their_positions():
    assert lconv.discover(*_adapted_atoms(given=True, count=160)).identify().is_named("se(3)")


def test_without_forces_the_derivatives_of_an_energy_are_differences():
    slopes = []
    for given in (True, False):
        model, x, _ = _adapted_atoms(given, count=9)
        x = x.clone().requires_grad_()
        slopes.append(torch.autograd.grad(model(x).sum(), x)[0])
    assert slopes[0].abs().max() > 0.1
    torch.testing.assert_close(*slopes, rtol=1e-6, atol=1e-8)


def test_a_model_of_single_structures_is_called_as_often_as_there_are_points_to_evaluate():
    calls = {"one": 0, "batch": 0}

    def one(molecule: dict[str, Tensor]) -> Tensor:
        calls["one"] += 1
        return _energy(molecule)

    def batch(molecules: list[dict[str, Tensor]]) -> Tensor:
        calls["batch"] += len(molecules)
        return torch.stack([_energy(m) for m in molecules])

    molecules = _molecules()
    lconv.discover(*lconv.adapt(one, molecules, MOVES, moves="pos"))
    lconv.discover(*lconv.adapt(batch, molecules, MOVES, moves="pos", collate=list))
    assert calls["one"] == calls["batch"]


def test_what_does_not_fit_is_refused():
    molecules = _molecules(200)
    with pytest.raises(UnknownNameError, match="pos"):
        lconv.adapt(_energy, molecules, MOVES, moves="positions")
    with pytest.raises(ShapeError, match="positions"):
        lconv.adapt(_energy, molecules, MOVES, moves="z")
    with pytest.raises(RankError, match="sample"):
        lconv.adapt(_energy, [], MOVES, moves="pos")
    with pytest.raises(ShapeError, match="dictionary of tensors"):
        lconv.adapt(_energy, molecules, lconv.ImageAction(4, 4), moves="pos")
    with pytest.raises(NotDifferentiableError, match="create_graph"):
        detached = lconv.adapt(lambda m: _energy(m).detach(), molecules, MOVES, moves="pos")
        lconv.discover(*detached)


class _Egnn(torch.nn.Module):
    """Two layers of messages by distances, which move features and positions (Satorras, Hoogeboom and Welling 2021)."""

    def __init__(self, d: int = 3, width: int = 8):
        super().__init__()
        self.message = torch.nn.ModuleList(torch.nn.Linear(2 * width + 1, width) for _ in range(2))
        self.weight = torch.nn.ModuleList(torch.nn.Linear(width, 1) for _ in range(2))
        self.update = torch.nn.ModuleList(torch.nn.Linear(2 * width, width) for _ in range(2))
        self.start, self.energy = torch.nn.Linear(1, width), torch.nn.Linear(width, 1)

    def forward(self, z: torch.Tensor, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """(..., 1) and (..., n, d): an energy, and a vector for each point."""
        h, by = self.start(z[..., None]), torch.zeros_like(x)  # by how much points move: at - x would lose digits
        for message, weight, update in zip(self.message, self.weight, self.update, strict=True):
            apart = (x + by)[..., :, None, :] - (x + by)[..., None, :, :]
            pairs = torch.cat(torch.broadcast_tensors(h[..., :, None, :], h[..., None, :, :]), dim=-1)
            m = torch.tanh(message(torch.cat([pairs, apart.square().sum(dim=-1, keepdim=True)], dim=-1)))
            by = by + (apart * weight(m)).mean(dim=-2)
            h = h + torch.tanh(update(torch.cat([h, m.sum(dim=-2)], dim=-1)))
        return self.energy(h).sum(dim=-2), by


def _egnn() -> _Egnn:
    torch.manual_seed(0)
    return _Egnn().double()


def test_an_egnn_has_invariant_energies():
    net, draw = _egnn(), torch.Generator().manual_seed(0)
    x, z = torch.randn(160, 4, 3, dtype=torch.float64, generator=draw), torch.arange(4.0, dtype=torch.float64)
    found = lconv.discover(lambda x: net(z.expand(len(x), 4), x)[0], x, lconv.PointCloudAction(3, translations=True))
    assert found.identify().is_named("se(3)")


@pytest.mark.parametrize("bias", [0.0, 1e-3])
def test_an_egnn_has_equivariant_vectors_and_a_bias_is_seen(bias):
    net, draw = _egnn(), torch.Generator().manual_seed(1)
    samples = [
        {"z": torch.rand(n, dtype=torch.float64, generator=draw), "pos": torch.randn(n, 3, dtype=torch.float64, generator=draw)}
        for n in [3, 4] * 80
    ]
    adapted = lconv.adapt(
        lambda s: net(s["z"], s["pos"])[1] + bias,
        samples,
        lconv.PointCloudAction(3, translations=True),
        moves="pos",
        outputs="vectors",
    )
    assert (lconv.audit(*adapted, "se(3)", tolerance=0).status == "exact") == (bias == 0)
