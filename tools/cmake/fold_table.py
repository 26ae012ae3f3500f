#!/usr/bin/env python3
"""Writes the table of src/base/fold.cpp from Python's own Unicode data.

    tools/cmake/fold_table.py build/dev/src/base/generated/base/fold_table.inc

A letter folds to its lower case without accents, and every dash to the hyphen that keyboards
have. The letters æ, ø and å stay what they are, because in Norwegian they are letters of their
own. A letter that Unicode does not take apart (đ, ł, ŧ) folds to the letter that its name says it
is made of.
"""

import re
import sys
import unicodedata

# Latin, Greek and Cyrillic, with the signs that text in them is set with.
RANGES = [
    (0x00A0, 0x024F), (0x0370, 0x052F), (0x1E00, 0x1FFF), (0x2000, 0x206F), (0x2126, 0x212B),
    (0xFB00, 0xFB06), (0xFEFF, 0xFEFF),
]
OWN_LETTERS = "æøå"
RING = "\u030a"
SAME, SHIFT, PAIRS, LETTERS = range(4)


def is_mark(letter):
    return unicodedata.category(letter).startswith("M")


def base_letter(letter):
    """đ is "LATIN SMALL LETTER D WITH STROKE"."""
    if letter in OWN_LETTERS:
        return letter
    name = re.match(r"LATIN SMALL LETTER ([A-Z]) WITH ", unicodedata.name(letter, ""))
    return name.group(1).lower() if name else letter


def fold(letter):
    category = unicodedata.category(letter)
    if category == "Zs":
        return " "
    if category == "Cf":
        return ""
    if category == "Pd":
        return "-"
    if category[0] not in "LN":
        return letter
    folded = []
    for part in unicodedata.normalize("NFKD", letter):
        if part == RING and folded and folded[-1] == "a":
            folded[-1] = "å"
        elif not is_mark(part):
            folded.extend(base_letter(small) for small in part.casefold())
    return "".join(folded)


def run_at(folds, at, kind):
    """How many letters from `at` on fold as `kind` says. Letters that stay as they are may lie
    between, not at the end."""
    target = ord(folds[at])
    length = 0
    for place in range(255):
        wanted = {SAME: target, SHIFT: target + place, PAIRS: target + place // 2 * 2}[kind]
        if folds.get(at + place, chr(at + place)) != chr(wanted):
            break
        if at + place in folds:
            length = place + 1
    return length


def fold_runs(folds):
    at, last = min(folds), max(folds)
    expansions = []
    while at <= last:
        if at not in folds:
            at += 1
        elif len(folds[at]) != 1:
            if folds[at] not in expansions:
                expansions.append(folds[at])
            yield at, 1, LETTERS, expansions.index(folds[at])
            at += 1
        else:
            length, kind = max((run_at(folds, at, kind), -kind) for kind in (SAME, SHIFT, PAIRS))
            yield at, length, -kind, ord(folds[at])
            at += length
    return expansions


def mark_runs():
    """Marks that belong to the letter before them, up to U+FFFF. Those with a place above or below
    it (a combining class) are accents; the others are vowels, which are never passed over."""
    run = None
    for code in range(0x300, 0x10000):
        letter = chr(code)
        kind = (1 if unicodedata.combining(letter) else 0) if is_mark(letter) else None
        if run and kind == run[2] and code == run[0] + run[1]:
            run[1] += 1
            continue
        if run:
            yield tuple(run)
        run = [code, 1, kind] if kind is not None else None


def main():
    folds = {}
    for first, last in RANGES:
        for code in range(first, last + 1):
            letter = chr(code)
            if not is_mark(letter) and fold(letter) != letter:
                folds[code] = fold(letter)
    runs = fold_runs(folds)
    version = unicodedata.unidata_version
    lines = ["// Made from Unicode " + version + " by tools/cmake/fold_table.py."]
    lines.append("constexpr FoldRun fold_runs[] = {")
    while True:
        try:
            first, count, kind, target = next(runs)
        except StopIteration as end:
            expansions = end.value
            break
        lines.append(f"    {{{first}, {count}, {kind}, {target}}},")
    lines.append("};")
    lines.append("constexpr std::string_view expansions[] = {")
    for letters in expansions:
        escaped = "".join(f"\\{byte:03o}" for byte in letters.encode())
        lines.append(f'    "{escaped}",')
    lines.append("};")
    lines.append("constexpr MarkRun mark_runs[] = {")
    for first, count, kind in mark_runs():
        lines.append(f"    {{{first}, {count}, {kind}}},")
    lines.append("};")
    with open(sys.argv[1], "w", encoding="utf-8") as out:
        out.write("\n".join(lines) + "\n")


main()
