"""Lie algebras of Pauli sums, sparse and exact: the algebras of quantum circuits and of controlled spin systems.

A Pauli string on n qubits is a tensor product P of I, X, Y, Z, written as two bit masks: x, where it flips, and z, where it
signs. Two strings commute or anticommute, by the parity of x.z' + z.x', and [iP, iQ] = -2 s iR for anticommuting ones, with
PQ = s i R and s = 1 or -1. A real combination of the i P is skew-Hermitian, so that every algebra here is one of u(2^n): it is
compact, and the direct sum of its centre and of compact simple ideals.

``strings`` holds the masks and signs, ``operators`` reads generators of other packages, ``modular`` is linear algebra modulo
a prime in floats that hold whole numbers, ``closure`` generates, ``basis`` is what a LieAlgebra keeps in place of matrices.
Names come two ways. ``string_types`` reads the type of an algebra of strings off the quadratic form of their anticommutation
graph, without generating it; ``compact_types`` finds centre, ideals and types of any other from its brackets modulo a prime.
"""
