"""The same pairs for homeward, rapidfuzz on ICAO romanisation, and OpenSanctions' logic-v2 (its column of the file).

usage: peers.py PROGRAM DATA

Peers have no default cut for names: they are given the cut that is best for them on each set, which is more than a
user would know.  homeward is measured at its own default cut of 0.5.
"""
import csv
import random
import subprocess
import sys
import tempfile

from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

program, data = sys.argv[1:3]


def call(arguments, text=None):
    return subprocess.run([program, "names", *arguments], input=text, capture_output=True, text=True, check=True).stdout


def romanize(texts):
    lines = "\n".join(t.replace("\n", " ") for t in texts) + "\n"
    return [t.lower() for t in call(["romanize", "--scheme", "icao9303"], lines).split("\n")[: len(texts)]]


def likeness(pairs):
    with tempfile.NamedTemporaryFile("w", suffix=".csv", newline="") as f:
        writer = csv.writer(f)
        writer.writerow(["a", "b"])
        writer.writerows(pairs)
        f.flush()
        rows = csv.DictReader(call(["compare", "--pairs", f.name, "--columns", "a,b"]).splitlines())
        return [float(r["likeness"]) for r in rows]


def at_cut(scores, truth, cut):
    right = sum(t for s, t in zip(scores, truth) if s >= cut)
    said = sum(s >= cut for s in scores)
    return 2 * right / max(1, said + sum(truth)), right / max(1, said), right / max(1, sum(truth))


def best_cut(scores, truth):
    order = sorted(zip(scores, truth), reverse=True)
    total, right, best, cut = sum(truth), 0, 0, 1
    for i, (score, same) in enumerate(order):
        right += same
        if i + 1 < len(order) and order[i + 1][0] == score:
            continue
        f1 = 2 * right / (i + 1 + total)
        if f1 > best:
            best, cut = f1, score
    return cut


def show(title, pairs, truth, more=()):
    left, right = romanize([a for a, _ in pairs]), romanize([b for _, b in pairs])
    print(f"{title}: {len(pairs)} pairs, {sum(truth)} the same")
    rows = [("homeward, cut 0.5", likeness(pairs), 0.5)]
    rows += [(name, scores, cut) for name, scores, cut in more]
    rows += [
        ("token_set_ratio, its best cut", [fuzz.token_set_ratio(a, b) / 100 for a, b in zip(left, right)], None),
        ("token_sort_ratio, its best cut", [fuzz.token_sort_ratio(a, b) / 100 for a, b in zip(left, right)], None),
        ("Jaro-Winkler, its best cut", [JaroWinkler.similarity(a, b) for a, b in zip(left, right)], None),
    ]
    for name, scores, cut in rows:
        cut = best_cut(scores, truth) if cut is None else cut
        f1, precision, recall = at_cut(scores, truth, cut)
        print(f"  {name:32s} F1 {f1:.4f}  precision {precision:.4f}  recall {recall:.4f}  (cut {cut:.3f})")


def rows_of(path):
    with open(f"{data}/{path}", newline="", encoding="utf-8") as f:
        return list(csv.DictReader(f))


def calibration(scores, truth):
    """How many of the pairs of a likeness are the same: half of all pairs are."""
    print("calibration on the office holders: likeness, pairs, mean likeness, share of the same")
    for low in [x / 10 for x in range(10)]:
        inside = [(s, t) for s, t in zip(scores, truth) if low <= s < low + 0.1 or (low == 0.9 and s == 1)]
        if inside:
            print(f"  {low:.1f} to {low + 0.1:.1f}: {len(inside):5d}  {sum(s for s, _ in inside) / len(inside):.3f}  "
                  f"{sum(t for _, t in inside) / len(inside):.3f}")
    print(f"  Brier score {sum((s - t) ** 2 for s, t in zip(scores, truth)) / len(scores):.4f}")


def name_bench():
    rows = [r for r in rows_of("nomenklatura_name_bench/cases.csv") if r["schema"] == "Person"]
    show("name bench, open Person cases", [(r["name1"], r["name2"]) for r in rows], [r["is_match"] == "true" for r in rows])
    rows = [r for r in rows if r["logic_v2_score"]]
    peer = [float(r["logic_v2_score"]) for r in rows]
    show("of them those with a score of logic-v2", [(r["name1"], r["name2"]) for r in rows],
         [r["is_match"] == "true" for r in rows], [("logic-v2, its cut 0.7", peer, 0.7), ("logic-v2, its best cut", peer, None)])


def tokens():
    rows = rows_of("wikidata_en_ru_names/train.csv")
    draw = random.Random(7)
    some = draw.sample(rows, 20000)
    other = draw.sample(rows, 20000)
    pairs = [(r["latin"], r["cyrillic"]) for r in some]
    chance = [(r["latin"], o["cyrillic"]) for r, o in zip(some, other)]
    left, right = romanize([a for a, _ in pairs]), romanize([b for _, b in pairs])
    wrong = romanize([b for _, b in chance])
    print(f"Latin and Cyrillic tokens: {len(pairs)} true pairs, {len(chance)} by chance; recognised at a chance of 0.002")
    mine = likeness(pairs)
    print(f"  homeward, cut 0.5: {sum(s >= .5 for s in mine) / len(mine):.4f} "
          f"at {sum(s >= .5 for s in likeness(chance)) / len(chance):.4f}")
    same = sum(a == b for a, b in zip(left, right)) / len(left)
    print(f"  equal by ICAO: {same:.4f} at {sum(a == b for a, b in zip(left, wrong)) / len(left):.4f}")
    for name, ratio in (("Jaro-Winkler", JaroWinkler.similarity), ("ratio", lambda a, b: fuzz.ratio(a, b) / 100)):
        true = sorted((ratio(a, b) for a, b in zip(left, right)), reverse=True)
        false = sorted((ratio(a, b) for a, b in zip(left, wrong)), reverse=True)
        cut = false[int(0.002 * len(false))]
        print(f"  {name} on ICAO: {sum(s > cut for s in true) / len(true):.4f} at 0.0020 (cut {cut:.3f})")


def cases():
    rows = rows_of("uk_declension_shevchenko/cases.csv")
    people = {}
    for r in rows:
        people.setdefault(r["person_id"], {})[r["case"]] = " ".join((r["family_name"], r["given_name"], r["patronymic"]))
    pairs, truth = [], []
    for person, forms in people.items():
        others = [p["nominative"] for i, p in people.items() if i != person]
        for case, form in forms.items():
            if case != "nominative":
                nearest = max(others, key=lambda other: JaroWinkler.similarity(form, other))
                pairs += [(form, forms["nominative"]), (form, nearest)]
                truth += [True, False]
    show("Ukrainian oblique cases, each also against the most similar other person", pairs, truth)
    show("the family names of them alone", [(a.split(" ")[0], b.split(" ")[0]) for a, b in pairs],
         [t or a.split(" ")[0] == b.split(" ")[0] for (a, b), t in zip(pairs, truth)])


def politicians():
    people = {}
    for r in rows_of("everypolitician_multilang/names.csv"):
        if r["person_id"]:
            people.setdefault(r["person_id"], []).append(r)
    draw, pairs, truth = random.Random(5), [], []
    by_word = {}
    rows = [r for names in people.values() for r in names]
    for r, latin in zip(rows, romanize([r["name"] for r in rows])):
        r["words"] = latin.replace(",", " ").split()
        for word in r["words"]:
            by_word.setdefault(word, []).append(r)
    # the same person in two spellings, against another person with a word of the romanised name in common
    for person in sorted(people):
        names = people[person]
        if len(names) < 2:
            continue
        a, b = draw.sample(names, 2)
        words = sorted(w for w in set(a["words"]) if len(by_word[w]) > 1)
        others = [r for w in words for r in by_word[w] if r["person_id"] != person]
        if not others:
            continue
        pairs += [(a["name"], b["name"]), (a["name"], draw.choice(others)["name"])]
        truth += [True, False]
    calibration(likeness(pairs), truth)
    show("office holders: two spellings of one, against another with a word in common", pairs, truth)
    cross = [(p, t) for p, t in zip(pairs, truth) if any("а" <= c <= "я" for c in p[0].lower()) !=
             any("а" <= c <= "я" for c in p[1].lower())]
    show("of them in two scripts", [p for p, _ in cross], [t for _, t in cross])


name_bench()
tokens()
cases()
politicians()
