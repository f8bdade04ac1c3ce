"""The command ``lietheory``: one file a subcommand, ``main`` declares them, ``common`` holds exit statuses, errors and JSON.

What needs torch is contributed by another package through entry points (``plugins``); work is imported when it runs.
A subcommand's annotations are no strings (no ``from __future__ import annotations``): typer would compile each at every start.
"""
