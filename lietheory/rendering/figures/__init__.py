"""Every figure: spectra, generators as pictures, images along a flow. The only room that imports matplotlib."""

from lietheory.rendering.figures.flow import plot_flow
from lietheory.rendering.figures.generator import plot_generator
from lietheory.rendering.figures.spectrum import plot_spectrum
from lietheory.rendering.figures.style import embedded, png

__all__ = ["embedded", "plot_flow", "plot_generator", "plot_spectrum", "png"]
