"""How fast files are read, and in how much memory: `python -m eval.benchmarks.reading --texts FILE`.

Files are generated. Every reader that can be imported reads the same files in this process; those that are
not installed are named. Machines are noisy: medians are printed, and the ratio to this project's reader.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from itertools import chain, repeat
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Annotated, Any

import pypdfium2 as pdfium
import typer

from corpus.document import Source
from corpus.load import read_document
from eval.pages.generate import generate
from eval.pages.texts import Texts
from eval.pages.truth import Kind

Reader = Callable[[Path], object]
_REPEATS = 3
_FOLDERS = (500, 5000)
_SMALL_CHARS = 600
_PLANS = 10
_PEERS = {
    "markitdown": "markitdown",
    "pdfminer.six": "pdfminer.high_level",
    "unstructured": "unstructured.partition.auto",
    "docling": "docling.document_converter",
}
_OWN = "wenju"
_READ_ALL = """
import sys
from corpus.load import read_documents
from corpus.sources import find_sources
for document in read_documents(find_sources(sys.argv[1:])):
    pass
"""
_SMALL_PARENT = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""A process counts the memory of the one that it was forked from, so this one stands between."""
_MB = 1e6


def main(
    texts: Annotated[Path, typer.Option(help="JSONL with `title` and `text` a line; may be gzipped.")],
    count: Annotated[int, typer.Option(help="How many newspaper pages and how many plans.")] = 15,
    memory: Annotated[bool, typer.Option(help="Also index a folder of 500 and one of 5,000 files.")] = True,
) -> None:
    """Print the tables."""
    source = Texts.read(texts)
    readers, missing = _readers()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        pdfs, pages = _write_pdfs(folder, source, count)
        plain = _write_texts(folder, source, count)
        size = sum(path.stat().st_size for path in plain) / _MB
        _print("PDF", pages, "pages/s", readers, pdfs)
        whole = {n: read for n, read in readers.items() if n not in ("pypdfium2, text alone", "pdfminer.six")}
        _print("text", size, "MB/s", whole, plain)
        if missing:
            print(f"not installed: {', '.join(missing)}")
        if memory:
            _print_memory(folder, source)


def _readers() -> tuple[dict[str, Reader], list[str]]:
    """The readers that there are, by name, and the names of those that cannot be imported."""
    readers: dict[str, Reader] = {
        _OWN: lambda path: read_document(Source(path.stem, str(path))),
        "pypdfium2, text alone": _pdfium_text,
    }
    missing = []
    for name, module in _PEERS.items():
        try:
            readers[name] = _peer(name, import_module(module))
        except ImportError:
            missing.append(name)
    return readers, missing


def _peer(name: str, module: Any) -> Reader:
    if name == "markitdown":
        convert: Reader = module.MarkItDown().convert
        return lambda path: convert(path)
    if name == "docling":
        converter = module.DocumentConverter()
        return lambda path: converter.convert(path)
    if name == "unstructured":
        return lambda path: module.partition(filename=str(path), strategy="fast")  # the text layer, no models
    return lambda path: module.extract_text(str(path))


def _pdfium_text(path: Path) -> list[str]:
    """The least that any reader on the same library has to do."""
    with pdfium.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range() for page in document]


def _write_pdfs(folder: Path, texts: Texts, count: int) -> tuple[list[Path], int]:
    paths, pages = [], 0
    for seed in range(count):
        for kind in Kind:
            sample = generate(kind, seed, texts)
            paths.append(folder / f"{sample.name}.pdf")
            paths[-1].write_bytes(sample.pdf)
            pages += max(line.page for line in sample.lines)
    return paths, pages


def _write_texts(folder: Path, texts: Texts, count: int) -> list[Path]:
    """The text of plans, several in a file."""
    paths = []
    for number in range(max(count // 5, 1)):
        seeds = range(_PLANS * number, _PLANS * (number + 1))
        samples = (generate(Kind.PLAN, seed, texts).text for seed in seeds)
        paths.append(folder / f"plans-{number}.txt")
        paths[-1].write_text("".join(samples), encoding="utf-8")
    return paths


def _seconds(read: Reader, paths: Sequence[Path]) -> float:
    """The median over repeats, after one file to warm up."""
    read(paths[0])
    taken = []
    for _ in range(_REPEATS):
        started = perf_counter()
        for path in paths:
            read(path)
        taken.append(perf_counter() - started)
    return median(taken)


def _print(what: str, amount: float, unit: str, readers: Mapping[str, Reader], paths: Sequence[Path]) -> None:
    print(f"{what}: {amount:.4g} {unit.removesuffix('/s')}, median of {_REPEATS}, one process")
    own = _seconds(readers[_OWN], paths)
    for name, read in readers.items():
        try:
            taken = own if name == _OWN else _seconds(read, paths)
        except Exception as error:  # whatever a library raises where it lacks a model or a program
            print(f"  {name:24} read nothing: {type(error).__name__}: {str(error).splitlines()[0][:80]}")
            continue
        ratio = f"{own / taken:8.2f} x {_OWN}" if name != _OWN else ""
        print(f"  {name:24}{amount / taken:10.2f} {unit:8}{ratio}", flush=True)


def _print_memory(folder: Path, texts: Texts) -> None:
    print(f"peak memory in MB, largest process{'':9}reading  wenju build")
    peaks = []
    for count in _FOLDERS:
        home, files = folder / f"home-{count}", folder / f"files-{count}"
        write_small(files, texts, count)
        read = peak_mb([sys.executable, "-c", _READ_ALL, str(files)], home)
        built = peak_mb([sys.executable, "-m", "assistant", "build", str(files)], home)
        peaks.append((read, built))
        print(f"  {count:6} files{'':27}{read:10.0f}{built:13.0f}")
    (read, built), (read_more, built_more) = peaks
    print(f"  ratio{'':32}{read_more / read:11.2f}{built_more / built:13.2f}")


def write_small(folder: Path, texts: Texts, count: int) -> None:
    """A folder of `count` small text files."""
    folder.mkdir()
    random = Random(count)
    copies = texts.choose(random, 200)
    for number, copy in zip(range(count), chain.from_iterable(repeat(copies)), strict=False):
        start = random.randrange(len(copy.paragraphs))
        text = f"{copy.title}{number}\n\n" + "\n\n".join(copy.paragraphs[start:])[:_SMALL_CHARS]
        (folder / f"{number:05}.txt").write_text(text, encoding="utf-8")


def peak_mb(command: Sequence[str], home: Path) -> float:
    """The peak resident memory of a command, or of the largest process that it started and waited for."""
    environment = {**os.environ, "WENJU_HOME": str(home)}
    small = [sys.executable, "-c", _SMALL_PARENT, *command]
    done = subprocess.run(small, env=environment, check=True, capture_output=True, text=True)
    return float(done.stdout) * (1 if sys.platform == "darwin" else 1024) / _MB


if __name__ == "__main__":
    typer.run(main)
