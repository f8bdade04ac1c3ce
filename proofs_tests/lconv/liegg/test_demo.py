"""The demonstration finds so(3) where it is, nothing where it is not, and names a command that runs."""

from __future__ import annotations

from lconv.liegg.demo import demo_command


def test_the_demonstration_answers_right_twice(tmp_path):
    invariant, other = demo_command(tmp_path / "new" / "demo", seed=0, progress=lambda *done: None)
    assert invariant.name == "so(3)" and "so(3)" in invariant.sentence
    assert other.estimate.status == "none" and other.name is None
    assert all(path.is_file() for stage in (invariant, other) for path in stage.paths)
    assert str(tmp_path / "new" / "demo" / "network1.pt2") in invariant.again
