"""What the algebra of a circuit says about it: what it reaches, how the state space splits, how a loss varies, free fermions.

The generators i H_k of a parametrised circuit, or of a controlled spin system, generate a subalgebra g of u(2^n), and the
circuits reach the group e^g, densely at most. ``state_space`` splits C^(2^n) under it, and reads controllability off dimensions
and types; ``loss_variance`` has the ideals of g and what they take of a state and of an observable; ``free_fermions`` is the
test by line graphs; ``involutions`` splits g = k + p by an involution that is named.
"""
