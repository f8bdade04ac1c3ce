"""What published models are symmetric under, through the adapter; each in at most ten lines of its user's own."""

from __future__ import annotations

import importlib.util
import os
import sys
import types

import numpy as np
import pytest
import torch

import lconv

pytestmark = pytest.mark.skipif("LIETHEORY_REAL" not in os.environ, reason="published models take minutes each: make real")
ABSENT = "a published model's package, no dependency, is not installed: make real installs those that fit together"
MOVES = lconv.PointCloudAction(3, translations=True)


def _draw() -> torch.Generator:
    return torch.Generator().manual_seed(0)


def _gain(x: torch.Tensor) -> torch.Tensor:
    return x[:, None]


def test_a_potential_of_ase_has_all_rigid_motions():
    cluster, emt = pytest.importorskip("ase.cluster", reason=ABSENT), pytest.importorskip("ase.calculators.emt", reason=ABSENT)
    rng, atoms = np.random.default_rng(0), [cluster.Octahedron("Cu", 2) for _ in range(150)]
    for a in atoms:
        a.positions += 0.15 * rng.normal(size=a.positions.shape)
        a.calc = emt.EMT()
    adapted = lconv.adapt(lambda a: a.get_potential_energy(), atoms, MOVES, moves="positions", gradient=lambda a: -a.get_forces())
    assert lconv.discover(*adapted).identify().is_named("se(3)")


def test_schnet_of_pytorch_geometric_has_all_rigid_motions():
    data, nn = (
        pytest.importorskip("torch_geometric.data", reason=ABSENT),
        pytest.importorskip("torch_geometric.nn", reason=ABSENT),
    )

    class Complete(torch.nn.Module):
        """All pairs of a molecule, which needs no compiled extension."""

        def forward(self, pos: torch.Tensor, batch: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
            """Edges and their lengths."""
            i, j = ((batch[:, None] == batch[None]) & ~torch.eye(len(pos), dtype=torch.bool)).nonzero().T
            return torch.stack([i, j]), (pos[i] - pos[j]).norm(dim=1)

    draw = _draw()
    net = nn.SchNet(32, 32, 2, 20, 6.0, interaction_graph=Complete()).double().eval()
    sizes = torch.randint(4, 9, (150,), generator=draw).tolist()
    molecules = [
        data.Data(z=torch.randint(1, 9, (n,), generator=draw), pos=2 * torch.randn(n, 3, generator=draw, dtype=torch.float64))
        for n in sizes
    ]
    adapted = lconv.adapt(lambda b: net(b.z, b.pos, b.batch), molecules, MOVES, moves="pos", collate=data.Batch.from_data_list)
    assert lconv.discover(*adapted).identify().is_named("se(3)")


def test_chgnet_turns_with_the_cell_and_shifts_inside_it():
    chgnet, core = pytest.importorskip("chgnet.model.model", reason=ABSENT), pytest.importorskip("pymatgen.core", reason=ABSENT)
    net, rng = chgnet.CHGNet.load(use_device="cpu", verbose=False), np.random.default_rng(0)
    cell = np.array([[0, 2.8, 2.8], [2.8, 0, 2.8], [2.8, 2.8, 0]])
    places = [[[0, 0, 0], 0.5 + 0.03 * rng.normal(size=3)] for _ in range(150)]
    salt = [core.Structure(core.Lattice(cell + 0.15 * rng.normal(size=(3, 3))), ["Na", "Cl"], p) for p in places]
    graphs = [net.graph_converter(s) for s in salt]

    def energies(several: list) -> torch.Tensor:
        return net(several, task="e")["e"]

    turned = lconv.discover(*lconv.adapt(energies, graphs, lconv.LinearAction(3), moves="lattice", collate=list))
    assert turned.identify().is_named("so(3)")
    assert turned.identify().status == "certain"
    shifted = lconv.discover(*lconv.adapt(energies, graphs, lconv.AffineAction(3), moves="atom_frac_coord", collate=list))
    assert shifted.identify().is_named("R^3")


def test_sevennet_0_has_all_rigid_motions_of_a_molecule():
    util, load = (
        pytest.importorskip("sevenn.util", reason=ABSENT),
        pytest.importorskip("sevenn.train.dataload", reason=ABSENT),
    )
    graph, build = importlib.import_module("sevenn.atom_graph_data"), importlib.import_module("ase.build")
    joined = importlib.import_module("torch_geometric.data").Batch
    net, rng = util.load_checkpoint("7net-0").build_model().eval(), np.random.default_rng(0)
    net._modules.pop("force_output")  # forces are the energy's own derivative
    molecules = [build.molecule("NH3") for _ in range(150)]
    for m in molecules:
        m.positions += 0.05 * rng.normal(size=m.positions.shape)
    graphs = [graph.AtomGraphData.from_numpy_dict(load.unlabeled_atoms_to_graph(m, 5.0)) for m in molecules]

    def energies(several: list) -> torch.Tensor:
        batch = joined.from_data_list(several)
        batch["edge_vec"] = batch["pos"][batch["edge_index"][1]] - batch["pos"][batch["edge_index"][0]]
        return net(batch)["inferred_total_energy"]

    found = lconv.discover(*lconv.adapt(energies, graphs, MOVES, moves="pos", collate=list))
    assert found.identify().is_named("se(3)")


def test_a_voice_detector_has_no_gain_symmetry():
    voice = pytest.importorskip("silero_vad", reason=ABSENT).load_silero_vad()

    def speech(x: torch.Tensor) -> torch.Tensor:
        voice.reset_states()
        return voice(x, 16000)

    draw = _draw()
    t, pitch = torch.arange(512) / 16000, 100 + 200 * torch.rand(300, 1, generator=draw)
    tones = [torch.sin(2 * torch.pi * k * pitch * t + 6 * torch.rand(300, 1, generator=draw)) / k for k in range(1, 6)]
    x = torch.stack(tones).sum(dim=0) * torch.rand(300, 1, generator=draw) + 0.01 * torch.randn(300, 512, generator=draw)
    assert lconv.discover(speech, x, _gain).status == "none"
    assert lconv.breaking(speech, x, _gain, np.ones((1, 1))).lower > 0.05


def test_a_face_refiner_has_no_rotation_and_no_gain(monkeypatch):
    if not _has("facenet_pytorch"):
        pytest.skip("facenet-pytorch is not installed")
    for name in ("torchvision", "torchvision.ops", "torchvision.ops.boxes", "torchvision.transforms"):
        stand_in = types.ModuleType(name)  # RNet uses nothing of it, and its compiled part fits one build of torch only
        vars(stand_in).update(batched_nms=None, functional=None)
        monkeypatch.setitem(sys.modules, name, stand_in)
    net = importlib.import_module("facenet_pytorch.models.mtcnn").RNet()
    x = torch.nn.functional.avg_pool2d(torch.rand(300, 3, 28, 28, generator=_draw()) * 2 - 1, 5, 1) * 4
    images = lconv.ImageAction(24, 24, channels=3)
    assert lconv.discover(net, x, images, field=1).status == "none"
    assert lconv.breaking(net, x, images, "so(2)", field=1).lower > 0.03
    assert lconv.breaking(net, x, _gain, np.ones((1, 1)), field=1).lower > 0.2


def _has(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


@pytest.mark.parametrize("share", [0.0, 0.001, 0.01])
def test_a_layer_of_e3nn_broken_on_purpose_is_found(share):
    e3nn, o3 = pytest.importorskip("e3nn", reason=ABSENT), pytest.importorskip("e3nn.o3", reason=ABSENT)
    e3nn.set_optimization_defaults(jit_script_fx=False)  # TorchScript compiles anew for every size of batch

    class Net(torch.nn.Module):
        """Two linear layers with a gate between, and a share of something that turns with nothing."""

        def __init__(self) -> None:
            super().__init__()
            self.first = o3.Linear("4x0e + 4x1o", "4x0e + 4x1o")
            self.last = o3.Linear("4x0e + 4x1o", "3x0e + 1x1o")

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            """(batch, 6)."""
            h = self.first(x)
            h = torch.cat([torch.tanh(h[:, :4]), h[:, 4:]], dim=1)
            y = self.last(h)
            return y + share * h[:, 4:5] * torch.arange(6) / 6

    x = torch.randn(300, 16, generator=_draw())
    outer = lconv.irreps_action("3x0e + 1x1o")
    found = lconv.audit(Net(), x, lconv.irreps_action("4x0e + 4x1o"), "so(3)", outer, layers="read")
    assert (found.status == "exact") == (share == 0)
    assert [row.verdict for row in found.layers] == ["exact", "exact"]  # the breaking comes after both
