"""The rules of the house as one table and a few checkers. Each says why it exists; tests run them on the real
tree and on planted bad ones.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

from iga_madoguchi.domain import example_city
from tests.architecture.tree import PACKAGE, modules

OUTER = ("media", "adapters", "http", "jobs", "ui", "cli")
DOMAIN_ORDER = (
    "audit",
    "functions",
    "runs",
    "backup",
    "power",
    "terminals",
    "accounts",
    "procedures",
    "presence",
    "uptime",
    "calls",
    "printing",
    "selftests",
    "reservations",
    "forms",
    "conversation",
    "papers",
    "records",
    "auditing",
    "monitoring",
    "reporting",
    "stopping",
)

# room -> what it may not import, and why. Rooms and names are prefixes below the package.
FORBIDDEN: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (
        "kit",
        ("db", "domain", "settings", "services", "bootstrap", "web", *OUTER),
        "kit knows nothing of the product",
    ),
    ("errors", ("",), "the error tree stands alone"),
    (
        "settings",
        ("kit", "db", "domain", "services", "bootstrap", "web", *OUTER),
        "settings are read before all",
    ),
    ("db", ("services", "bootstrap", "web", *OUTER), "the database knows no room around the heart"),
    ("domain", ("services", "bootstrap", "web", *OUTER), "the heart knows no room around it"),
    *(
        (room, ("bootstrap", "web"), "wiring happens above the rooms")
        for room in ("media", "http", "jobs", "ui")
    ),
    *(
        (
            room,
            tuple(other for other in OUTER if other != room),
            "outer rooms meet through ports of the domain",
        )
        for room in OUTER
    ),
    ("ui", ("db",), "screens speak to services, never to tables"),
    ("media", ("db", "services"), "the relay obeys ports and knows no data"),
)
# module -> import it may have all the same, and why.
ALLOWED: dict[tuple[str, str], str] = {
    ("db.tables", "domain"): "the one list of all tables, for migrations",
}
# library -> rooms that may import it, and why.
LIBRARIES: dict[str, tuple[tuple[str, ...], str]] = {
    "reflex": (("ui", "web"), "everything else works when Reflex is broken or absent"),
    "aiortc": (("media",), "its private hooks are known in one room"),
    "aioice": (("media",), "its private hooks are known in one room"),
    "starlette": (("http", "web"), "the heart is not a web application"),
    "aiohttp": (("adapters",), "who speaks to the outside is an adapter"),
    "weasyprint": (("adapters.typeset_child",), "documents are typeset in a process of their own"),
    "apscheduler": (("jobs",), "one schedule"),
    "pynut2": (("adapters.nut",), "its traps are known in one place"),
    "cv2": (("adapters.imaging",), "pictures of strangers are decoded in a child process"),
    "sqlmodel": (("db", "domain"), "no table above the heart"),
    "sqlalchemy": (("db", "domain", "bootstrap"), "no SQL above the heart"),
}


def forbidden_imports(root: Path) -> list[str]:
    """Imports that cross the walls."""
    found = []
    for module in modules(root):
        for room, walls, why in FORBIDDEN:
            if not _inside(module.name, room):
                continue
            for wall in walls:
                target = f"{PACKAGE}.{wall}" if wall else PACKAGE
                for name in module.imports_any(target):
                    if not any(module.name == m and _inside(wall, w) for (m, w) in ALLOWED):
                        found.append(f"{module.name} imports {name}: {why}")
    return found


def domain_order(root: Path) -> list[str]:
    """Domains import only those before them in the order, and across domains no models or repositories."""
    found = []
    for module in modules(root):
        parts = module.name.split(".")
        if parts[0] != "domain" or len(parts) < 2 or parts[1] not in DOMAIN_ORDER:
            continue
        mine = DOMAIN_ORDER.index(parts[1])
        for position, other in enumerate(DOMAIN_ORDER):
            crossing = module.imports_any(f"{PACKAGE}.domain.{other}") if other != parts[1] else set()
            found += [
                f"{module.name} imports {name}: against the order" for name in crossing if position > mine
            ]
            for name in crossing:
                if name.split(".")[3:4] in (["models"], ["repository"]):
                    found.append(f"{module.name} imports {name}: another domain's tables")
    return found


def libraries(root: Path) -> list[str]:
    found = []
    for module in modules(root):
        for library, (rooms, why) in LIBRARIES.items():
            if module.imports_any(library) and not any(_inside(module.name, room) for room in rooms):
                found.append(f"{module.name} imports {library}: {why}")
    return found


def misplaced_calls(root: Path) -> list[str]:
    """Queries outside repositories, commits outside the session, naive time, Reflex's string evaluation."""
    found = []
    for module in modules(root):
        for name, line in module.calls():
            where = f"{module.name}:{line}"
            in_domain = module.name.startswith("domain.")
            if name in ("select", "exec") and in_domain and not module.name.endswith(".repository"):
                found.append(f"{where} {name}: queries live in repositories")
            if name == "commit" and module.name != "db.session":
                found.append(f"{where} commit: one place commits")
            if name in ("utcnow", "utcfromtimestamp"):
                found.append(f"{where} {name}: no naive time")
            if module.name.startswith("ui") and name in ("toast", "call_script", "call_function", "upload"):
                found.append(f"{where} {name}: needs eval, or opens Reflex's upload route")
    return found


def environment_readers(root: Path) -> list[str]:
    """Only settings read the environment; the launcher passes it on to Reflex and to the build."""
    found = []
    for module in modules(root):
        if module.name in ("settings", "cli.serve", "cli.frontend"):
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute) and node.attr in ("environ", "getenv"):
                found.append(f"{module.name}:{node.lineno} reads the environment")
    return found


def screens_apart(root: Path) -> list[str]:
    """A screen imports shared parts, never another screen."""
    found = []
    for module in modules(root):
        match = re.fullmatch(r"ui\.(kiosk|desk|admin)\.(\w+)\.(\w+)", module.name)
        if not match:
            continue
        own = f"{PACKAGE}.ui.{match[1]}.{match[2]}"
        for name in module.imports_any(f"{PACKAGE}.ui.kiosk", f"{PACKAGE}.ui.desk", f"{PACKAGE}.ui.admin"):
            other_area = not name.startswith(f"{PACKAGE}.ui.{match[1]}.")
            other_screen = name.endswith(".page") or ".page." in name
            if other_area or (other_screen and not name.startswith(own)):
                found.append(f"{module.name} imports {name}: a screen knows no other screen")
    return found


def styled_in_python(root: Path) -> list[str]:
    """Style props and Radix would need unsafe-inline styles."""
    found = []
    for module in modules(root):
        if not module.name.startswith("ui"):
            continue
        if module.imports_any("reflex_components_radix"):
            found.append(f"{module.name} imports Radix")
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call):
                found += [f"{module.name}:{node.lineno} style=" for k in node.keywords if k.arg == "style"]
    return found


OUTSIDE = re.compile(r"""(?:https?:|wss?:)//(?!\$\{|localhost|127\.0\.0\.1)[a-z0-9.-]+""", re.IGNORECASE)
NAMESPACES = ("http://www.w3.org/", "http://www.ietf.org/id/")  # names that nobody fetches


def outside_addresses(root: Path) -> list[str]:
    """Closed network: nothing that a browser or the server loads may name another host."""
    found = []
    files = [module.path for module in modules(root)]
    files += [p for p in (root / "assets").rglob("*") if p.suffix in (".js", ".jsx", ".css", ".svg", ".html")]
    files += list((root / PACKAGE / "http" / "templates").glob("*.html"))
    for path in files:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            for address in OUTSIDE.findall(line):
                if not line[line.find(address) :].startswith(NAMESPACES) and ".example" not in address:
                    found.append(f"{path.relative_to(root)}:{number} {address}")
    return found


# Where a department or a branch may be named, and why.
MAY_NAME_PLACES = {
    "domain/example_city": "the seed of an empty database",
    "domain/example_years": "made-up years of that seed",
    **{f"ui/text/{one}/labels": "romaji of what a blank says" for one in ("pt", "vi", "es")},
    "domain/procedures/seed": "the seed of the catalogue",
    "domain/conversation/private/questions_data": "which department asks what, in the city's own files",
    "domain/conversation/phrases/data": "the seed of the phrase board: who says a sentence",
    "domain/forms/catalogue": "the city's blanks: data files, each says whose it is",
}
TEXTS = (".py", ".html", ".toml", ".css", ".js", ".jsx")


def named_places(root: Path) -> list[str]:
    """Departments and branches come and go by the bureau's page alone: nothing but a seed knows one."""
    words = _seeded_places()
    known = re.compile("|".join(rf"(?<![\w]){word}(?![\w])" if word.isascii() else word for word in words))
    found = []
    for folder in (PACKAGE, "assets"):
        for path in sorted((root / folder).rglob("*")):
            inside = path.relative_to(root / folder).as_posix()
            if path.suffix not in TEXTS or inside.startswith(tuple(MAY_NAME_PLACES)):
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                found += [f"{folder}/{inside}:{number} names {place}" for place in known.findall(line)]
    return found


def _seeded_places() -> set[str]:
    """Ids and names in every language. The city is called as one of its branches: that id says nothing."""
    rows = [row[:2] for row in example_city.DEPARTMENTS]
    rows += [(row[0], row[2]) for row in example_city.TERMINALS if row[1] == "branch"]
    places = example_city.in_other_words()
    ids, names = {id_ for id_, _ in rows}, {name for _, name in rows}
    return {re.escape(word) for word in (ids - {"iga"}) | names | places}


def _inside(name: str, room: str) -> bool:
    return name == room or name.startswith(room + ".")
