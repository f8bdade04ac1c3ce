"""Running the ledger from the command line: progress, one BLAS thread, and outcomes kept from earlier runs."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from lietheory.cli import cache, common, extensions
from lietheory.proof.ledger import Outcome, verify_each
from lietheory.proof.registry import find, modules


def run_judges(labels: list[str] | None, seed: int, *, cached: bool) -> list[Outcome]:
    """The outcomes in the order of the ledger, those kept from an earlier run first looked up."""
    wanted = {find(label, f"verify([{label!r}])").label for label in labels} if labels else set(modules())
    keys = {label: cache.key(modules()[label], label, seed, torch=extensions.has_torch()) for label in wanted if cached}
    kept = {label: outcome for label, key in keys.items() if (outcome := cache.read(label, key))}
    left = [label for label in wanted if label not in kept]

    def run() -> Iterator:
        judges = extensions.torch_judges() if left else None  # torch is slow to import
        for outcome in verify_each(left, rng=np.random.default_rng(seed), torch_judges=judges):
            if cached:
                cache.keep(outcome, keys[outcome.label])
            yield outcome

    if cached:
        common.err.print(f"{len(kept)} of {len(wanted)} outcomes kept from earlier runs in {cache.folder()}", soft_wrap=True)
    done = kept | {o.label: o for o in common.one_thread(common.progress("verifying", run(), len(left), name=lambda o: o.label))}
    return [done[label] for label in modules() if label in done]
