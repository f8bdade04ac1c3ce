"""Claims about layers and networks, judged by torch: the judges that ``lietheory verify`` calls where torch is installed.

A file is named after the file of its claim in ``lietheory.claims`` and has one function, ``residual(rng)``: the
largest defect of the claim's equation over several drawn instances, where a trained layer, torch's own layer or
LieGG's ``discover`` takes the place of the claim's plain NumPy. It is zero to rounding where the claim holds, and the
tests plant an error of a millionth that each judge must see. Instances come from the claim, so that both judges see
the same population; torch counts parameters and operations where a claim counts them. ``layers`` has what the judges
share.
"""
