"""A made-up task of the kind the bureau has: a registry in Ukrainian, and reports that write the same people otherwise.

usage: variants.py PROGRAM NAMES.json FOLDER [PERSONS] [SEED]
Writes FOLDER/registry.csv (id,family,given,patronymic,born,truth) and FOLDER/reports.csv (id,name,born,truth,group).
Each report has one variant of the name; the date of birth is whole in 45 of 100, the year alone in 15, missing in 40.
Every fifth report is about nobody in the registry.  One person in ten has a namesake (family and given name), every third
of these by patronymic too.  Names are chance combinations of data/example/names.json; romanisation is that of the program
(`names romanize`), which the linker does not use to read it back; nicknames and slips are the tables below."""
import csv
import json
import os
import random
import subprocess
import sys

SCHEMES = ["kmu2010", "icao9303", "bgn-pcgn", "iso9", "mvd310-fr", "mvd782", "gost2006", "german", "polish", "french"]
NICKNAMES = {"Микола": "Коля", "Олександр": "Саша", "Григорій": "Гриша", "Євген": "Женя", "Сергій": "Сєрьожа",
             "Дмитро": "Діма", "Володимир": "Вова", "Михайло": "Міша", "Олексій": "Льоша", "Юрій": "Юра", "Іван": "Ваня",
             "Петро": "Петя", "Василь": "Вася", "Степан": "Стьопа", "Роман": "Рома", "Максим": "Макс", "Павло": "Паша",
             "Віталій": "Віталік", "Віктор": "Вітя", "Анатолій": "Толя", "Денис": "Деня", "Руслан": "Русик",
             "Станіслав": "Стас", "Богдан": "Бодя", "Андрій": "Андрюха", "Артем": "Тьома"}
HEARD = [("ення", "еня"), ("щ", "шч"), ("дч", "ч"), ("зч", "щ"), ("ськ", "сік"), ("е", "и"), ("и", "е"), ("о", "а"),
         ("г", "х"), ("б", "п"), ("д", "т"), ("ж", "ш"), ("в", "у"), ("і", "и")]
SEEN = [("ш", "щ"), ("и", "н"), ("н", "п"), ("л", "д"), ("з", "э"), ("б", "6"), ("о", "0"), ("і", "l"), ("м", "ш"),
        ("к", "н"), ("ч", "у"), ("ц", "и"), ("т", "г")]


def decline(word, rules):
    for old, new in rules:
        if word.endswith(old):
            return word[:len(word) - len(old)] + new
    return word


def slip(rng, word, table):
    fits = [(a, b, i) for a, b in table for i in range(1, len(word)) if word.startswith(a, i)]
    if not fits:
        i = rng.randrange(1, len(word))
        return word[:i] + word[i] + word[i:]
    a, b, i = rng.choice(fits)
    return word[:i] + b + word[i + len(a):]


def typo(rng, word):
    i = rng.randrange(1, max(2, len(word) - 1))
    return rng.choice([word[:i] + word[i + 1:], word[:i] + word[i] + word[i:],
                       word[:i] + word[i + 1:i + 2] + word[i] + word[i + 2:]])


def people(rng, pool, count):
    weights = [1 / (i + 1) ** 0.7 for i in range(len(pool["family"]))]
    given_weights = [1 / (i + 1) ** 0.6 for i in range(len(pool["given_m"]))]
    made = []
    for i in range(count):
        family = rng.choices(pool["family"], weights)[0]
        given = rng.choices(pool["given_m"], given_weights)[0]
        patronymic = rng.choice(pool["patronymic"])
        if made and rng.random() < 0.1:
            other = rng.choice(made)
            family, given = other["family"], other["given"]
            if rng.random() < 0.33:
                patronymic = other["patronymic"]
        made.append({"id": f"P{i + 1:06d}", "family": family, "given": given, "patronymic": patronymic,
                     "born": (rng.randrange(1965, 2005), rng.randrange(1, 13), rng.randrange(1, 29))})
    return made


def in_russian(word, rules):
    """A family name in Russian letters, by the rules of the example's names."""
    lower = word.lower()
    for old, new in rules.get("end", {}).items():
        if lower.endswith(old):
            lower = lower[:len(lower) - len(old)] + new
            break
    for old, new in sorted(rules["map"].items(), key=lambda r: -len(r[0])):
        lower = lower.replace(old, new)
    return lower[:1].upper() + lower[1:]


def report_of(rng, group, p, languages, romans):
    uk, ru = [p["family"][0], p["given"][0], p["patronymic"][0]], [p["family"][1], p["given"][1], p["patronymic"][1]]
    words, born = uk[:], list(p["born"])
    if group.startswith("scheme "):
        romans.append((group[7:], "ukrainian", uk))
        return None, born
    if group == "translated":
        romans.append((rng.choice(["mvd782", "gost2006", "bgn-pcgn"]), "russian", ru))
        return None, born
    if group == "Russian form":
        words = ru
    if group == "oblique, Ukrainian" or group == "oblique, Russian":
        key = "uk" if group.endswith("Ukrainian") else "ru"
        words = [decline(w, languages[key][f"{k}_oblique"])
                 for w, k in zip(uk if key == "uk" else ru, ("family", "given", "patronymic"))]
    if group == "initials":
        return f"{words[0]} {words[1][0]}.{words[2][0]}.", born
    if group == "nickname":
        return f"{NICKNAMES.get(words[1], words[1])} {words[0]}", born
    if group == "no patronymic":
        words = words[:2]
    if group == "family name alone":
        words = words[:1]
    if group == "OCR":
        words[0] = slip(rng, words[0], SEEN)
        words[1] = slip(rng, words[1], SEEN) if rng.random() < 0.3 else words[1]
    if group == "heard":
        words[0] = slip(rng, slip(rng, words[0], HEARD), HEARD)
    if group == "typing":
        words[0] = typo(rng, words[0])
    if group == "day and month exchanged":
        born = [born[0], born[2], born[1]] if born[2] <= 12 else born
    if group == "year off":
        born[0] += rng.choice([-1, 1, -10, 10])
    if group == "rank and capitals":
        return f"ст. солдат {' '.join(words).upper()}", born
    if group == "given name first":
        words = [words[1], words[2], words[0]]
    return " ".join(words), born


GROUPS = (["as registered", "translated", "Russian form", "oblique, Ukrainian", "oblique, Russian", "initials", "nickname",
           "no patronymic", "family name alone", "OCR", "heard", "typing", "day and month exchanged", "year off",
           "rank and capitals", "given name first"] + [f"scheme {s}" for s in SCHEMES])


def main():
    program, names, folder = sys.argv[1:4]
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 5000
    seed = int(sys.argv[5]) if len(sys.argv) > 5 else 1
    rng = random.Random(seed)
    data = json.load(open(names, encoding="utf-8"))
    west = data["pools"]["west"]
    pool = {"given_m": west["given_m"], "patronymic": west["patronymic"],
            "family": [(w, in_russian(w, data["translate"][0])) for w in west["family"].split()]}
    everybody = people(rng, pool, count + count // 4)
    registry, nobody = everybody[:count], everybody[count:]
    rows, romans, pending = [], [], []
    for i in range(count):
        group = GROUPS[i % len(GROUPS)]
        known = rng.random() >= 0.2
        p = rng.choice(registry if known else nobody)
        name, born = report_of(rng, group, p, data["languages"], romans)
        if name is None:
            pending.append(len(rows))
        draw = rng.random()
        dated = group in ("day and month exchanged", "year off")
        text = "" if draw < 0.4 and not dated else f"{born[0]}" if draw < 0.55 and not dated else \
            f"{born[0]:04d}-{born[1]:02d}-{born[2]:02d}"
        rows.append([f"R{i + 1:06d}", name, text, p["id"] if known else f"nobody {i}", group])
    for scheme in sorted({s for s, _, _ in romans}):
        for spelling, flag in (("ukrainian", "uk"), ("russian", "ru")):
            mine = [(k, w) for k, (s, lang, w) in zip(pending, romans) if s == scheme and lang == spelling]
            if not mine:
                continue
            text = "\n".join(" ".join(w) for _, w in mine)
            out = subprocess.run([program, "names", "romanize", "--scheme", scheme, "--spelling", flag], input=text,
                                 capture_output=True, text=True, check=True).stdout.split("\n")
            for (k, _), line in zip(mine, out):
                rows[k][1] = line
    os.makedirs(folder, exist_ok=True)
    with open(f"{folder}/registry.csv", "w", newline="", encoding="utf-8") as f:
        out = csv.writer(f)
        out.writerow(["id", "family", "given", "patronymic", "born", "truth"])
        for p in registry:
            out.writerow([p["id"], p["family"][0], p["given"][0], p["patronymic"][0],
                          "{:04d}-{:02d}-{:02d}".format(*p["born"]), p["id"]])
    with open(f"{folder}/reports.csv", "w", newline="", encoding="utf-8") as f:
        out = csv.writer(f)
        out.writerow(["id", "name", "born", "truth", "group"])
        out.writerows(rows)


if __name__ == "__main__":
    main()
