"""What have classifiers of real images learned of rotation? Three on 5,000 images of MNIST, and one answer for each.

A steerable classifier's logits cannot change when an image turns, whatever its weights are, up to the sampling of its filters;
they are trained. A multilayer perceptron of the same accuracy on upright images knows nothing of rotation. A third has been
trained on images turned by any angle, and is nearly as accurate on them. The question is the same for each: which directions of
gl(2), acting on the plane of the image, leave the outputs unchanged?
"""

from lconv.experiments.harness import Study
from lconv.experiments.mnist.report import report
from lconv.experiments.mnist.study import Mnist, cells, run

__all__ = ["MNIST"]

MNIST = Study(
    "mnist",
    "Which motions of the image do three trained classifiers of MNIST keep?",
    Mnist,
    cells,
    run,
    report,
    groups=("classifier",),
    headline="turned",
)
