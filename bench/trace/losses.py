"""Where true pairs are lost, by what report and person show; how true the probabilities are.

usage: losses.py FOLDER PAIRS.csv
FOLDER: a.csv and b.csv of scale.py, with the truth.  PAIRS.csv: `homeward link a.csv b.csv --all --pairs PAIRS.csv` of the same files
without their column `truth`.  A shape is family, given, patronymic, born, unit: a capital agrees (i: an initial that fits), a small letter
does not (y: only the year is known and agrees), - is missing on one side."""
import collections
import csv
import sys


def agreement(a, b, letter):
    return "-" if not a or not b else letter if a == b else letter.lower()


def shape(a, b):
    patronymic = agreement(a["patronymic"], b["patronymic"], "P")
    if patronymic == "p" and len(b["patronymic"]) < 3 and a["patronymic"][0] == b["patronymic"][0]:
        patronymic = "i"
    born = agreement(a["born"], b["born"], "D")
    if born in "Dd" and min(len(a["born"]), len(b["born"])) < 10 and a["born"][:4] == b["born"][:4]:
        born = "y"
    return (agreement(a["family"], b["family"], "F") + agreement(a["given"], b["given"], "G") + patronymic + born
            + agreement(a["unit"], b["unit"], "U"))


def main():
    folder, pairs = sys.argv[1:]
    persons = {r["id"]: r for r in csv.DictReader(open(f"{folder}/a.csv", encoding="utf-8"))}
    reports = {r["id"]: r for r in csv.DictReader(open(f"{folder}/b.csv", encoding="utf-8"))}
    found = {(r["left"], r["right"]): float(r["probability"]) for r in csv.DictReader(open(pairs, encoding="utf-8"))}
    true = {(b["truth"], b["id"]) for b in reports.values() if b["truth"] in persons}
    for cut in (0.5, 0.9):
        said = [p for p in found if found[p] >= cut]
        right = sum(p in true for p in said)
        print(f"at {cut}: {len(said)} links, precision {right / len(said):.4f}, recall {right / len(true):.4f}, "
              f"F1 {2 * right / (len(said) + len(true)):.4f}")
    best, right = (0, 0), 0
    for n, p in enumerate(sorted(found, key=lambda p: -found[p]), 1):
        right += p in true
        best = max(best, (2 * right / (n + len(true)), found[p]))
    print(f"best F1 {best[0]:.4f} at {best[1]:.3f}")
    lost = sum(p not in found for p in true)
    under = sum(found.get(p, 1) < 0.5 for p in true)
    print(f"of {len(true)} true pairs {lost} were not compared, {under} are under 0.5")
    count, right, said, short = (collections.Counter() for _ in range(4))
    for p, probability in found.items():
        if probability < 0.002:
            continue
        s = shape(persons[p[0]], reports[p[1]])
        count[s] += 1
        right[s] += p in true
        said[s] += probability
        short[s] += p in true and probability < 0.5
    print("shape   pairs  true   share  said   true and under 0.5")
    for s, n in sorted(count.items(), key=lambda x: -short[x[0]])[:16]:
        print(f"{s}  {n:6} {right[s]:6}  {right[s] / n:.3f}  {said[s] / n:.3f}  {short[s]}")


if __name__ == "__main__":
    main()
