"""The claims themselves, one file each: of L-conv, of LieGG, and lemmas of our own.

A file is named after its source: ``eq`` an equation, ``p`` a proposition, ``t`` a theorem, ``c`` a
corollary of L-conv, ``prose`` a sentence of its text, ``liegg`` the poster, ``lemma`` our own. It holds
one ``claim``; see :mod:`lietheory.proof` for what that is. The order of the ledger is that of the
sources: ``after`` of a claim is the label of the preceding one. Proofs for Coq are in
``formal``, under the name of the claim's file.
"""
