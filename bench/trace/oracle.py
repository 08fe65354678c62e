"""What nobody can beat: the links of a reader who knows how the files of scale.py were made.

usage: oracle.py FOLDER [PAIRS.csv]
FOLDER: a.csv and b.csv of scale.py, with the truth.  For each report the posterior of every person and of "nobody" is computed by Bayes'
rule from the generator's own model: which errors it makes and how often, how it makes up nobodies, every person equally likely.  No
method can have more true links at the same number of false ones (Neyman and Pearson), except by luck.  PAIRS.csv, of `homeward link
a.csv b.csv --all --pairs PAIRS.csv` without the column `truth`, is judged beside it: the same cuts, and how true what each says is."""
import collections
import csv
import sys

SOMEBODY = 0.8


def typos(word):
    """What typo() of variants.py makes of the word, with its probability."""
    made = collections.Counter()
    places = range(1, max(2, len(word) - 1))
    for i in places:
        for w in (word[:i] + word[i + 1:], word[:i] + word[i] + word[i:],
                  word[:i] + word[i + 1:i + 2] + word[i] + word[i + 2:]):
            made[w] += 1 / (3 * len(places))
    return made


def writings(words, rate):
    """Per writing: the words that it may stand for, with the probability of being written so."""
    out = collections.defaultdict(dict)
    for word in words:
        for w, p in typos(word).items():
            out[w][word] = rate * p
        out[word][word] = out[word].get(word, 0) + 1 - rate
    return out


def patronymic_given(seen, p):
    if not seen:
        return 0.3 if p else 0.4
    if seen == p[:1] + ".":
        return 0.1
    return 0.6 if seen == p else 0.0


def born_given(seen, p):
    if not seen:
        return 0.25 if p else 1.0
    if not p:
        return 0.0
    swapped = p[:5] + p[8:] + "-" + p[5:7] if len(p) == 10 and int(p[8:]) <= 12 else None
    share = 0.75 * 0.08 * (seen == str(int(p[:4]) + 1) + p[4:])
    share += 0.75 * 0.92 * 0.05 * (swapped is not None and seen == swapped)
    share += 0.75 * 0.92 * (0.95 if swapped else 1.0) * (seen == p)
    return share


def unit_given(seen, p):
    if not seen:
        return 0.4 if p else 1.0
    return 0.6 * (seen == p)


def posteriors(persons, reports, gaps_tell):
    """Per report: of each person who is possible.  The generator's nobodies have a patronymic and a date without gaps or errors; a reader
    who lets gaps tell knows that who has none is somebody.  Else nobodies are thought to have the gaps that everybody has."""
    people = collections.defaultdict(list)
    for p in persons:
        people[p["family"], p["given"]].append(p)
    families = writings({p["family"] for p in persons}, 0.12)
    givens = writings({p["given"] for p in persons}, 0.08)
    n = len(persons)
    share = {k: {v: c / n for v, c in collections.Counter(p[k] for p in persons).items()} for k in ("given", "patronymic", "born")}
    initials = collections.Counter()
    for word, part in share["patronymic"].items():
        initials[word[:1] + "."] += part
    units = collections.Counter((p["family"], p["unit"]) for p in persons)
    by_family = collections.Counter(p["family"] for p in persons)
    for b in reports:
        odds = {}
        for family, pf in families.get(b["family"], {}).items():
            for given, pg in givens.get(b["given"], {}).items():
                for p in people.get((family, given), ()):
                    like = pf * pg * patronymic_given(b["patronymic"], p["patronymic"])
                    like *= like and born_given(b["born"], p["born"])
                    like *= like and unit_given(b["unit"], p["unit"])
                    if like:
                        odds[p["id"]] = SOMEBODY / n * like
        nobody = 1 - SOMEBODY
        for key in share:
            gap = key != "given" and not gaps_tell
            if gap and key == "patronymic" and len(b[key]) < 3:
                nobody *= 0.3 if not b[key] else 0.1 * initials.get(b[key], 0)
            elif gap and key == "born" and not b[key]:
                nobody *= 0.25
            else:
                nobody *= share[key].get(b[key], 0) * ((0.6 if key == "patronymic" else 0.75) if gap else 1)
        if nobody:
            nobody *= sum(pf * (0.6 * units[f, b["unit"]] if b["unit"] else 0.4 * by_family[f] + 0.6 * units[f, ""]) / n
                          for f, pf in families.get(b["family"], {}).items())
        total = nobody + sum(odds.values())
        for person, weight in odds.items():
            yield (person, b["id"]), weight / total


def judge(name, found, true):
    ranked = sorted(found, key=lambda p: -found[p])
    for cut in (0.5, 0.9):
        said = [p for p in ranked if found[p] >= cut]
        right = sum(p in true for p in said)
        print(f"{name}, at {cut}: {len(said)} links, precision {right / max(1, len(said)):.4f} (said "
              f"{sum(found[p] for p in said) / max(1, len(said)):.4f}), recall {right / len(true):.4f}, F1 {2 * right / (len(said) + len(true)):.4f}")
    right, best, wanted = 0, (0, 0), {0.95: (0, 0), 0.97: (0, 0), 0.99: (0, 0)}
    for k, p in enumerate(ranked, 1):
        right += p in true
        if k < len(ranked) and found[ranked[k]] == found[p]:
            continue
        best = max(best, (2 * right / (k + len(true)), found[p]))
        for w in wanted:
            if right / k >= w:
                wanted[w] = (right / len(true), found[p])
    print(f"{name}, best F1 {best[0]:.4f} at {best[1]:.3f}; " + "; ".join(
        f"precision {w}: recall {r:.3f} from {c:.3f} on" for w, (r, c) in wanted.items()))
    print(f"{name}, how true: said -> true (pairs)")
    for low in (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99):
        high = {0.05: 0.1, 0.9: 0.95, 0.95: 0.99, 0.99: 1.1}.get(low, low + 0.1)
        bin_ = [p for p in ranked if low <= found[p] < high]
        if bin_:
            print(f"  {low:.2f}-{min(high, 1):.2f}: {sum(found[p] for p in bin_) / len(bin_):.3f} -> "
                  f"{sum(p in true for p in bin_) / len(bin_):.3f} ({len(bin_)})")


def main():
    folder = sys.argv[1]
    persons = list(csv.DictReader(open(f"{folder}/a.csv", encoding="utf-8")))
    reports = list(csv.DictReader(open(f"{folder}/b.csv", encoding="utf-8")))
    ids = {p["id"] for p in persons}
    true = {(b["truth"], b["id"]) for b in reports if b["truth"] in ids}
    judge("oracle", dict(posteriors(persons, reports, True)), true)
    judge("oracle to whom gaps tell nothing", dict(posteriors(persons, reports, False)), true)
    if len(sys.argv) > 2:
        judge("homeward", {(r["left"], r["right"]): float(r["probability"]) for r in csv.DictReader(open(sys.argv[2], encoding="utf-8"))}, true)


if __name__ == "__main__":
    main()
