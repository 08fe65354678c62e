"""The same mixed integer programs before our solver and others: seconds of processor, memory, value found.

usage: peers.py SCALE WORK_FOLDER [SEEDS] [LIMIT]
SCALE is the program made from scale.c.  cbc and glpsol are found by name; HiGHS when `highspy` can be imported by
this Python.  Prints one JSON line a run, then a table of medians in Markdown.
"""

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import threading
import time

INSTANCES = [("m4", 20000, 20000, "classes"), ("m4", 20000, 20000, "personal"),
             ("b2", 5000, 5000, "classes"), ("b2", 5000, 5000, "personal")]
GAP = 1e-4


def run(arguments, limit):
    """Output, seconds of processor, wall seconds, megabytes of one child; killed after twice the limit."""
    began = time.monotonic()
    child = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    timer = threading.Timer(2 * limit + 60, child.kill)
    timer.start()
    out = child.stdout.read()
    _, _, usage = os.wait4(child.pid, 0)
    timer.cancel()
    child.returncode = 0
    return out, usage.ru_utime + usage.ru_stime, time.monotonic() - began, usage.ru_maxrss / 1024


def cbc(path, limit):
    out, cpu, wall, memory = run(["cbc", path, "ratio", str(GAP), "sec", str(limit), "solve"], limit)
    found = re.findall(r"Objective value:\s+(-?[\d.]+)", out)
    return (-float(found[-1]) if found else None), "Optimal" in out and "time limit" not in out, cpu, wall, memory


def glpk(path, limit):
    out, cpu, wall, memory = run(["glpsol", "--freemps", path, "--mipgap", str(GAP), "--tmlim", str(limit), "--cuts",
                                  "-o", path + ".glpk"], limit)
    value = None
    if os.path.exists(path + ".glpk"):
        with open(path + ".glpk") as f:
            found = re.search(r"Objective:\s+\S+ = (-?[\d.e+]+)", f.read())
        value = -float(found.group(1)) if found else None
        os.unlink(path + ".glpk")
    good = "INTEGER OPTIMAL" in out or "RELATIVE MIP GAP TOLERANCE REACHED" in out
    return (value if value else None), good, cpu, wall, memory


HIGHS = """
import sys, highspy
h = highspy.Highs()
h.setOptionValue("output_flag", False)
h.setOptionValue("mip_rel_gap", float(sys.argv[2]))
h.setOptionValue("time_limit", float(sys.argv[3]))
h.setOptionValue("threads", 1)
h.readModel(sys.argv[1])
h.run()
print("VALUE", -h.getInfo().objective_function_value, h.modelStatusToString(h.getModelStatus()))
"""


def highs(path, limit):
    out, cpu, wall, memory = run([sys.executable, "-c", HIGHS, path, str(GAP), str(limit)], limit)
    found = re.search(r"VALUE (\S+) (.*)", out)
    return (float(found.group(1)) if found else None), bool(found) and "Optimal" in found.group(2), cpu, wall, memory


def own(scale, instance, seed, limit):
    out, cpu, wall, memory = run([scale, *map(str, instance), str(seed), str(GAP)], limit)
    answer = json.loads(out.strip().splitlines()[-1])
    return answer["value"], answer["proven"], answer["cpu_seconds"], wall, memory


def main():
    scale, folder = sys.argv[1:3]
    seeds = range(1, 1 + int(sys.argv[3] if len(sys.argv) > 3 else 5))
    limit = int(sys.argv[4]) if len(sys.argv) > 4 else 60
    solvers = {"own": None}
    if shutil.which("cbc"):
        solvers["cbc"] = cbc
    if shutil.which("glpsol"):
        solvers["glpk"] = glpk
    try:
        import highspy  # noqa: F401
        solvers["highs"] = highs
    except ImportError:
        print("highspy is not there: HiGHS is left out", file=sys.stderr)
    table = []
    for instance in INSTANCES:
        rows = {}
        for seed in seeds:
            path = os.path.join(folder, "problem.mps")
            subprocess.run([scale, *map(str, instance), str(seed), str(GAP), path], check=True,
                           stdout=subprocess.DEVNULL)
            for name, solver in solvers.items():
                if name in ("glpk", "highs") and seed > 1 and instance[3] == "personal":
                    continue  # they take their whole limit; one seed shows it
                result = own(scale, instance, seed, limit) if solver is None else solver(path, limit)
                rows.setdefault(name, []).append(result)
                value, proven, cpu, wall, memory = result
                print(json.dumps({"instance": " ".join(map(str, instance)), "seed": seed, "solver": name,
                                  "value": value, "proven": proven, "cpu": round(cpu, 3), "wall": round(wall, 3),
                                  "mb": round(memory, 1)}), flush=True)
        for name, results in rows.items():
            table.append((" ".join(map(str, instance)), name, statistics.median(r[2] for r in results),
                          statistics.median(r[4] for r in results), sum(bool(r[1]) for r in results), len(results),
                          sum(r[0] is None for r in results)))
    print("\n| instance | solver | CPU seconds (median) | memory, MB | within 1e-4 | nothing found |")
    print("|---|---|---|---|---|---|")
    for instance, name, cpu, memory, proven, count, nothing in table:
        print(f"| {instance} | {name} | {cpu:.3f} | {memory:.0f} | {proven} of {count} | {nothing} |")


main()
