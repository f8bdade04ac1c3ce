"""LieGG: which continuous symmetries a trained network has.

A network F is invariant under the one-parameter group exp(tL) exactly if J(x) L x = 0 at every x, with J its Jacobian: a
linear equation in L. Stacked over points x and outputs, with the K generators of an action in the place of L, these
equations are the network polarization matrix E (Moskalev et al. 2022), and its null space is the Lie algebra of all
symmetries within the action. With an action on the outputs too, J(x) L_in x = L_out F(x) is linear in the pair.

A trained network has E c small, never zero, so that a scale is needed. Here it is E0, what E would be if the gradient at a
point had nothing to do with the point: lambda(c) = |E c|^2 / |E0 c|^2 has no units. Directions are selected on one half of
the points and evaluated on the other, with simultaneous confidence intervals and finite steps along the flow.

* :mod:`~lconv.liegg.discover` is the one call; :mod:`~lconv.liegg.command` and ``python -m lconv.liegg`` the same from a shell;
* :mod:`~lconv.liegg.actions` and :mod:`~lconv.liegg.inputs` are what it takes;
* :mod:`~lconv.liegg.derivatives`, :mod:`~lconv.liegg.evidence_rows`, :mod:`~lconv.liegg.polarization` and
  :mod:`~lconv.liegg.finite_steps` accumulate the evidence in bounded memory, :mod:`~lconv.liegg.sharding` on several
  machines, :mod:`~lconv.liegg.evidence_files` across interruptions;
* :mod:`~lconv.liegg.breaking` measures by how much a given algebra is broken, by :mod:`~lconv.liegg.finite_elements`;
* :mod:`~lconv.liegg.least_directions` needs no K x K matrix; :mod:`~lconv.liegg.discrete_symmetries` tries reflections and
  -1; :mod:`~lconv.liegg.label_symmetry` says whether the data share the symmetry.

The linear algebra and the decision are :mod:`lietheory.discovery`'s, without torch.
"""
