"""Other methods that find a symmetry or share weights, each faithful to its paper and behind one interface.

Augerino learns the ranges theta_i of affine motions exp(sum_i eps_i theta_i G_i) together with a classifier. LieGAN learns
generators L such that a discriminator cannot distinguish data moved by exp(zL) from the data. MSR learns the pattern U by which
the weights of many tasks are shared, vec(W) = U v, with MAML as its counterpart for a given U. The image classifiers share
weights by shifts (CNN), by learned or random generators (L-conv), or not at all. A method takes samples and a torch generator,
and returns generators or a pattern.
"""

from lconv.experiments.baselines.interface import Baseline, Found, Samples

__all__ = ["Baseline", "Found", "Samples"]
