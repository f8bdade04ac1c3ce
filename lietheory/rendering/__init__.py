"""Rendering of results: the ledger, identifications, comparisons and discoveries as text, HTML, JSON and figures.

No verdict is computed here: a page shows an outcome that a judge, an estimate or a comparison has produced, and
mathematics is written as TeX and drawn as MathML, so that a page works offline and without scripts.

Claims: ``pages`` writes one page a claim in MyST Markdown, with its derivation (``chains``), the instance that refutes
the printed form (``instance_markdown``, ``mathematics``) and the judges that confirmed it (``status``); ``index`` writes
the ledger and the graph of dependencies (``graph``, ``dependency_layout``); ``site`` builds all of it with Sphinx
(``theme``, ``sphinx_extension``).

Results: ``discovery_page`` shows a discovery with its evidence and its limits (``discovery_summary``,
``discovery_tables``), ``comparison_page`` learned generators beside theory, both as self-contained HTML (``html``).
``json_records`` has the same as JSON, ``tables`` and ``plain_text`` are for the terminal, ``figures`` is the only
folder that imports matplotlib.
"""
