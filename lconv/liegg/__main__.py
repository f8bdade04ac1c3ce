"""``python -m lconv.liegg``: :mod:`lconv.liegg.sharded_command`, for models that are named as package.module:name.

``python -m`` puts the current folder first on the path, and packages found there run before any code of this one. So a model
that is a file needs ``python -P -m``, or the console script, ``lietheory-sharded``.
"""

import sys

if __name__ == "__main__":
    if not sys.flags.safe_path:
        del sys.path[0]  # the current folder, before torch is looked for; a model by name puts it back

    from lconv.liegg.sharded_command import run

    run()
