"""Data sets from OpenML, through the loader and over HTTP from a small copy of it; and what is said where there is none."""

from __future__ import annotations

import gzip
import hashlib
import json
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlparse
from urllib.request import urlopen

import numpy as np
import pytest
from sklearn.datasets import _openml

from lconv.experiments.shared.images import SOURCES, Source, labelled_images
from lietheory.errors import FileFormatError, UnknownNameError


class Quiet(SimpleHTTPRequestHandler):
    """Serves files and writes no log."""

    def log_message(self, *arguments: object) -> None:
        pass


def publish(folder: Path, source: Source, pixels: np.ndarray, labels: list[str]) -> None:
    """The four answers of OpenML that the loader asks for, as files below ``folder``."""
    names = [f"pixel{i}" for i in range(pixels.shape[1])]
    rows = "\n".join(",".join([*map(str, row), label]) for row, label in zip(pixels.tolist(), labels, strict=True))
    head = "\n".join(f"@ATTRIBUTE {name} INTEGER" for name in names)
    classes = ",".join(sorted(set(labels)))
    arff = f"@RELATION small\n{head}\n@ATTRIBUTE class {{{classes}}}\n@DATA\n{rows}\n".encode()
    api = folder / "api" / "v1" / "json" / "data"
    for inner in (api / "features", api / "qualities", folder / "data" / "v1" / "download"):
        inner.mkdir(parents=True, exist_ok=True)
    (folder / "data" / "v1" / "download" / "1").write_bytes(arff)
    about = {
        "id": str(source.number),
        "name": "small",
        "version": "1",
        "description": "",
        "format": "ARFF",
        "status": "active",
        "file_id": "1",
    }
    about |= {"md5_checksum": hashlib.md5(arff).hexdigest(), "url": "https://www.openml.org/data/v1/download/1"}
    _write(api / str(source.number), {"data_set_description": about})
    common = {"is_ignore": "false", "is_row_identifier": "false", "number_of_missing_values": "0"}
    features = [{"index": str(i), "name": n, "data_type": "numeric", "is_target": "false", **common} for i, n in enumerate(names)]
    target = {"index": str(len(names)), "name": "class", "data_type": "nominal", "is_target": "true", **common}
    _write(api / "features" / str(source.number), {"data_features": {"feature": [*features, target]}})
    quality = {"quality": [{"name": "NumberOfInstances", "value": str(float(len(labels)))}]}
    _write(api / "qualities" / str(source.number), {"data_qualities": quality})


def _write(path: Path, value: dict) -> None:
    path.write_text(json.dumps(value))


@pytest.fixture
def openml(tmp_path, monkeypatch):
    """A folder served over HTTP in the place of OpenML."""
    folder = tmp_path / "openml"
    folder.mkdir()
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(_openml, "urlopen", lambda request, *a, **k: urlopen(base + urlparse(request.full_url).path))
    yield folder
    server.shutdown()
    server.server_close()
    labelled_images.cache_clear()


@pytest.mark.parametrize("name", ["mnist", "cifar10"])
def test_images_come_over_http_and_afterwards_from_the_data_home(name, openml, tmp_path, monkeypatch, rng):
    source, labels = SOURCES[name], ["5", "3", "5", "0"]
    pixels = rng.integers(0, 256, (4, source.channels * source.side**2))
    publish(openml, source, pixels, labels)
    home = str(tmp_path / "home")
    found = labelled_images(name, home)
    expected = pixels.reshape(4, source.channels, source.side, source.side) / 255
    np.testing.assert_allclose(found.images, expected, rtol=1e-6)
    assert found.labels.tolist() == [2, 1, 2, 0]  # classes are numbered in their order
    labelled_images.cache_clear()
    monkeypatch.setattr(_openml, "urlopen", _unreachable)
    again = labelled_images(name, home, 3)
    np.testing.assert_array_equal(again.images, found.images[:3])


@pytest.mark.filterwarnings("ignore:Invalid cache", "ignore:A network error occurred")  # what scikit-learn says of the damage
def test_a_damaged_data_home_is_fetched_again_or_refused(openml, tmp_path, monkeypatch, rng):
    publish(openml, SOURCES["mnist"], rng.integers(0, 256, (2, 784)), ["0", "1"])
    home = tmp_path / "home"
    whole = labelled_images("mnist", str(home)).images
    (file,) = (path for path in home.rglob("1.gz") if "download" in path.parts)
    for urlopened, refused in ((_openml.urlopen, False), (_unreachable, True)):
        file.write_bytes(gzip.compress(b"@RELATION other"))
        labelled_images.cache_clear()
        monkeypatch.setattr(_openml, "urlopen", urlopened)
        monkeypatch.setattr(_openml.time, "sleep", lambda seconds: None)
        if refused:
            with pytest.raises(FileFormatError, match="data folder"):
                labelled_images("mnist", str(home))
        else:
            np.testing.assert_array_equal(labelled_images("mnist", str(home)).images, whole)


def test_rows_of_another_size_are_refused(openml, tmp_path, rng):
    publish(openml, SOURCES["mnist"], rng.integers(0, 256, (2, 64)), ["0", "1"])
    with pytest.raises(FileFormatError, match=r"\(1, 28, 28\).*\(2, 64\)"):
        labelled_images("mnist", str(tmp_path / "home"))


@pytest.mark.filterwarnings("ignore:A network error occurred")  # scikit-learn tries again, and says so
@pytest.mark.parametrize("name", SOURCES)
def test_what_cannot_be_reached_is_refused_with_what_to_download_and_where_to_put_it(name, tmp_path, monkeypatch):
    monkeypatch.setattr(_openml, "urlopen", _unreachable)
    monkeypatch.setattr(_openml.time, "sleep", lambda seconds: None)
    with pytest.raises(FileFormatError) as refused:
        labelled_images(name, str(tmp_path))
    told = str(refused.value)
    assert f"openml.org/d/{SOURCES[name].number}" in told and "--set data_home=" in told and str(tmp_path) in told


def test_an_unknown_name_suggests_the_nearest():
    with pytest.raises(UnknownNameError, match="mnist"):
        labelled_images("mnits")


def test_fewer_digits_are_the_first():
    everything, few = labelled_images("digits"), labelled_images("digits", "", 7)
    np.testing.assert_array_equal(few.images, everything.images[:7])
    assert everything.images.min() == 0 and everything.images.max() == 1


def _unreachable(*arguments: object, **options: object) -> None:
    raise URLError("no route to host")
