"""What several studies need: images that turn, functions with a known symmetry, and estimates beside the truth.

The functions of two vectors of R^5 depend on lengths and the angle alone, so that O(5) acting on both keeps them; a part in
a_1^2 breaks it to O(4), and a sum of fourth powers breaks it to a finite group. Images of digits are enlarged and blurred, so
that rotation by bilinear or cubic sampling is close to an action. An estimate is set beside the true algebra by its largest
principal angle, and beside the plain method: the lowest singular vectors of the polarization matrix in raw units.
"""
