"""Tracing side by side: homeward link, Splink and recordlinkage on the same files in one run.

usage: bench.py PROGRAM DATA FOLDER [--repeats N] [--scale N,N] [--only accuracy,variants,scale]
DATA holds the open data sets (linkage/...); FOLDER takes what is made.  Runs of the tools are interleaved; times are medians.
Writes FOLDER/results.json; table.py makes the page and the picture of it."""
import collections
import csv
import json
import os
import statistics
import subprocess
import sys
import tempfile

import oracle

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
SETS = {  # folder, files, id, truth, one-to-one
    "febrl1": ("febrl1", ["data.csv"], "rec_id", "entity_id", False),
    "febrl2": ("febrl2", ["data.csv"], "rec_id", "entity_id", False),
    "febrl3": ("febrl3", ["data.csv"], "rec_id", "entity_id", False),
    "febrl4": ("febrl4", ["a.csv", "b.csv"], "rec_id", "entity_id", True),
    "dsgen_A": ("febrl_dsgen_A10k", ["data.csv"], "rec_id", "entity_id", False),
    "dsgen_D": ("febrl_dsgen_link_D10k", ["a.csv", "b.csv"], "rec_id", "entity_id", True),
    "rldata500": ("rldata500", ["data.csv"], "rec_id", "ent_id", False),
    "fake_1000": ("splink_fake_1000", ["data.csv"], "unique_id", "cluster", False),
    "restaurant": ("restaurant", ["data.csv"], "record_id", "class", False),
    "historical_50k": ("splink_historical_50k", ["data.csv"], "unique_id", "cluster", False),
}
TOOLS = ["homeward", "splink", "recordlinkage"]


def run(command):
    """Wall and CPU seconds, peak memory in MB, of one process; None when it failed.  GNU time stands between: a child of this
    process would be charged with the memory of this one."""
    with tempfile.NamedTemporaryFile("r") as figures:
        done = subprocess.run(["/usr/bin/time", "-f", "%e %U %S %M", "-o", figures.name, *command], stdout=subprocess.DEVNULL,
                              stderr=subprocess.PIPE, text=True)
        if done.returncode:
            print(f"{command[:3]}: exit {done.returncode}: {done.stderr.strip().splitlines()[-1:]}", file=sys.stderr)
            return None
        wall, user, system, kilobytes = figures.read().split()
    return {"wall": float(wall), "cpu": float(user) + float(system), "mb": float(kilobytes) / 1024}


def pair_count(sizes):
    return sum(n * (n - 1) // 2 for n in sizes)


def read_truth(files, id_column, truth_column):
    truths, ids = [], []
    for f in files:
        with open(f, encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
        truths.append({r[id_column]: r[truth_column] for r in rows})
        ids.append([r[id_column] for r in rows])
    return truths


def score(truths, pairs_path, clusters_path):
    """Pairwise and B-cubed figures from what a tool wrote; the same for every tool."""
    two = len(truths) == 2
    if two:
        right = collections.Counter(truths[1].values())
        true_pairs = sum(right[t] for t in truths[0].values())
    else:
        true_pairs = pair_count(collections.Counter(truths[0].values()).values())
    scored = []
    with open(pairs_path, encoding="utf-8") as f:
        for r in csv.DictReader(f):
            left, right = r["left"], r["right"]
            if two and left not in truths[0]:
                left, right = right, left
            same = truths[0].get(left) == truths[-1].get(right)
            scored.append((float(r["probability"]), same))
    scored.sort(reverse=True)
    said = sum(p >= 0.5 for p, _ in scored)
    hit = sum(same for p, same in scored if p >= 0.5)
    best, best_at, passed, right = 0.0, 1.0, 0, 0
    for i, (p, same) in enumerate(scored):
        passed, right = passed + 1, right + same
        if i + 1 == len(scored) or scored[i + 1][0] < p:
            f1 = 2 * right / (passed + true_pairs)
            if f1 > best:
                best, best_at = f1, p
    out = {"true_pairs": true_pairs, "candidates": len(scored),
           "reached": sum(s for _, s in scored) / true_pairs if true_pairs else 0,
           "precision": hit / said if said else 0, "recall": hit / true_pairs, "f1": 2 * hit / (said + true_pairs),
           "best_f1": best, "best_at": best_at,
           "brier": sum((p - s) ** 2 for p, s in scored) / len(scored) if scored else 0,
           "records": sum(len(t) for t in truths)}
    cluster_of, first_file = {}, None
    with open(clusters_path, encoding="utf-8") as f:
        for r in csv.DictReader(f):
            first_file = first_file if first_file is not None else r.get("file")
            number = int(r.get("file") != first_file) if two else 0
            cluster_of[(number, r["id"])] = r["cluster"]
    truth_of = {(n, i): t for n, table in enumerate(truths) for i, t in table.items()}
    by_cluster, by_truth, both = collections.Counter(), collections.Counter(), collections.Counter()
    for record, t in truth_of.items():
        c = cluster_of.get(record, record)
        by_cluster[c] += 1
        by_truth[t] += 1
        both[(c, t)] += 1
    n = len(truth_of)
    precision = sum(k * k / by_cluster[c] for (c, _), k in both.items()) / n
    recall = sum(k * k / by_truth[t] for (_, t), k in both.items()) / n
    out.update(cubed_precision=precision, cubed_recall=recall, cubed_f1=2 * precision * recall / (precision + recall))
    return out


def commands(program, python, key, files, id_column, one_to_one, folder):
    pairs, clusters = f"{folder}/{{}}.{key}.pairs.csv", f"{folder}/{{}}.{key}.clusters.csv"
    link = [program, "link", *files, "--id", id_column, "--pairs", pairs.format("homeward"), "--clusters",
            clusters.format("homeward")] + (["--one-to-one"] if one_to_one else [])
    peer = lambda name: [python, f"{HERE}/{name}_peer.py", key, *files, pairs.format(name), clusters.format(name)]
    return {"homeward": link, "splink": peer("splink"), "recordlinkage": peer("recordlinkage")}, pairs, clusters


def accuracy(program, python, data, folder, repeats):
    results = {}
    for key, (place, names, id_column, truth_column, one_to_one) in SETS.items():
        files = [f"{data}/linkage/{place}/{n}" for n in names]
        if not all(os.path.exists(f) for f in files):
            print(f"{key}: not there, left out", file=sys.stderr)
            continue
        truths = read_truth(files, id_column, truth_column)
        # nobody sees the truth: it is cut out of what the tools read
        blind = []
        for i, f in enumerate(files):
            blind.append(f"{folder}/{key}.{i}.csv")
            with open(f, encoding="utf-8") as lines, open(blind[-1], "w", newline="", encoding="utf-8") as out:
                reader = csv.reader(lines)
                header = next(reader)
                keep = [k for k, c in enumerate(header) if c != truth_column]
                writer = csv.writer(out)
                writer.writerow([header[k] for k in keep])
                writer.writerows([row[k] for k in keep] for row in reader)
        todo, pairs, clusters = commands(program, python, key, blind, id_column, one_to_one, folder)
        times = {t: [] for t in TOOLS}
        for _ in range(repeats):
            for tool in TOOLS:
                times[tool].append(run(todo[tool]))
        run(todo["homeward"] + ["--all"])
        results[key] = {}
        for tool in TOOLS:
            done = [t for t in times[tool] if t]
            if not done:
                continue
            figures = score(truths, pairs.format(tool), clusters.format(tool))
            for name in ("wall", "cpu", "mb"):
                figures[name] = statistics.median(t[name] for t in done)
                figures[name + "_range"] = [min(t[name] for t in done), max(t[name] for t in done)]
            results[key][tool] = figures
            print(key, tool, {k: round(v, 4) for k, v in figures.items() if isinstance(v, (int, float))}, flush=True)
    return results


def halves(program, data, folder):
    """How the figures move on random halves of the persons of the largest set: what was fitted to one half would show."""
    import random
    place, names, id_column, truth_column, _ = SETS["historical_50k"]
    path = f"{data}/linkage/{place}/{names[0]}"
    results = []
    if not os.path.exists(path):
        return results
    with open(path, encoding="utf-8") as f:
        rows = list(csv.DictReader(f))
    persons = sorted({r[truth_column] for r in rows})
    for seed in range(1, 6):
        some = set(random.Random(seed).sample(persons, len(persons) // 2))
        half = [r for r in rows if r[truth_column] in some]
        blind = f"{folder}/half{seed}.csv"
        with open(blind, "w", newline="", encoding="utf-8") as f:
            out = csv.DictWriter(f, [c for c in rows[0] if c != truth_column], extrasaction="ignore")
            out.writeheader()
            out.writerows(half)
        run([program, "link", blind, "--id", id_column, "--pairs", f"{folder}/half.p.csv", "--clusters", f"{folder}/half.c.csv", "--all"])
        figures = score([{r[id_column]: r[truth_column] for r in half}], f"{folder}/half.p.csv", f"{folder}/half.c.csv")
        results.append(figures)
        print("half", seed, {k: round(v, 4) for k, v in figures.items()}, flush=True)
    return results


def variants(program, folder):
    results = {}
    for seed in (1, 2, 3):
        place = f"{folder}/variants{seed}"
        subprocess.run([sys.executable, f"{HERE}/variants.py", program, f"{ROOT}/data/example/names.json", place, "5000",
                        str(seed)], check=True)
        fields = [x for f in ("family=family", "given=given", "patronymic=patronymic", "name=full-name", "born=date")
                  for x in ("--field", f)]
        # as the bureau's `trace` does: a report is of one person or of nobody
        run([program, "link", f"{place}/registry.csv", f"{place}/reports.csv", *fields, "--one-person", "--pairs", f"{place}/pairs.csv", "--all"])
        found = collections.defaultdict(dict)
        with open(f"{place}/pairs.csv", encoding="utf-8") as f:
            for r in csv.DictReader(f):
                found[r["right"]][r["left"]] = float(r["probability"])
        with open(f"{place}/reports.csv", encoding="utf-8") as f:
            for r in csv.DictReader(f):
                known, mine = not r["truth"].startswith("nobody"), found[r["id"]]
                said = [p for p in mine if mine[p] >= 0.5]
                g = results.setdefault(r["group"], collections.Counter())
                g["reports"] += 1
                g["true"] += known
                g["reached"] += known and r["truth"] in mine
                g["hit"] += r["truth"] in said
                g["said"] += len(said)
                g["first"] += known and bool(mine) and mine.get(r["truth"], -1) >= max(mine.values())
                whole = len(r["born"]) == 10
                g["true dated"] += known and whole
                g["hit dated"] += whole and r["truth"] in said
                g["said dated"] += len(said) * whole
                g["nobody"] += not known
                g["nobody linked"] += not known and bool(said)
    return {k: dict(v) for k, v in results.items()}


def scale(program, python, folder, sizes, repeats):
    results = {}
    for n in sizes:
        place = f"{folder}/scale{n}"
        os.makedirs(place, exist_ok=True)
        subprocess.run([program, "example", "--persons", str(n), "--seed", "1", "--out", f"{place}/example"], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        subprocess.run([sys.executable, f"{HERE}/scale.py", f"{place}/example/persons.csv", place], check=True)
        files = [f"{place}/a.csv", f"{place}/b.csv"]
        fields = [x for f in ("family=family", "given=given", "patronymic=patronymic", "born=date", "unit=text")
                  for x in ("--field", f)]
        link = [program, "link", *files, *fields, "--pairs", f"{place}/h.csv", "--clusters", f"{place}/hc.csv"]
        example = [program, "link", f"{place}/example/persons.csv", f"{place}/example/reports.csv", "--pairs", f"{place}/e.csv"]
        peer = [python, f"{HERE}/splink_peer.py", "caseload", *files, f"{place}/s.csv", f"{place}/sc.csv", "--least", "0.5"]
        one = link + ["--one-person", "--pairs", f"{place}/o.csv", "--clusters", f"{place}/oc.csv"]
        times = {"homeward": [], "homeward --one-person": [], "homeward, one thread": [], "splink": [], "homeward, example's own reports": []}
        for _ in range(repeats):
            times["homeward"].append(run(link))
            times["homeward --one-person"].append(run(one))
            times["splink"].append(run(peer))
            times["homeward, one thread"].append(run(link + ["--threads", "1"]))
            times["homeward, example's own reports"].append(run(example))
        truths = read_truth(files, "id", "truth")
        results[str(n)] = {}
        for tool, runs in times.items():
            done = [t for t in runs if t]
            if not done:
                continue
            figures = {name: statistics.median(t[name] for t in done) for name in ("wall", "cpu", "mb")}
            if tool in ("homeward", "homeward --one-person", "splink"):
                key = "o" if "one-person" in tool else tool[0]
                s = score(truths, f"{place}/{key}.csv", f"{place}/{key}c.csv")
                figures.update({k: s[k] for k in ("precision", "recall", "f1")})
            results[str(n)][tool] = figures
            print(n, tool, {k: round(v, 4) for k, v in figures.items()}, flush=True)
        if n <= 100000:
            results[str(n)]["nobody can do better (oracle.py)"] = ceiling(place)
    return results


def ceiling(place):
    persons, reports = (list(csv.DictReader(open(f"{place}/{f}.csv", encoding="utf-8"))) for f in "ab")
    ids = {p["id"] for p in persons}
    true = {(b["truth"], b["id"]) for b in reports if b["truth"] in ids}
    said = [pair for pair, p in oracle.posteriors(persons, reports, True) if p >= 0.5]
    right = sum(pair in true for pair in said)
    return {"precision": right / len(said), "recall": right / len(true), "f1": 2 * right / (len(said) + len(true))}


def main():
    arguments = sys.argv[1:]
    options = {"--repeats": "3", "--scale": "10000,100000,1000000", "--only": "accuracy,halves,variants,scale"}
    for name in options:
        if name in arguments:
            at = arguments.index(name)
            options[name] = arguments[at + 1]
            del arguments[at:at + 2]
    program, data, folder = arguments
    os.makedirs(folder, exist_ok=True)
    path = f"{folder}/results.json"
    results = json.load(open(path)) if os.path.exists(path) else {}
    results["machine"] = {"cores": os.cpu_count(), "load": os.getloadavg()[0]}
    repeats = int(options["--repeats"])
    parts = {"accuracy": lambda: accuracy(program, sys.executable, data, folder, repeats),
             "halves": lambda: halves(program, data, folder),
             "variants": lambda: variants(program, folder),
             "scale": lambda: scale(program, sys.executable, folder, [int(n) for n in options["--scale"].split(",")],
                                    max(1, repeats - 2))}
    for part in options["--only"].split(","):
        results[part] = parts[part]()
        results["machine"][part + " load"] = os.getloadavg()[0]
        with open(path, "w", encoding="utf-8") as f:
            json.dump(results, f, indent=1)


main()
