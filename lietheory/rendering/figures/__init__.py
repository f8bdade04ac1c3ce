"""Every figure: spectra, generators as pictures, images along a flow, means and differences. Only here is matplotlib imported."""

from lietheory.rendering.figures.bars import Bar, plot_bars
from lietheory.rendering.figures.dependencies import plot_dependencies
from lietheory.rendering.figures.discovery import (
    plot_evidence,
    plot_generators,
    plot_moved_images,
    plot_paths,
    plot_steps,
    plot_worst_image,
)
from lietheory.rendering.figures.flow import plot_flow
from lietheory.rendering.figures.forest import Difference, plot_forest
from lietheory.rendering.figures.generator import plot_generator
from lietheory.rendering.figures.on_axes import plot_effect_sizes, plot_matrix, plot_principal_angles, plot_vector_field
from lietheory.rendering.figures.rate import plot_rate
from lietheory.rendering.figures.recovery import plot_recovery
from lietheory.rendering.figures.roots import plot_dynkin_diagram, plot_roots, plot_weights
from lietheory.rendering.figures.spectrum import plot_spectrum
from lietheory.rendering.figures.style import embedded, pdf, png, svg
from lietheory.rendering.figures.turns import Turned, plot_turns

__all__ = [
    "Bar",
    "Difference",
    "Turned",
    "embedded",
    "pdf",
    "plot_bars",
    "plot_dependencies",
    "plot_dynkin_diagram",
    "plot_effect_sizes",
    "plot_evidence",
    "plot_flow",
    "plot_forest",
    "plot_generator",
    "plot_generators",
    "plot_matrix",
    "plot_moved_images",
    "plot_paths",
    "plot_principal_angles",
    "plot_rate",
    "plot_recovery",
    "plot_roots",
    "plot_spectrum",
    "plot_steps",
    "plot_turns",
    "plot_vector_field",
    "plot_weights",
    "plot_worst_image",
    "png",
    "svg",
]
