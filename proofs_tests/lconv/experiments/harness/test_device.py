"""The device is chosen in one place."""

from __future__ import annotations

import pytest
import torch

from lconv.experiments.harness.device import device


@pytest.mark.parametrize(("there", "kind"), [(True, "cuda"), (False, "cpu")])
def test_cuda_is_taken_where_it_is_there(there, kind, monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: there)
    assert device().type == kind
