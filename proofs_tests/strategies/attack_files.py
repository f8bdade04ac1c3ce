"""Changes of a valid file of torch.export, each of which would leave a mark if what it asks for happened.

The mark is a folder made, a file written, or a module imported. An attack takes the files of an archive and the path of the mark.
"""

from __future__ import annotations

import copy
import io
import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

import torch

Files = dict[str, bytes]
Attack = Callable[[Files, str], object]
GRAPH, WEIGHTS, CONSTANTS = (
    "models/model.json",
    "data/weights/model_weights_config.json",
    "data/constants/model_constants_config.json",
)
CODE = "__import__('os').mkdir({mark!r})"


class Trap:
    """Makes a folder when it is unpickled."""

    def __init__(self, sprung: Path):
        self.sprung = sprung

    def __reduce__(self):
        return os.mkdir, (str(self.sprung),)


def written(files: Files, path: Path, compression: int = zipfile.ZIP_STORED) -> Path:
    """The archive of these files."""
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(f"net/{name}", content)
    return path


def _graph(change: Callable[[dict, str], object]) -> Attack:
    """An attack that changes the graph; ``change`` takes it and the mark."""

    def attack(files: Files, mark: str) -> None:
        graph = json.loads(files[GRAPH])
        change(graph, mark)
        files[GRAPH] = json.dumps(graph).encode()

    return attack


def _everywhere(node: object, key: str, value: object) -> None:
    """The value under this key in all objects."""
    if isinstance(node, dict):
        for name in node:
            if name == key:
                node[name] = value
            else:
                _everywhere(node[name], key, value)
    elif isinstance(node, list):
        for item in node:
            _everywhere(item, key, value)


def _nodes(graph: dict) -> list:
    return graph["graph_module"]["graph"]["nodes"]


def _named(target: str, *arguments: dict) -> dict:
    inputs = [{"name": f"a{i}", "arg": a, "kind": 1} for i, a in enumerate(arguments)]
    return {"target": target, "inputs": inputs, "outputs": [{"as_tensor": {"name": "made"}}], "metadata": {}}


def _tanh(target: str, *arguments: str) -> Attack:
    """An attack that calls something else in the place of tanh, and before it with texts as arguments."""

    def change(graph: dict, mark: str) -> None:
        _nodes(graph).insert(0, _named(target, *({"as_string": text.format(mark=mark)} for text in arguments)))

    return _graph(change)


def _specs(text: str) -> Attack:
    """An attack by the container of the outputs, or of the inputs."""

    def change(graph: dict, mark: str) -> None:
        for call in graph["graph_module"]["module_call_graph"]:
            if call["signature"] is not None:
                call["signature"]["out_spec"] = text.replace("MARK", mark)
                call["signature"]["in_spec"] = text.replace("MARK", mark)

    return _graph(change)


def _pickled(mark: str) -> bytes:
    stream = io.BytesIO()
    torch.save(Trap(Path(mark)), stream)
    return stream.getvalue()


def _pickle_in_place_of(name: str, listed_as: str | None = None) -> Attack:
    def attack(files: Files, mark: str) -> None:
        files[name] = _pickled(mark)
        if listed_as is not None:
            config = json.loads(files[listed_as])
            for payload in config["config"].values():
                payload["use_pickle"] = payload["use_pickle"] or name.endswith(payload["path_name"])
            files[listed_as] = json.dumps(config).encode()

    return attack


def _added(name: str) -> Attack:
    return lambda files, mark: files.update({name: _pickled(mark)})


def _input_of(kind: str, inner: dict) -> Attack:
    return _graph(lambda graph, mark: graph["graph_module"]["signature"]["input_specs"].append({kind: inner}))


def _meta(**values: object) -> Attack:
    def attack(files: Files, mark: str) -> None:
        config = json.loads(files[WEIGHTS])
        for payload in config["config"].values():
            payload["tensor_meta"].update(values)
        files[WEIGHTS] = json.dumps(config).encode()

    return attack


def _escaping_path(files: Files, mark: str) -> None:
    config = json.loads(files[WEIGHTS])
    for payload in config["config"].values():
        payload["path_name"] = "../../../../../../../../etc/passwd"
    files[WEIGHTS] = json.dumps(config).encode()


def _symbol(text: str) -> Attack:
    return _graph(lambda graph, mark: _everywhere(graph, "expr_str", text.replace("MARK", mark)))


def _subgraph(graph: dict, mark: str) -> None:
    inner = copy.deepcopy(graph["graph_module"]["graph"])
    inner["nodes"].insert(0, _named("torch.ops.aten.from_file.default", {"as_string": mark}))
    argument = {"as_graph": {"name": "true_graph_0", "graph": inner}}
    _nodes(graph).insert(0, _named("torch.ops.higher_order.cond", {"as_bool": True}, argument, argument))


def _node_at(place: str, value: object) -> Attack:
    def change(graph: dict, mark: str) -> None:
        _nodes(graph)[0][place] = value

    return _graph(change)


LEAF = '{"type": null, "context": null, "children_spec": []}'
HARMLESS: dict[str, Attack] = {
    "guards that are an expression": _graph(
        lambda graph, mark: graph.update(guards_code=[CODE.format(mark=mark)], range_constraints={})
    ),
    "a symbolic size that is a call": _symbol("__import__('os').mkdir('MARK')"),
    "a symbolic size that SymPy would evaluate": _symbol("Symbol.__init__.__globals__['__builtins__']['open']('MARK', 'w')"),
    "a symbolic size of a lambda": _symbol("(lambda: __import__('os').mkdir('MARK'))()"),
    "a stack trace that is code": _graph(lambda graph, mark: _everywhere(graph, "stack_trace", CODE.format(mark=mark))),
    "a name of a module that is code": _graph(lambda graph, mark: _everywhere(graph, "nn_module_stack", CODE.format(mark=mark))),
    "a pickle in place of the sample inputs": _pickle_in_place_of("data/sample_inputs/model.pt"),
    "an object of a class that the file names": _added("data/constants/custom_obj_0"),
    "an opaque object": _added("data/constants/opaque_obj_0"),
    "compiled code beside the graph": _added("data/aotinductor/model/model.so"),
    "a Python file in the archive": lambda files, mark: files.update({"torch.py": CODE.format(mark=mark).encode()}),
    "a list of names that is a pickle": _added("extra/names"),
    "names that are code": _graph(
        lambda graph, mark: graph["graph_module"]["graph"].update(
            sym_int_values={CODE.format(mark=mark): {"as_expr": {"expr_str": CODE.format(mark=mark), "hint": None}}}
        )
    ),
}
"""What torch's own reader would execute and this one never looks at: the file opens, and nothing happens."""
REFUSED: dict[str, Attack] = {
    "a container of another class": _specs(
        f'[1, {{"type": "collections.defaultdict", "context": "null", "children_spec": [{LEAF}]}}]'
    ),
    "an escaped container": _specs(
        f'[1, {{"type": "collections.default\\u0064ict", "context": "null", "children_spec": [{LEAF}]}}]'
    ),
    "a container with an enum of a module": _specs(
        f'[1, {{"type": "builtins.dict", "context": "[{{\\"__enum__\\": true, '
        f'\\"fqn\\": \\"sprung_module:X\\", \\"name\\": \\"Y\\"}}]", '
        f'"children_spec": [{LEAF}]}}]'
    ),
    "a container of a module": _specs(f'[1, {{"type": "sprung_module.Thing", "context": "null", "children_spec": [{LEAF}]}}]'),
    "a named tuple of a module": _specs(
        f'[1, {{"type": "collections.namedtuple", "context": "\\"sprung_module.Thing\\"", "children_spec": [{LEAF}]}}]'
    ),
    "a container deeper than any": _specs("[1, " + '{"type": "builtins.tuple", "context": "null", "children_spec": [' * 2000),
    "a file made at run time": _tanh("torch.ops.aten.from_file.default", "{mark}"),
    "a file saved at run time": _tanh("torch.ops.aten.save.default", "{mark}"),
    "a library loaded": _tanh("torch.ops.load_library", "{mark}"),
    "a system call": _tanh("torch.os.system", "mkdir {mark}"),
    "eval": _tanh("builtins.eval", CODE),
    "exec": _tanh("builtins.exec", CODE),
    "a class reached from an operator": _tanh("torch.ops.aten.__class__"),
    "a method of an operator": _tanh("torch.ops.aten.tanh.default.__init__", "{mark}"),
    "an operator's module": _tanh("torch.ops.aten.tanh.__globals__", "{mark}"),
    "an operator of another library": _tanh("torch.ops.profiler._record_function_enter.default", "{mark}"),
    "a Python operator": _tanh("_operator.attrgetter", "{mark}"),
    "a method caller": _tanh("_operator.methodcaller", "mkdir"),
    "a repository downloaded": _tanh("torch.hub.load", "{mark}"),
    "an operator under another name": _tanh("torch.ops.aten.tanh.default ", "{mark}"),
    "an operator behind a null": _tanh("torch.ops.aten.tanh.default\x00", "{mark}"),
    "an output written in place": _tanh("torch.ops.aten.tanh.out", "{mark}"),
    "storage set from another": _tanh("torch.ops.aten.set_.source_Tensor", "{mark}"),
    "a tensor resized in place": _tanh("torch.ops.aten.resize_.default", "{mark}"),
    "strides without bounds": _tanh("torch.ops.aten._reinterpret_tensor.default", "{mark}"),
    "a graph inside the graph": _graph(_subgraph),
    "an operator as an argument": _graph(
        lambda graph, mark: _nodes(graph).insert(0, _named("torch.ops.aten.tanh.default", {"as_operator": "os.system"}))
    ),
    "an object as an argument": _graph(
        lambda graph, mark: _nodes(graph).insert(
            0, _named("torch.ops.aten.tanh.default", {"as_custom_obj": {"name": "x", "class_fqn": "sprung_module.X"}})
        )
    ),
    "an object as an input": _input_of(
        "custom_obj", {"arg": {"name": "x", "class_fqn": "sprung_module.X"}, "custom_obj_name": "x"}
    ),
    "a token as an input": _input_of("token", {"arg": {"name": "x"}}),
    "a target that is no text": _node_at("target", {"$ref": "os.system"}),
    "inputs that are no list": _node_at("inputs", "os.system"),
    "a result of no step": _node_at("inputs", [{"name": "self", "arg": {"as_tensor": {"name": "__builtins__"}}, "kind": 1}]),
    "a weight that is a pickle": _pickle_in_place_of("data/weights/weight_0", WEIGHTS),
    "a constant that is a pickle": lambda files, mark: files.update(
        {CONSTANTS: files[WEIGHTS].replace(b'"use_pickle": false', b'"use_pickle": true'), WEIGHTS: b'{"config": {}}'}
    ),
    "a weight from outside the archive": _escaping_path,
    "a weight beyond its bytes": _meta(sizes=[{"as_int": 10**6}], strides=[{"as_int": 1}]),
    "a weight before its bytes": _meta(storage_offset={"as_int": -(2**40)}),
    "a weight of endless size": _meta(sizes=[{"as_int": 2**61}, {"as_int": 2**61}], strides=[{"as_int": 0}, {"as_int": 0}]),
    "a weight of no known type": _meta(dtype=99),
    "a size that is a text": _meta(sizes=[{"as_expr": {"expr_str": CODE, "hint": None}}]),
    "a graph of endless brackets": lambda files, mark: files.update({GRAPH: b"[" * 10**5 + b"]" * 10**5}),
    "a number of endless digits": lambda files, mark: files.update({GRAPH: b'{"graph_module": ' + b"9" * 6000 + b"}"}),
    "two graphs": lambda files, mark: files.update({"models/other.json": files[GRAPH]}),
    "a network that changes its numbers": _graph(
        lambda graph, mark: graph["graph_module"]["signature"]["output_specs"].append(
            {"buffer_mutation": {"arg": {"name": "tanh"}, "buffer_name": "1.running_mean"}}
        )
    ),
}
"""What a network needs and this file has in another form: the file is refused."""
