"""Certificates: what the name of a Lie algebra rests on, in a JSON file, and a checker that shares no code with what made it.

A file holds ``format``, ``kind``, and what the kind needs. Kind ``name``: "these matrices span an algebra of this name". It has
``name``; ``generators``, with shape, entries [index, row, column, number] and field, or only their hash ``sha256``; ``field``,
null for Q, or the minimal polynomial (constant term first) of a number and an interval with one root; ``map``, the matrix S of
``check``; ``proof``, "exact" or "near"; ``distance``, where floats are certified; and ``references``: constants of exceptional
algebras, which have no short definition by matrices, Chevalley generators of these and of the simple factors s of (s + R^j) |x M,
and the matrices of s + R^j on M. A number is a text p or p/q, a float, or the
list of its coefficients over the field. Another kind of statement is one more function in ``check.KINDS``, from content to
verdict.

``check`` verifies; ``definitions`` makes an algebra of its name; ``chevalley``, ``modules`` and ``exceptional`` verify the
generators, matrices and constants that a certificate states; ``rejection`` is what these share. They import nothing else of this
package.
``certificate`` and ``generator_file`` read and write.
"""
