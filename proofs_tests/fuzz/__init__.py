"""Malformed calls, files and command lines: each is refused by an error of the library, none by another.

``python -m proofs_tests.fuzz`` prints the matrix of public callables by classes of bad input, ``--all`` with every value instead
of a sample; and what the oracles of ``oracles.py`` say, 500 times each with ``--all``.
"""
