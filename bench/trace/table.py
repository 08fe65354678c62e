"""The page and the picture of what bench.py measured.

usage: table.py RESULTS.json README.md PICTURE.svg
Everything between the marks <!-- measured --> and <!-- end --> of the page is made anew."""
import json
import sys

TOOLS = ["homeward", "splink", "recordlinkage"]
COLOURS = {"homeward": "#1f6f8b", "splink": "#c8553d", "recordlinkage": "#8a8a8a"}


def accuracy(results):
    out = ["| set | tool | F1 at .5 | precision | recall | best F1 (at) | B-cubed F1 | reached | pairs a record | Brier | wall s | CPU s | peak MB |",
           "|---|---|---|---|---|---|---|---|---|---|---|---|---|"]
    for key, tools in results.items():
        for tool in TOOLS:
            r = tools.get(tool)
            if not r:
                out.append(f"| {key} | {tool} | failed | | | | | | | | | | |")
                continue
            out.append(f"| {key} | {tool} | **{r['f1']:.4f}** | {r['precision']:.4f} | {r['recall']:.4f} | {r['best_f1']:.4f} ({r['best_at']:.2f}) | "
                       f"{r['cubed_f1']:.4f} | {r['reached']:.4f} | {r['candidates'] / r['records']:.1f} | {r['brier']:.4f} | {r['wall']:.2f} | "
                       f"{r['cpu']:.2f} | {r['mb']:.0f} |")
    out += ["", "| set | CPU of Splink ÷ ours | wall | memory | CPU of recordlinkage ÷ ours | memory |", "|---|---|---|---|---|---|"]
    for key, tools in results.items():
        ours, splink, other = tools.get("homeward"), tools.get("splink"), tools.get("recordlinkage")
        ratio = lambda a, b, k: f"{a[k] / b[k]:.1f}" if a and b and b[k] else ""
        out.append(f"| {key} | {ratio(splink, ours, 'cpu')} | {ratio(splink, ours, 'wall')} | {ratio(splink, ours, 'mb')} | "
                   f"{ratio(other, ours, 'cpu')} | {ratio(other, ours, 'mb')} |")
    return out


def variants(results):
    out = ["| variant of the name | true | reached | recall | precision | best candidate right | with a whole date: recall | precision | nobody, yet linked |",
           "|---|---|---|---|---|---|---|---|---|"]
    total = {}
    share = lambda a, b: f"{a / b:.3f}" if b else ""
    row = lambda name, g: (f"| {name} | {g['true']} | {share(g['reached'], g['true'])} | {share(g['hit'], g['true'])} | {share(g['hit'], g['said'])} | "
                           f"{share(g['first'], g['true'])} | {share(g['hit dated'], g['true dated'])} | {share(g['hit dated'], g['said dated'])} | "
                           f"{g['nobody linked']} of {g['nobody']} |")
    for name, g in results.items():
        out.append(row(name, g))
        for k, v in g.items():
            total[k] = total.get(k, 0) + v
    return out + [row("**all**", total)]


def halves(results):
    out = ["| random half of the persons of historical_50k | rows | F1 at .5 | best F1 (at) | B-cubed F1 | reached | pairs a record | Brier |",
           "|---|---|---|---|---|---|---|---|"]
    for i, r in enumerate(results):
        out.append(f"| {i + 1} | {r['records']} | {r['f1']:.4f} | {r['best_f1']:.4f} ({r['best_at']:.2f}) | {r['cubed_f1']:.4f} | {r['reached']:.4f} | "
                   f"{r['candidates'] / r['records']:.1f} | {r['brier']:.4f} |")
    return out


def scale(results):
    out = ["| persons + reports | tool | wall s | CPU s | peak MB | F1 at .5 | precision | recall |", "|---|---|---|---|---|---|---|---|"]
    for n, tools in results.items():
        for tool, r in tools.items():
            f1 = f"{r['f1']:.4f} | {r['precision']:.4f} | {r['recall']:.4f}" if "f1" in r else " | | "
            cost = f"{r['wall']:.2f} | {r['cpu']:.2f} | {r['mb']:.0f}" if "wall" in r else " | | "
            out.append(f"| {int(n):,} + {int(n) // 2:,} | {tool} | {cost} | {f1} |")
    return out


def bar(x, y, width, colour, label):
    return (f'<rect x="{x}" y="{y}" width="{max(width, 1):.1f}" height="12" fill="{colour}"/>'
            f'<text x="{x + max(width, 1) + 4:.1f}" y="{y + 10}" font-size="10">{label}</text>')


def picture(results):
    sets = results.get("accuracy", {})
    height = 70 + len(sets) * 52
    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 980 {height}" font-family="sans-serif" role="img" '
           'aria-label="F1, CPU seconds and memory of homeward, Splink and recordlinkage by data set">',
           f'<rect width="980" height="{height}" fill="white"/>']
    for i, tool in enumerate(TOOLS):
        out.append(f'<rect x="{130 + i * 130}" y="10" width="12" height="12" fill="{COLOURS[tool]}"/>'
                   f'<text x="{147 + i * 130}" y="20" font-size="12">{tool}</text>')
    for x, words in ((130, "F1 at the default threshold"), (420, "CPU seconds (logarithmic)"), (710, "peak memory, MB")):
        out.append(f'<text x="{x}" y="46" font-size="12" font-weight="bold">{words}</text>')
    import math
    most = max((r["mb"] for t in sets.values() for r in t.values()), default=1)
    for k, (key, tools) in enumerate(sets.items()):
        y = 58 + k * 52
        out.append(f'<text x="8" y="{y + 24}" font-size="12">{key}</text>')
        for i, tool in enumerate(TOOLS):
            r = tools.get(tool)
            if not r:
                continue
            out.append(bar(130, y + i * 14, r["f1"] * 220, COLOURS[tool], f"{r['f1']:.3f}"))
            out.append(bar(420, y + i * 14, (math.log10(max(r["cpu"], 0.01)) + 2) * 55, COLOURS[tool], f"{r['cpu']:.2f}"))
            out.append(bar(710, y + i * 14, r["mb"] / most * 200, COLOURS[tool], f"{r['mb']:.0f}"))
    return "\n".join(out + ["</svg>", ""])


def main():
    results = json.load(open(sys.argv[1], encoding="utf-8"))
    machine = results.get("machine", {})
    loads = ", ".join(f"{k[:-5]} {v:.1f}" for k, v in machine.items() if k.endswith(" load"))
    lines = [f"{machine.get('cores')} cores; load of the machine when each part ended: {loads}.", ""]
    for name, make, title in (("accuracy", accuracy, "### Open data sets"), ("halves", halves, "### Halves"), ("variants", variants, "### The bureau's own task, by variant of the name"),
                              ("scale", scale, "### Scale")):
        if results.get(name):
            lines += [title, ""] + make(results[name]) + [""]
    text = open(sys.argv[2], encoding="utf-8").read()
    start, end = "<!-- measured -->", "<!-- end -->"
    head, rest = text.split(start, 1)
    _, tail = rest.split(end, 1)
    with open(sys.argv[2], "w", encoding="utf-8") as f:
        f.write(head + start + "\n" + "\n".join(lines) + end + tail)
    with open(sys.argv[3], "w", encoding="utf-8") as f:
        f.write(picture(results))


main()
