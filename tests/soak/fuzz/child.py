"""One fuzzer process: `python -m tests.soak.fuzz.child PARSER CORPUS SEED RUNS` (`all`: every parser).

What was found stands in CORPUS/../crash-*; the exit code is that of libFuzzer. With `--again PARSER FILE` the
input is judged where nothing is instrumented: what is slow only under the eyes of the fuzzer is not slow.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.soak.fuzz.budget import Parser

LENGTH = 4096  # bytes; longer inputs come by repetition
PATIENCE_S = 20  # s for one input; the judge's own bound is far below


def main(arguments: list[str]) -> int:
    if arguments[0] == "--again":
        return _again(arguments[1], Path(arguments[2]))
    name, corpus, seed, runs = arguments[0], Path(arguments[1]), int(arguments[2]), int(arguments[3])
    import atheris

    logging.disable(logging.CRITICAL)  # libraries tell of every byte that they do not like
    with atheris.instrument_imports(include=["iga_madoguchi", "tests.soak.fuzz.planted"]):
        table = _table(name)
    from tests.soak.fuzz.budget import judge

    chosen = [table[name]] if name in table else list(table.values())
    _lay_down(corpus, chosen)

    def one_input(data: bytes) -> None:
        if len(chosen) == 1:
            parser = chosen[0]
        elif data:
            parser, data = chosen[data[0] % len(chosen)], data[1:]
        else:
            return
        judge(parser, data, lambda slow: _is_fast(parser.name, slow))

    words = {word for parser in chosen for word in parser.words}
    lexicon = corpus.parent / "words.txt"
    lexicon.write_text("".join(f'"{_escaped(word)}"\n' for word in sorted(words)))
    flags = [
        f"-seed={seed + 1}",
        f"-runs={runs}",
        f"-max_len={LENGTH}",
        f"-timeout={PATIENCE_S}",
        f"-artifact_prefix={corpus.parent}/",
        "-print_final_stats=1",
        "-rss_limit_mb=0",
        *([f"-dict={lexicon}"] if words else []),
    ]
    atheris.Setup([sys.argv[0], str(corpus), *flags], one_input)
    atheris.Fuzz()  # leaves the process
    return 0


def _lay_down(corpus: Path, chosen: list[Parser]) -> None:
    corpus.mkdir(parents=True, exist_ok=True)
    for place, parser in enumerate(chosen):
        for number, seed in enumerate(parser.seeds):
            head = b"" if len(chosen) == 1 else bytes([place])
            (corpus / f"seed-{parser.name}-{number}").write_bytes(head + seed)


def _table(name: str) -> dict[str, Parser]:
    if name.startswith("planted"):  # alone, for everything else takes seconds to be instrumented
        from tests.soak.fuzz import budget, planted
        from tests.soak.fuzz.budget import Parser

        budget.TIME_S = 10.0  # on a slow machine memory takes time, and that is not what is planted
        return {name: Parser(name, planted.BUGS[name], LENGTH)}
    from tests.soak.fuzz import parsers

    return parsers.TABLE


def _escaped(word: bytes) -> str:
    return "".join(f"\\x{byte:02x}" for byte in word)


def _is_fast(name: str, data: bytes) -> bool:
    """Judged once more in a process of its own."""
    with tempfile.NamedTemporaryFile() as kept:
        kept.write(data)
        kept.flush()
        command = [sys.executable, "-m", "tests.soak.fuzz.child", "--again", name, kept.name]
        return subprocess.run(command, check=False, env=os.environ, capture_output=True).returncode == 0


def _again(name: str, path: Path) -> int:
    from tests.soak.fuzz import parsers
    from tests.soak.fuzz.budget import TIME_S, _timed

    data = path.read_bytes()  # as it was judged, repeated already
    return int(min(_timed(parsers.TABLE[name], data) for _ in range(3)) > TIME_S)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
