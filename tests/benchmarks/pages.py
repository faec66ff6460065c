"""Saved web pages: the article against trafilatura alone, the date against htmldate alone, on the same pages.

CORPUS_LIB_DATA=FOLDER python tests/benchmarks/pages.py
"""

from __future__ import annotations

import os
import sys
import tarfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import cleaning
import htmldate

from corpus_lib.clean import clean_text
from corpus_lib.dating import date_text
from corpus_lib.load import read_file
from corpus_lib.load.document import Document


def read_saved() -> dict[str, Document]:
    """The saved pages by name; empty when they are not there."""
    path = Path(os.environ.get("CORPUS_LIB_DATA", "")) / "exports" / "saved_pages.tar.gz"
    if not path.is_file():
        return {}
    documents = {}
    with tarfile.open(path) as archive:
        for member in archive.getmembers():
            file = archive.extractfile(member) if member.name.endswith(".html") else None
            found = read_file(Path(member.name), file.read(), "0" * 64) if file else []
            documents |= {Path(member.name).stem: item for item in found if isinstance(item, Document)}
    return documents


def measure() -> dict[str, float]:
    """F1 of the article, and the share of pages dated as htmldate dates them; prints the table."""
    saved = read_saved()
    marked = [page | {"text": page["id"]} for page in cleaning.read_pages() if page["id"] in saved]
    if not marked:
        print("saved pages: skipped, CORPUS_LIB_DATA names no folder with exports/saved_pages.tar.gz")
        return {}

    def ours(name: str) -> str:
        page = saved[name]
        return clean_text(page.raw, main_text=page.main_text, title=page.stated.get("title")).text

    scores = {"ours": cleaning.score_pages(marked, ours)}
    scores["trafilatura"] = cleaning.score_pages(marked, lambda name: saved[name].main_text or "")
    for name, (precision, recall, f1) in scores.items():
        print(f"{f'saved pages, {name} ({len(marked)})':<34} {precision:.3f} {recall:.3f} {f1:.3f}")
    same = total = ours_only = 0
    for page in saved.values():
        peer = htmldate.find_date(page.html, original_date=True, extensive_search=True)
        reading = date_text(page.raw, html=page.html)
        day = reading.published.date().isoformat() if reading.published else None
        total, same, ours_only = (
            total + (peer is not None),
            same + (peer is not None and peer == day),
            ours_only + (peer is None and day is not None),
        )
    print(f"dates: {same} of the {total} that htmldate gives are the same; {ours_only} more from the text")
    return {"cleaning_html_f1": scores["ours"][2], "html_dates_as_htmldate": same / max(1, total)}


if __name__ == "__main__":
    measure()
