"""Settings come from TOML and from assignments; what the configuration does not have is refused by name."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from lconv.experiments.harness.read_settings import as_settings, configured, keys
from lietheory.errors import FileFormatError, ShapeError, UnknownNameError
from proofs_tests.lconv.experiments.harness.counting import Counting


def test_a_file_and_then_assignments_are_put_in(tmp_path):
    file = tmp_path / "settings.toml"
    file.write_text('seeds = 4\nmodels = ["fc"]\n[training]\nsteps = 7\nlearning_rate = 1\n')
    found = configured(Counting(), file, ["training.steps=9", "log=here.txt", "fails_at=3"])
    assert (found.seeds, found.models, found.log, found.fails_at) == (4, ("fc",), "here.txt", 3)
    assert (found.training.steps, found.training.learning_rate) == (9, 1.0)
    assert isinstance(found.training.learning_rate, float)


def test_settings_survive_the_way_to_toml_and_back(tmp_path):
    found = Counting(seeds=5, models=("a", "b"), scale=2.5)
    text = as_settings(found)
    assert text["models"] == ["a", "b"] and text["training"]["batch_size"] == 256
    assert (
        configured(Counting(), assignments=[f"{k}={v}" for k, v in {"seeds": 5, "models": '["a", "b"]', "scale": 2.5}.items()])
        == found
    )


def test_every_key_is_listed_with_its_value():
    assert keys(Counting())["training.batch_size"] == 256


@pytest.mark.parametrize(("text", "nearest"), [("seed_s=1", "seeds"), ("training.step=1", "training.steps")])
def test_an_unknown_key_is_refused_with_the_nearest(text, nearest):
    with pytest.raises(UnknownNameError, match=f"Did you mean.*{nearest}"):
        configured(Counting(), assignments=[text])


@pytest.mark.parametrize(
    "text", ["seeds", "=3", "seeds=many", "seeds=1.5", "seeds=true", "models=3", "models=[1]", "training=3", "scale=[1]"]
)
def test_a_value_of_another_type_is_refused(text):
    with pytest.raises(FileFormatError, match="--set"):
        configured(Counting(), assignments=[text])


@pytest.mark.parametrize("content", [None, "seeds = \n", b"\xff\xfe"])
def test_a_file_that_is_no_toml_is_refused(tmp_path, content):
    file = tmp_path / "settings.toml"
    if content is not None:
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(FileFormatError, match=r"TOML file|a file that exists"):
        configured(Counting(), file)


@dataclass(frozen=True)
class _Strict:
    seeds: int = 1
    models: tuple[str, ...] = ("fc",)
    scale: float | None = None

    def __post_init__(self):
        if self.seeds == 7:
            raise ShapeError("Strict(seeds=7)", "another number", "7", "Give 8.")
        if self.seeds == 9:
            raise ValueError("nine is too many")
        if self.seeds == 11:
            raise TypeError("eleven is too many")


def test_what_a_configuration_refuses_is_said_in_its_own_words():
    with pytest.raises(ShapeError, match="Give 8"):
        configured(_Strict(), assignments=["seeds=7"])
    for seeds, word in ((9, "nine"), (11, "eleven")):
        with pytest.raises(FileFormatError, match=f"{word} is too many"):
            configured(_Strict(), assignments=[f"seeds={seeds}"])


@pytest.mark.parametrize(
    ("text", "kind"),
    [("seeds=1.5", "type int,"), ("models=3", r"type tuple\[str, ...\],"), ("scale=[1]", r"type float \| None,")],
)
def test_the_type_that_is_expected_is_named(text, kind):
    with pytest.raises(FileFormatError, match=kind):
        configured(_Strict(), assignments=[text])
