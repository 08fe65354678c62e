"""Recall, MRR, time a query, build time and memory of four ways to search names.  Started by run.sh."""
import collections
import csv
import os
import random
import resource
import sqlite3
import statistics
import subprocess
import sys
import time
import unicodedata

size, data, program, work = sys.argv[1:5]
csv.field_size_limit(1 << 24)


def plain(text):
    folded = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(folded.lower().replace(",", " ").split())


def romanize(names):
    """ICAO 9303 for what is Cyrillic, signs off for what is Latin: one column that all peers search."""
    done = subprocess.run([program, "names", "romanize", "--scheme", "icao9303"], input="\n".join(names) + "\n",
                          capture_output=True, text=True, check=True)
    lines = done.stdout.split("\n")[: len(names)]
    assert len(lines) == len(names)
    return [plain(line) for line in lines]


def write(path, header, rows):
    with open(path, "w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(header)
        writer.writerows(rows)


# ---- the two tasks: ids and names of the index; queries with the set of ids that are right ----
def small():
    path = os.path.join(data, "linkage/everypolitician_multilang/names.csv")
    rows = [r for r in csv.DictReader(open(path)) if r["person_id"]]
    latin = [(r["person_id"], r["name"]) for r in rows if r["script"] == "Latn"]
    known = {person for person, _ in latin}
    queries = [(r["name"], {r["person_id"]}) for r in rows if r["script"] == "Cyrl" and r["person_id"] in known]
    return "30,541 Latin names, Cyrillic queries", latin, queries, {"homeward": len(queries), "fts5": 1000, "pg": 1000, "rapidfuzz": 200}


def large():
    folder = os.path.join(work, "million")
    if not os.path.exists(folder + "/truth.csv"):
        subprocess.run([program, "example", "--persons", "1000000", "--out", folder], check=True, stdout=subprocess.DEVNULL)
    people, by_name = [], collections.defaultdict(set)
    name_of = {}
    for r in csv.DictReader(open(folder + "/persons.csv")):
        name = " ".join(x for x in (r["family"], r["given"], r["patronymic"]) if x)
        people.append((r["id"], name))
        by_name[name].add(r["id"])
        name_of[r["id"]] = name
    who = {r["record"]: r["person"] for r in csv.DictReader(open(folder + "/truth.csv"))}
    queries = [(r["name"], by_name[name_of[who[r["id"]]]]) for r in csv.DictReader(open(folder + "/reports.csv"))
               if len(r["name"].split()) == 3 and who.get(r["id"]) in name_of]
    random.Random(1).shuffle(queries)
    return ("1,000,000 people, names of three parts as reports write them (namesakes in all parts count as right)", people, queries[:3000],
            {"homeward": 3000, "fts5": 100, "pg": 100, "rapidfuzz": 20})


# ---- the ways: build(ids, names, romanized) -> (search(query, romanized query) -> ids, bytes) ----
def homeward(task, index, queries):
    names, asked, hits = (os.path.join(work, f) for f in ("names.csv", "queries.csv", "hits.csv"))
    write(names, ["id", "name"], index)
    write(asked, ["query"], [[q] for q, _ in queries])
    run = subprocess.run([program, "search", "--threads", "1", "--in", names, "--id", "id", "--name", "name", "--queries", asked,
                          "--query", "query", "--top", "10", "--out", hits], capture_output=True, text=True, check=True)
    figures = run.stderr.replace(";", " ").replace(",", " ").replace(")", " ").split()
    value = lambda word, step: float(figures[figures.index(word) + step])
    found = collections.defaultdict(list)
    for r in csv.DictReader(open(hits)):
        found[int(r["query_row"])].append(r["id"])
    return dict(build=value("in", 1), p50=value("p50", 1), p99=value("p99", 1), cpu50=value("processor:", 1), cpu99=value("processor:", 2),
                bytes=value("bytes", -1),
                ranks=[first_right(found[i + 1], right) for i, (_, right) in enumerate(queries)])


def first_right(found, right):
    seen = list(dict.fromkeys(found))
    return next((i + 1 for i, f in enumerate(seen[:10]) if f in right), 0)


def timed(search, queries, romanized):
    seconds, work, ranks = [], [], []
    for (_, right), query in zip(queries, romanized):
        began, busy = time.perf_counter(), time.thread_time()
        found = search(query)
        seconds.append(time.perf_counter() - began)
        work.append(time.thread_time() - busy)
        ranks.append(first_right(found, right))
    at = int((len(seconds) - 1) * 0.99)
    return dict(p50=1000 * statistics.median(seconds), p99=1000 * sorted(seconds)[at], cpu50=1000 * statistics.median(work),
                cpu99=1000 * sorted(work)[at], ranks=ranks)


def fts5(ids, romanized, queries, asked):
    path = os.path.join(work, "fts.db")
    if os.path.exists(path):
        os.remove(path)
    began = time.perf_counter()
    db = sqlite3.connect(path)
    db.execute("create virtual table t using fts5(id unindexed, name, tokenize='trigram')")
    db.executemany("insert into t values (?, ?)", zip(ids, romanized))
    db.commit()
    build = time.perf_counter() - began

    def search(query):
        grams = {query[i:i + 3].replace('"', '""') for i in range(len(query) - 2)}
        if not grams:
            return []
        words = " OR ".join('"' + g + '"' for g in sorted(grams))
        return [r[0] for r in db.execute("select id from t where t match ? order by rank limit 30", (words,))]

    return dict(build=build, bytes=os.path.getsize(path), **timed(search, queries, asked))


def pg(ids, romanized, queries, asked):
    port = os.environ.get("PGPORT")
    if not port:
        return None
    base = ["psql", "-h", "127.0.0.1", "-p", port, "-U", "bench", "-qAt", "-v", "ON_ERROR_STOP=1", "postgres"]
    load = os.path.join(work, "load.tsv")
    with open(load, "w") as out:
        for i, name in zip(ids, romanized):
            out.write(i + "\t" + name.replace("\\", " ").replace("\t", " ") + "\n")
    began = time.perf_counter()
    subprocess.run(base, check=True, text=True, input=f"create extension if not exists pg_trgm; drop table if exists n; create table n (id text, name text);\n\\copy n from '{load}'\n"
                   "create index on n using gin (name gin_trgm_ops); analyze n;")
    build = time.perf_counter() - began
    script = ["\\timing on"]
    for q in asked:
        script.append("select string_agg(id, ',' order by s desc, id) from (select id, similarity(name, $q$" + q + "$q$) s from n where name % $q$" + q +
                      "$q$ order by s desc, id limit 30) t;")
    out = subprocess.run(base, check=True, text=True, input="\n".join(script), capture_output=True).stdout.split("\n")
    lines = [l for l in out if l]
    seconds, ranks, answer, at = [], [], "", 0
    for line in lines:
        if line.startswith("Time:"):
            seconds.append(float(line.split()[1]))
            ranks.append(first_right(answer.split(","), queries[at][1]))
            answer, at = "", at + 1
        elif not line.startswith("Timing"):
            answer = line
    bytes_ = float(subprocess.run(base + ["-c", "select pg_total_relation_size('n')"], check=True, text=True, capture_output=True).stdout)
    seconds.sort()
    return dict(build=build, bytes=bytes_, p50=statistics.median(seconds), p99=seconds[int(len(seconds) * 0.99)], ranks=ranks)


def rapidfuzz(ids, romanized, queries, asked):
    try:
        from rapidfuzz import fuzz, process
    except ImportError:
        return None
    search = lambda q: [ids[k] for _, _, k in process.extract(q, romanized, scorer=fuzz.token_sort_ratio, limit=30)]
    return dict(build=0.0, bytes=sum(sys.getsizeof(n) for n in romanized), **timed(search, queries, asked))


def tell(name, r):
    if r is None:
        print(f"| {name} | left out | | | | | | | | | |")
        return
    ranks = r["ranks"]
    n = len(ranks)
    print(f"| {name} | {n} | {sum(k == 1 for k in ranks) / n:.3f} | {sum(k > 0 for k in ranks) / n:.3f} | "
          f"{sum(1 / k for k in ranks if k) / n:.3f} | {r['p50']:.2f} | {r['p99']:.2f} | {r.get('cpu50', float('nan')):.2f} | {r.get('cpu99', float('nan')):.2f} | {r['build']:.1f} | {r['bytes'] / 1e6:.0f} |", flush=True)


for task in {"small": [small], "large": [large], "all": [small, large]}[size]:
    title, index, queries, counts = task()
    pick = random.Random(2)
    ids, names = [i for i, _ in index], [n for _, n in index]
    romanized = romanize(names)
    print(f"\n### {title}   (load {os.getloadavg()[0]:.1f})\n\n| | queries | recall@1 | recall@10 | MRR | p50 ms | p99 ms | CPU p50 ms | CPU p99 ms | build s | MB |\n|---|---|---|---|---|---|---|---|---|---|---|")
    tell("homeward", homeward(task, index, queries))
    for label, way, key in (("SQLite FTS5 trigram, ICAO column", fts5, "fts5"), ("PostgreSQL pg_trgm GIN, ICAO column", pg, "pg"),
                            ("rapidfuzz process.extract token_sort_ratio, ICAO", rapidfuzz, "rapidfuzz")):
        some = pick.sample(queries, min(counts[key], len(queries)))
        tell(label, way(ids, romanized, some, romanize([q for q, _ in some])))
print(f"\npeak of the measuring process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
