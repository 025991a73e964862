"""`printer`: set up, listed, tried on a real printer, forgotten; and what `doctor` says of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from iga_madoguchi.adapters import typeset
from iga_madoguchi.cli import printer as command
from tests.printers import RealPrinter

Run = Any


@pytest.fixture
def ready(run: Run) -> Run:
    assert run("db", "migrate")[0] == 0
    return run


def test_a_printer_is_set_tried_listed_and_forgotten(ready: Run, printer: RealPrinter) -> None:
    assert ready("printer", "list")[1].startswith("プリンターは、まだ登録されていません")
    assert ready("printer", "set", "ayama", printer.uri, "--name", "受付の横")[0] == 0
    code, told, _ = ready("printer", "test", "ayama", "--json")
    assert (code, json.loads(told)) == (0, {"branch": "ayama", "state": "done", "reasons": []})
    (paper,) = printer.printed()
    assert paper.read_bytes().startswith(b"%PDF")
    assert printer.settings(paper)["IPP_MEDIA"] == "iso_a4_210x297mm"
    code, told, _ = ready("printer", "list", "--json")
    (row,) = json.loads(told)["printers"]
    assert (code, row["branch_id"], row["state"], row["reasons"]) == (0, "ayama", "idle", [])
    assert ready("printer", "forget", "ayama")[0] == 0
    assert ready("printer", "forget", "ayama")[0] == 1
    code, _, told = ready("printer", "test", "ayama")
    assert code == 53
    assert "阿山支所には、プリンターが登録されていません。" in told


def test_without_paper_the_test_warns_and_says_why(
    ready: Run, printer: RealPrinter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "TEST_S", 2.0)
    printer.mood("empty")
    ready("printer", "set", "ayama", printer.uri)
    code, told, _ = ready("printer", "test", "ayama")
    assert code == 1
    assert "用紙がありません" in told
    code, told, _ = ready("doctor")
    assert code == 1
    assert "阿山支所のプリンター：印刷しています、用紙がありません。" in told


def test_a_printer_that_is_off_is_told_by_all(ready: Run, printer: RealPrinter) -> None:
    ready("printer", "set", "ayama", printer.uri)
    printer.switch_off()
    code, _, told = ready("printer", "test", "ayama")
    assert code == 50
    assert "プリンターから返事がありません" in told
    code, told, _ = ready("printer", "list")
    assert code == 1
    assert "プリンターから返事がありません" in told
    assert "阿山支所のプリンター：プリンターから返事がありません。" in ready("doctor")[1]


@pytest.mark.parametrize(
    ("branch", "uri", "code", "words"),
    [
        ("kodomo", "ipp://10.0.0.1/", 40, "支所"),
        ("nowhere", "ipp://10.0.0.1/", 40, "支所"),
        ("ayama", "http://10.0.0.1/", 42, "ipp://"),
        ("ayama", "ipp://8.8.8.8/", 42, "IGA_PRINTER_HOSTS"),
        ("ayama", "ipp://printer-ayama/", 42, "IGA_PRINTER_HOSTS"),
    ],
)
def test_what_is_no_printer_of_a_branch_is_refused(
    ready: Run, branch: str, uri: str, code: int, words: str
) -> None:
    found, _, told = ready("printer", "set", branch, uri)
    assert found == code
    assert words in told
    assert ready("printer", "list", "--json")[1].strip() == '{"printers": []}'


def test_a_host_name_has_to_be_named_by_the_operator(ready: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IGA_PRINTER_HOSTS", "printer-iga, printer-ayama")
    assert ready("printer", "set", "ayama", "ipps://printer-ayama/ipp/print")[0] == 0
    monkeypatch.setenv("IGA_PRINTER_HOSTS", "http://printer-ayama")
    code, _, told = ready("printer", "list")
    assert code == 2
    assert "IGA_PRINTER_HOSTS" in told


def test_doctor_names_the_package_that_typesetting_lacks(ready: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeset, "FONT", Path("/nowhere/font.ttc"))
    code, told, _ = ready("doctor", "--json")
    document = json.loads(told)
    assert code == 1
    assert "fonts-noto-cjk" in document["missing_packages"]
    assert "書類の印刷：Debian のパッケージ fonts-noto-cjk がありません。" in document["problems"]
    ready("printer", "set", "ayama", "ipp://10.0.0.1/")
    code, _, told = ready("printer", "test", "ayama")
    assert code == 12
    assert "apt-get install fonts-noto-cjk" in told


def test_doctor_works_before_there_is_a_table(run: Run) -> None:
    code, told, _ = run("doctor", "--json")
    assert code in (0, 1)
    assert "プリンター" not in " ".join(json.loads(told)["problems"])
