"""Two files of N records for the measurement of scale: the registry of `homeward example --persons N`, and half as many reports
about it in the same columns, so that every tool can take them as they are.

usage: scale.py PERSONS.csv FOLDER [SEED]
Writes FOLDER/a.csv and b.csv (id,family,given,patronymic,born,unit,truth).  Of the reports 80 % are of somebody: 12 % with a letter
dropped, doubled or exchanged in the family name, 8 % in the given name, 30 % without a patronymic, 10 % with an initial, 25 % without a
date, 8 % with the year off by one, 5 % with day and month exchanged, 40 % without a unit."""
import csv
import random
import sys

from variants import typo

COLUMNS = ["id", "family", "given", "patronymic", "born", "unit", "truth"]


def noisy(rng, p):
    q = dict(p)
    if rng.random() < 0.12:
        q["family"] = typo(rng, q["family"])
    if rng.random() < 0.08:
        q["given"] = typo(rng, q["given"])
    draw = rng.random()
    q["patronymic"] = "" if draw < 0.3 else q["patronymic"][:1] + "." if draw < 0.4 and q["patronymic"] else q["patronymic"]
    if rng.random() < 0.25:
        q["born"] = ""
    elif rng.random() < 0.08 and q["born"]:
        q["born"] = str(int(q["born"][:4]) + 1) + q["born"][4:]
    elif rng.random() < 0.05 and len(q["born"]) == 10 and int(q["born"][8:]) <= 12:
        q["born"] = q["born"][:5] + q["born"][8:] + "-" + q["born"][5:7]
    if rng.random() < 0.4:
        q["unit"] = ""
    return q


def main():
    rng = random.Random(int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    persons = [{k: r.get(k, "") for k in COLUMNS} | {"truth": r["id"]} for r in csv.DictReader(open(sys.argv[1], encoding="utf-8"))]
    with open(f"{sys.argv[2]}/a.csv", "w", newline="", encoding="utf-8") as f:
        out = csv.DictWriter(f, COLUMNS)
        out.writeheader()
        out.writerows(persons)
    with open(f"{sys.argv[2]}/b.csv", "w", newline="", encoding="utf-8") as f:
        out = csv.DictWriter(f, COLUMNS)
        out.writeheader()
        for i in range(len(persons) // 2):
            p = rng.choice(persons)
            q = noisy(rng, p)
            if rng.random() < 0.2:  # nobody: the parts of three people
                q["given"], q["patronymic"] = rng.choice(persons)["given"], rng.choice(persons)["patronymic"]
                q["born"], q["truth"] = rng.choice(persons)["born"], f"nobody {i}"
            q["id"] = f"B{i + 1:07d}"
            out.writerow(q)


if __name__ == "__main__":
    main()
