"""Isomorphisms of real Lie algebras: the map, what tells two algebras apart, and certificates of names.

``adapted_frame`` finds a Cartan involution, ``fundamental_cartan`` Chevalley generators on the Cartan subalgebra that is as
compact as it can be, ``rational_cartan`` those over Q(i), ``real_forms`` the ways in which two such systems agree, hence
isomorphisms of semisimple algebras; ``semisimple_maps`` makes these exact, or has ``rigidity`` prove that floats are near one.
``radical_maps`` extends a map of Levi factors to the radicals by the equations of a homomorphism. ``distinguishing`` lists
invariants. ``isomorphism`` puts these together, ``cartan_decomposition`` states the involution, ``certify`` writes
certificates.
"""
