"""The archive of an exported program: its JSON files, and its numbers as tensors. No pickle in it is read."""

from __future__ import annotations

import math
import zipfile
from typing import Any, TypeVar

import numpy as np
import torch
from torch import Tensor

from lietheory.errors import FileFormatError
from lietheory.files import parsed_json

T = TypeVar("T")
DTYPES = {
    1: torch.uint8,
    2: torch.int8,
    3: torch.int16,
    4: torch.int32,
    5: torch.int64,
    6: torch.float16,
    7: torch.float32,
    8: torch.float64,
    10: torch.complex64,
    11: torch.complex128,
    12: torch.bool,
    13: torch.bfloat16,
}
"""Element types by their number in the files."""
_LARGEST = 2**62
"""Sizes and strides beyond cannot be bytes of any file."""


class ExportedArchive:
    """An open archive of one network.

    Args:
        archive: a zip archive without compression, so that no file in it is larger than the archive.
        call: the call as typed, for messages.

    Raises:
        FileFormatError: two files of one name.
    """

    def __init__(self, archive: zipfile.ZipFile, call: str):
        self.archive, self.call = archive, call
        self.inside = {info.filename.partition("/")[2]: info for info in archive.infolist()}
        if len(self.inside) < len(archive.infolist()):
            raise self.refusal("files with names of their own", "two of one name")

    def refusal(self, expected: str, got: str, cure: str = "Write the file again with torch.export.save.") -> FileFormatError:
        return FileFormatError(self.call, expected, got[:300], cure)

    def entry(self, name: str) -> bytes:
        info = self.inside.get(name)
        if info is None:
            raise self.refusal(f"a file {name} in the archive", "none")
        if info.compress_type != zipfile.ZIP_STORED or info.file_size != info.compress_size:
            raise self.refusal("files stored without compression", f"{name} compressed")
        return self.archive.read(info)

    def json(self, name: str) -> dict[str, Any]:
        content = parsed_json(self.entry(name), f"{self.call}, {name}")
        if not isinstance(content, dict):
            raise self.refusal(f"an object in {name}", type(content).__name__)
        return content

    def get(self, node: Any, key: str, kind: type[T]) -> T:
        """The value of this type under a key of a JSON object; of several keys with one value each, a union, the only one."""
        if not isinstance(node, dict) or type(node.get(key)) is not kind:
            raise self.refusal(f"{key} as {kind.__name__}", repr(node.get(key) if isinstance(node, dict) else node))
        return node[key]

    def union(self, node: Any) -> tuple[str, Any]:
        """Name and value of the one entry of a JSON object."""
        if not isinstance(node, dict) or len(node) != 1:
            raise self.refusal("an object with one entry", repr(node))
        return next(iter(node.items()))

    def tensors(self, stored: dict[str, tuple[str, str]]) -> dict[str, Tensor]:
        configurations = {
            kind: self.get(self.json(f"data/{kind}/model_{kind}_config.json"), "config", dict)
            for kind in ("weights", "constants")
            if f"data/{kind}/model_{kind}_config.json" in self.inside
        }
        places = {key: (kind, payload) for kind, payloads in configurations.items() for key, payload in payloads.items()}
        shared: dict[str, Tensor] = {}
        tensors = {}
        for name, (_, key) in stored.items():
            if key not in places:
                raise self.refusal(f"the numbers of {key}", "none")
            tensors[name] = self.tensor(*places[key], shared)
        return tensors

    def tensor(self, kind: str, payload: object, read: dict[str, Tensor]) -> Tensor:
        """The numbers of one payload, whose sizes must be within its bytes."""
        path = f"data/{kind}/{self.get(payload, 'path_name', str)}"
        if self.get(payload, "use_pickle", bool):
            cure = "Export plain dense tensors in eval mode."
            raise self.refusal("numbers as bare bytes", f"{path}, a pickle, which could execute code", cure)
        meta = self.get(payload, "tensor_meta", dict)
        dtype, strided = DTYPES.get(self.get(meta, "dtype", int)), self.get(meta, "layout", int) == 7
        if dtype is None or not strided:
            raise self.refusal("dense tensors of torch's numbers", f"dtype {meta['dtype']}, layout {meta['layout']} in {path}")
        sizes, strides = (self.whole(self.get(meta, key, list)) for key in ("sizes", "strides"))
        (offset,) = self.whole([meta.get("storage_offset")])
        if path not in read:
            content = np.frombuffer(bytearray(self.entry(path)), dtype=np.uint8)
            read[path] = torch.from_numpy(content)
        count = len(read[path]) // dtype.itemsize
        needed = 0 if 0 in sizes else offset + 1 + sum((n - 1) * step for n, step in zip(sizes, strides, strict=False))
        if len(sizes) != len(strides) or needed > count or math.prod(sizes) > count:
            raise self.refusal(f"at least {needed} numbers in {path}", f"{count}, for sizes {sizes} and strides {strides}")
        if 0 in sizes:
            return torch.zeros(sizes, dtype=dtype)
        return read[path][: count * dtype.itemsize].view(dtype).as_strided(sizes, strides, offset)

    def whole(self, items: list) -> list[int]:
        numbers = [value for kind, value in map(self.union, items) if kind == "as_int" and type(value) is int]
        if len(numbers) != len(items) or not all(0 <= n < _LARGEST for n in numbers):
            raise self.refusal("whole numbers as sizes", repr(items))
        return numbers
