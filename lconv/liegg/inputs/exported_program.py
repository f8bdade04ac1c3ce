"""Networks in files of torch.export, read without torch.export.load: no text in the file is executed, evaluated or imported.

A file is a zip archive, stored without compression: ``models/NAME.json`` holds the graph, ``data/weights`` and
``data/constants`` the numbers, as bare bytes beside a JSON list of their types and sizes. The graph becomes a list of steps,
each of an operator from :mod:`~lconv.liegg.inputs.allowed_operators` and of arguments that are numbers, sizes or results of
earlier steps. What torch's own reader executes or imports, which are guards, symbolic sizes, registered containers and pickles,
is not read: sizes are those of the tensors at run time, and outputs are one tensor or tuples, lists and dictionaries of tensors.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch

from lconv.liegg.inputs.allowed_operators import operator_of
from lconv.liegg.inputs.exported_archive import DTYPES, ExportedArchive
from lconv.liegg.inputs.exported_network import Device, ExportedNetwork, Name, Step, names_in, with_lifetimes
from lietheory.errors import FileFormatError
from lietheory.files import parsed_json

FORMATS = {1: torch.contiguous_format, 2: torch.channels_last, 3: torch.channels_last_3d, 4: torch.preserve_format}
_STORED = ("parameter", "buffer", "tensor_constant")


def read_exported(path: Path, call: str) -> ExportedNetwork:
    """The network in a file that ``torch.export.save`` wrote.

    Raises:
        FileFormatError: a file that is cut off or inconsistent, a graph that calls an operator which is not allowed, takes
            more than one tensor, changes its own numbers or returns another container than tuple, list and dict.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _Graph(ExportedArchive(archive, call)).network()
    except (
        OSError,
        zipfile.BadZipFile,
        EOFError,
        NotImplementedError,
        UnicodeDecodeError,
    ) as problem:  # cut off or changed after it was written
        raise FileFormatError(call, "a whole archive of torch.export", str(problem), "Write the file again.") from None


class _Graph:
    """The graph in an archive, as steps."""

    def __init__(self, archive: ExportedArchive):
        self.archive, self.get, self.union, self.refusal = archive, archive.get, archive.union, archive.refusal

    def network(self) -> ExportedNetwork:
        graphs = [name for name in self.archive.inside if name.startswith("models/") and name.endswith(".json")]
        if len(graphs) != 1:
            raise self.refusal("an archive with one graph, models/NAME.json", f"{len(graphs)} of them")
        module = self.get(self.archive.json(graphs[0]), "graph_module", dict)
        graph, signature = self.get(module, "graph", dict), self.get(module, "signature", dict)
        x, stored = self.inputs(self.get(signature, "input_specs", list))
        known = {x, *stored}
        steps = [self.step(node, known) for node in self.get(graph, "nodes", list)]
        output = self.output(module, signature, known)
        tensors, trained = self.archive.tensors(stored), {name for name, (kind, _) in stored.items() if kind == "parameter"}
        return ExportedNetwork(tensors, trained, x, list(with_lifetimes(steps, output)), output, self.batch(graph, x))

    def inputs(self, specs: list) -> tuple[str, dict[str, tuple[str, str]]]:
        """The name of the one input, and kind and key of the stored tensor behind each other name."""
        xs, stored = [], {}
        for kind, value in map(self.union, specs):
            if kind == "user_input":
                of, value = self.union(self.get(value, "arg", dict))
                xs.append(self.get(value, "name", str) if of == "as_tensor" else "")
            elif kind in _STORED:
                name = self.get(self.get(value, "arg", dict), "name", str)
                stored[name] = (kind, self.get(value, f"{kind}_name", str))
            else:
                raise self.refusal(f"inputs of the kinds user_input, {', '.join(_STORED)}", kind, "Export a network of tensors.")
        if len(xs) != 1 or not xs[0]:
            cure = "Export a network of one tensor: wrap it and fix the other arguments."
            raise self.refusal("a network of one tensor", f"{len(xs)} inputs", cure)
        return xs[0], stored

    def batch(self, graph: dict, x: str) -> int | None:
        meta = self.get(self.get(graph, "tensor_values", dict), x, dict)
        kind, size = self.union(next(iter(self.get(meta, "sizes", list)), {"as_int": None}))
        return size if kind == "as_int" and type(size) is int and size > 0 else None

    def step(self, node: Any, known: set[str]) -> Step:
        target = self.get(node, "target", str)
        operator = operator_of(target)
        if operator is None:
            cure = "Name the network as package.module:name if you trust its code, or write that step with other operators."
            raise self.refusal("operators of torch that only compute", f"a call of {target}", cure)
        positional: list[Any] = []
        options: dict[str, Any] = {}
        for given in self.get(node, "inputs", list):
            value = self.argument(self.get(given, "arg", dict), known)
            if isinstance(given, dict) and given.get("kind") == 2:
                options[self.get(given, "name", str)] = value
            else:
                positional.append(value)
        results = [self.result(output) for output in self.get(node, "outputs", list)]
        known.update(names_in(results))
        return Step(operator, tuple(positional), options, results[0] if len(results) == 1 else results or None, ())

    def result(self, output: Any) -> Any:
        """The names that a step's results get."""
        kind, value = self.union(output)
        if kind == "as_tensors" and isinstance(value, list):
            return [Name(self.get(item, "name", str)) for item in value]
        if kind in ("as_sym_int", "as_sym_float", "as_sym_bool"):
            return Name(self.get(value, "as_name", str))
        if kind == "as_tensor":
            return Name(self.get(value, "name", str))
        if kind == "as_none":
            return None
        raise self.refusal("tensors and numbers as results", kind)

    def argument(self, argument: Any, known: set[str]) -> Any:
        """What an operator is given: names become those of earlier results, all else is a literal."""
        kind, value = self.union(argument)
        if kind in ("as_tensor", "as_sym_int", "as_sym_float", "as_sym_bool", "as_optional_tensor"):
            return self.reference(kind, value, known)
        if kind in ("as_tensors", "as_sym_ints", "as_sym_floats", "as_sym_bools", "as_optional_tensors") and isinstance(
            value, list
        ):
            return [self.reference(kind, item, known) for item in value]
        if kind == "as_none":
            return None
        if kind in ("as_int", "as_float", "as_bool", "as_string"):
            return self.literal(value)
        if kind in ("as_ints", "as_floats", "as_bools") and isinstance(value, list):
            return [self.literal(item) for item in value]
        tables = {"as_scalar_type": DTYPES, "as_memory_format": FORMATS, "as_layout": {7: torch.strided}}
        if kind in tables and type(value) is int and value in tables[kind]:
            return tables[kind][value]
        if kind == "as_device":
            return Device()
        if kind == "as_complex":
            return complex(*(float(self.literal(value.get(part))) for part in ("real", "imag"))) if isinstance(value, dict) else 0
        raise self.refusal("arguments that are tensors, numbers, sizes and types", f"{kind} = {value!r}")

    def reference(self, kind: str, value: Any, known: set[str]) -> Any:
        inner = value if kind in ("as_tensor", "as_tensors") else None
        if inner is None:
            of, inner = self.union(value)
            if of == "as_none":
                return None
            if of in ("as_int", "as_float", "as_bool"):
                return self.literal(inner)
            inner = {"name": inner} if of == "as_name" else inner
        name = self.get(inner, "name", str)
        if name not in known:
            raise self.refusal("results of earlier steps", f"{name}, which none of them has")
        return Name(name)

    def literal(self, value: Any) -> Any:
        if value in ("Infinity", "-Infinity", "NaN"):
            return float(value)
        if type(value) not in (int, float, bool, str) or (type(value) is int and abs(value) > 2**63):
            raise self.refusal("a number or a word", repr(value))
        return value

    def output(self, module: dict, signature: dict, known: set[str]) -> Any:
        """The outputs in the container that the network returned them in."""
        leaves = []
        for kind, value in map(self.union, self.get(signature, "output_specs", list)):
            if kind != "user_output":
                cure = "Export it in eval mode; a network that changes its own numbers is no function of its input."
                raise self.refusal("outputs alone", f"{kind}: the network changes what it holds", cure)
            leaves.append(self.argument(self.get(value, "arg", dict), known))
        calls = self.get(module, "module_call_graph", list)
        spec = self.get(self.get(calls[0] if calls else None, "signature", dict), "out_spec", str)
        tree = parsed_json(spec, f"{self.archive.call}, out_spec")
        if not isinstance(tree, list) or len(tree) != 2 or tree[0] != 1:
            raise self.refusal("a container of outputs as torch writes it", spec)
        rest = iter(leaves)
        built = self.container(tree[1], rest)
        if next(rest, self) is not self:
            raise self.refusal("a place for every output", f"{len(leaves)} outputs in {spec}")
        return built

    def container(self, spec: Any, leaves: Iterator[Any]) -> Any:
        if not isinstance(spec, dict):
            raise self.refusal("a container", repr(spec))
        kind, children = spec.get("type"), self.get(spec, "children_spec", list)
        if kind is None and not children:
            leaf = next(leaves, self)
            if leaf is self:
                raise self.refusal("an output for every place", "fewer")
            return leaf
        parts = [self.container(child, leaves) for child in children]
        if kind in ("builtins.tuple", "builtins.list"):
            return tuple(parts) if kind == "builtins.tuple" else parts
        keys = parsed_json(self.get(spec, "context", str), f"{self.archive.call}, out_spec") if kind == "builtins.dict" else None
        if not isinstance(keys, list) or len(keys) != len(parts) or not all(type(key) in (str, int) for key in keys):
            cure = "Return one tensor, or a tuple, a list or a dict of them."
            raise self.refusal("outputs in tuples, lists and dictionaries", f"{kind} with context {spec.get('context')!r}", cure)
        return dict(zip(keys, parts, strict=True))
