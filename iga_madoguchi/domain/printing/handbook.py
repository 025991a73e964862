"""The handbook as one A4 document: cover, contents with page numbers, chapters, the history of changes.

Chapters are the Markdown files of `docs/operate`. Nothing in them is fetched or run: they become plain HTML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from datetime import datetime

from markdown_it import MarkdownIt
from markdown_it.token import Token

from iga_madoguchi.kit.clock import local

TITLE = "伊賀市 遠隔窓口　運用の手引き"
HISTORY = "rireki"
PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("はじめる", ("dounyuu", "hajimekata", "basho", "shokuin")),
    (
        "毎日の使い方",
        ("tetsuzuki", "yoyaku", "bango", "kinyurei", "kotobashu", "koe", "toukei", "sousakiroku"),
    ),
    (
        "なくさない、もどす",
        ("bakkuappu", "renshuu", "fukugen", "teiden", "disuku", "koukan", "koushin", "modosu", "renzoku"),
    ),
)
"""The order of the chapters; one that is not named here comes at the end of the second part."""
_LATER = 1

_LINK = re.compile(r"(?:\./)?([a-z0-9_-]+)\.md")
_FONT = '"Noto Sans CJK JP"'
_STYLE = f"""
@page {{ size: A4 portrait; margin: 24mm 18mm 20mm;
  @top-left {{ content: "{TITLE}"; font: 9pt {_FONT}; color: #333; width: 50%;
    border-bottom: 0.3mm solid #000; vertical-align: bottom; padding-bottom: 2mm; margin-bottom: 4mm; }}
  @top-right {{ content: string(chapter); font: 9pt {_FONT}; color: #333; border-bottom: 0.3mm solid #000;
    width: 50%; vertical-align: bottom; padding-bottom: 2mm; margin-bottom: 4mm; }}
  @bottom-right {{ content: counter(page) " / " counter(pages); font: 10pt {_FONT}; }}
  @bottom-left {{ content: string(issue); font: 9pt {_FONT}; color: #333; }} }}
@page cover {{ margin: 60mm 25mm 30mm;
  @top-left {{ content: none; border: 0; }} @top-right {{ content: none; border: 0; }}
  @bottom-right {{ content: none; }} @bottom-left {{ content: none; }} }}
html {{ font: 10pt/1.65 {_FONT}; color: #000; overflow-wrap: anywhere; line-break: strict; }}
body {{ margin: 0; }}
.issue {{ string-set: issue content(text); position: absolute; visibility: hidden; }}
.cover {{ page: cover; break-after: page; }}
.cover h1 {{ font-size: 28pt; line-height: 1.4; string-set: none; border-bottom: 0.8mm solid #000;
  padding-bottom: 8mm; }}
.cover p {{ font-size: 13pt; }}
.contents {{ break-after: page; }}
.contents h2 {{ margin-top: 6mm; }}
.contents ol {{ list-style: none; padding: 0; margin: 0; }}
.contents li {{ margin: 0; }}
.contents a {{ display: block; text-decoration: none; color: #000; padding: 1mm 0;
  border-bottom: 0.2mm dotted #777; }}
.contents a::after {{ content: target-counter(attr(href), page); float: right; }}
.chapter {{ break-before: page; }}
.chapter:first-of-type {{ break-before: auto; }}
h1 {{ font-size: 18pt; line-height: 1.35; margin: 0 0 5mm; string-set: chapter content(text);
  border-left: 3mm solid #000; padding-left: 4mm; }}
h2 {{ font-size: 13pt; line-height: 1.4; margin: 7mm 0 2mm; break-after: avoid; }}
p {{ margin: 0 0 3mm; orphans: 2; widows: 2; }}
ol, ul {{ margin: 0 0 4mm; padding-left: 1.7em; }}
li {{ margin-bottom: 1mm; }}
li > p {{ margin: 0; }}
table {{ width: 100%; border-collapse: collapse; margin: 0 0 4mm; font-size: 9.5pt; line-height: 1.5; }}
thead {{ display: table-header-group; }}
th, td {{ border: 0.25mm solid #000; padding: 1.3mm 2mm; text-align: left; vertical-align: top; }}
th {{ background: #eee; }}
tr {{ break-inside: avoid; }}
td:empty {{ height: 8mm; }}
#rireki td:nth-child(-n+2) {{ white-space: nowrap; }}
code {{ font-family: "Noto Sans Mono CJK JP"; font-size: 0.93em; background: #f0f0f0; padding: 0 0.6mm; }}
pre {{ background: #f0f0f0; padding: 2mm 3mm; white-space: pre-wrap; break-inside: avoid; }}
pre code {{ padding: 0; }}
a {{ color: #000; }}
a.ref::after {{ content: "（" target-counter(attr(href), page) "ページ）"; }}
"""


def document(chapters: Mapping[str, str], version: str, now: datetime) -> str:
    """The whole handbook as HTML; `chapters`: Markdown by name, the history of changes among them."""
    parts = _arranged(chapters)
    names = [name for _, part in parts for name in part]
    if HISTORY in chapters:
        names.append(HISTORY)
        parts = (*parts, ("この手引きについて", (HISTORY,)))
    body = "".join(_chapter(name, chapters[name], set(names)) for name in names)
    told = f"{version}　{local(now):%Y年%-m月%-d日}"
    cover = (
        f'<section class="cover"><h1>{html.escape(TITLE)}</h1><p>{html.escape(told)}</p>'
        "<p>金庫の「復元の控え」といっしょに、紙でもしまってください。<br>"
        "サーバーが動かないとき、画面では読めません。</p></section>"
    )
    return _page(told, cover + _contents(parts, chapters) + body)


def chapter(name: str, text: str, version: str, now: datetime) -> str:
    """One chapter by itself, to be laid beside a machine."""
    told = f"{version}　{local(now):%Y年%-m月%-d日}"
    return _page(told, _chapter(name, text, {name}))


def title(text: str) -> str:
    """The first heading of a chapter."""
    return next((line[2:].strip() for line in text.splitlines() if line.startswith("# ")), "")


def _arranged(chapters: Mapping[str, str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    known = {name for _, part in PARTS for name in part} | {HISTORY}
    later = tuple(sorted(name for name in chapters if name not in known))
    return tuple(
        (said, tuple(name for name in part if name in chapters) + (later if number == _LATER else ()))
        for number, (said, part) in enumerate(PARTS)
    )


def _contents(parts: Sequence[tuple[str, Sequence[str]]], chapters: Mapping[str, str]) -> str:
    rows = ""
    for said, names in parts:
        lines = "".join(
            f'<li><a href="#{name}">{html.escape(title(chapters[name]))}</a></li>' for name in names
        )
        rows += f"<h2>{html.escape(said)}</h2><ol>{lines}</ol>" if lines else ""
    return f'<section class="contents"><h1>目次</h1>{rows}</section>'


def _chapter(name: str, text: str, there: set[str]) -> str:
    parser = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
    tokens = parser.parse(text)
    for token in tokens:
        inline = token.children or []
        for number, one in enumerate(inline):
            if one.type == "link_open":
                _lead(one, there)
            elif one.type == "softbreak":
                _join(inline, number)
    rendered = parser.renderer.render(tokens, parser.options, {})
    return f'<section class="chapter" id="{html.escape(name)}">{rendered}</section>'


def _lead(link: Token, there: set[str]) -> None:
    """To the page where the chapter begins; elsewhere on paper there is nothing to follow."""
    found = _LINK.fullmatch(str(link.attrs.get("href", "")))
    link.attrs.clear()
    if found is not None and found[1] in there:
        link.attrs.update({"href": f"#{found[1]}", "class": "ref"})


def _join(inline: Sequence[Token], number: int) -> None:
    """A line's end in the source: kept around what is to be typed, else no gap between sentences."""
    if _typed_alone(inline, number + 1, 1) or _typed_alone(inline, number - 1, -1):
        inline[number].type = "hardbreak"
        return
    before, after = inline[number - 1].content[-1:], inline[number + 1].content[:1]
    inline[number].type, inline[number].content = "text", " " if (before + after).isascii() else ""


def _typed_alone(inline: Sequence[Token], number: int, step: int) -> bool:
    """Whether a line is nothing but a command, seen from its end or its beginning."""
    if not 0 <= number < len(inline) or inline[number].type != "code_inline":
        return False
    beyond = number + step
    return not 0 <= beyond < len(inline) or inline[beyond].type in ("softbreak", "hardbreak")


def _page(told: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>{html.escape(TITLE)}</title>'
        f"<style>{_STYLE}</style></head><body>"
        f'<div class="issue">{html.escape(told)}</div>{body}</body></html>'
    )
