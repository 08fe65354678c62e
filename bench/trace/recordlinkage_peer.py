"""recordlinkage (Python Record Linkage Toolkit) on one data set, in the manner of its documentation: block on one field and on a
second, compare field by field to 0 or 1 (Jaro-Winkler from 0.85), classify by its ECM classifier, which needs no labels.

usage: recordlinkage_peer.py SET FILE [FILE] PAIRS.csv CLUSTERS.csv
It has no clustering: clusters are the connected components of what it links."""
import sys
import warnings

import pandas as pd
import recordlinkage

warnings.filterwarnings("ignore")
FEBRL = dict(id="rec_id", block=["given_name", "surname", "date_of_birth"],
             exact=["date_of_birth", "suburb", "state", "soc_sec_id"], text=["given_name", "surname", "address_1"])
SETS = {
    "febrl1": FEBRL, "febrl2": FEBRL, "febrl3": FEBRL, "febrl4": FEBRL, "dsgen_A": FEBRL, "dsgen_D": FEBRL,
    "rldata500": dict(id="rec_id", block=["fname_c1", "lname_c1"], exact=["by", "bm", "bd"], text=["fname_c1", "lname_c1"]),
    "fake_1000": dict(id="unique_id", block=["first_name", "surname", "dob", "email"], exact=["dob", "city", "email"],
                      text=["first_name", "surname"]),
    "historical_50k": dict(id="unique_id", block=["surname", "dob", "postcode_fake"],
                           exact=["dob", "birth_place", "postcode_fake", "occupation"], text=["first_name", "surname"]),
    "restaurant": dict(id="record_id", block=["name", "phone", "addr"], exact=["city", "phone"], text=["name", "addr"]),
}


def main():
    key, files, pairs_path, clusters_path = sys.argv[1], sys.argv[2:-2], sys.argv[-2], sys.argv[-1]
    how = SETS[key]
    frames = [pd.read_csv(f, dtype=str, keep_default_na=True).set_index(how["id"]) for f in files]
    index = recordlinkage.Index()
    for column in how["block"]:
        index.block(column)
    candidates = index.index(*frames)
    compare = recordlinkage.Compare()
    for column in how["exact"]:
        compare.exact(column, column, label=column)
    for column in how["text"]:
        compare.string(column, column, method="jarowinkler", threshold=0.85, label=column)
    features = compare.compute(candidates, *frames)
    try:
        ecm = recordlinkage.ECMClassifier()
        ecm.fit_predict(features)
        chance = ecm.prob(features).fillna(0)
    except Exception as fault:  # its known faults are part of the picture: said, not hidden
        print(f"recordlinkage: {type(fault).__name__}: {fault}", file=sys.stderr)
        chance = pd.Series(0.0, index=candidates)
    parent = {}

    def root(x):
        while parent.setdefault(x, x) != x:
            x = parent[x]
        return x

    with open(pairs_path, "w", encoding="utf-8") as f:
        f.write("left,right,probability\n")
        for (left, right), p in chance.items():
            f.write(f"{left},{right},{p}\n")
            if p >= 0.5:
                parent[root((0, left))] = root((len(files) - 1, right))
    with open(clusters_path, "w", encoding="utf-8") as f:
        f.write("id,file,cluster\n")
        for number, frame in enumerate(frames):
            for name in frame.index:
                f.write(f"{name},{number},{'-'.join(map(str, root((number, name))))}\n")


main()
