"""Splink on one data set, with the settings of its own documented demos (docs/demos/examples/duckdb of the project):
historical_50k from deduplicate_50k_synthetic, febrl1-3 and dsgen A from febrl3, febrl4 and dsgen D from febrl4 (its
detailed model), fake_1000 from accuracy_analysis_from_labels_column.  rldata500, restaurant and the generated caseload
have no demo: their settings follow the same manner and are ours.

usage: splink_peer.py SET FILE [FILE] PAIRS.csv CLUSTERS.csv [--least P]
Writes all scored pairs (left,right,probability) and clusters (id,cluster); times of the stages go to stderr as JSON."""
import json
import sys
import time

began = time.perf_counter()
import duckdb  # noqa: E402
import splink.comparison_library as cl  # noqa: E402
from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: E402

imported = time.perf_counter() - began


def febrl3_settings(unique_id):
    return SettingsCreator(
        unique_id_column_name=unique_id, link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[block_on("soc_sec_id"), block_on("given_name"), block_on("surname"),
                                                block_on("date_of_birth"), block_on("postcode")],
        comparisons=[cl.NameComparison("given_name"), cl.NameComparison("surname"),
                     cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
                     cl.DamerauLevenshteinAtThresholds("soc_sec_id", [2]),
                     cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
                     cl.ExactMatch("postcode").configure(term_frequency_adjustments=True)])


def train_febrl3(linker):
    linker.training.estimate_probability_two_random_records_match(
        [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth"),
         "l.given_name = r.surname and l.surname = r.given_name and l.date_of_birth = r.date_of_birth"], recall=0.9)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=2)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("date_of_birth"))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on("postcode"))


def febrl4_settings(unique_id):
    return SettingsCreator(
        unique_id_column_name=unique_id, link_type="link_only",
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "surname"), "l.given_name = r.surname and l.surname = r.given_name",
            block_on("date_of_birth"), block_on("soc_sec_id"), block_on("state", "address_1"),
            block_on("street_number", "address_1"), block_on("postcode")],
        comparisons=[cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
                     cl.NameComparison("surname").configure(term_frequency_adjustments=True),
                     cl.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d",
                                              invalid_dates_as_null=True),
                     cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
                     cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
                     cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True)])


def train_febrl4(linker):
    linker.training.estimate_probability_two_random_records_match(
        [block_on("soc_sec_id"), block_on("given_name", "surname", "date_of_birth")], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in ("date_of_birth", "postcode"):
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(rule), estimate_without_term_frequencies=True)


def historical_settings(unique_id):
    return SettingsCreator(
        unique_id_column_name=unique_id, link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[
            block_on("substr(first_name,1,3)", "substr(surname,1,4)"), block_on("surname", "dob"),
            block_on("first_name", "dob"), block_on("postcode_fake", "first_name"),
            block_on("postcode_fake", "surname"), block_on("dob", "birth_place"),
            block_on("substr(postcode_fake,1,3)", "dob"), block_on("substr(postcode_fake,1,3)", "first_name"),
            block_on("substr(postcode_fake,1,3)", "surname"),
            block_on("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)")],
        comparisons=[cl.ForenameSurnameComparison("first_name", "surname",
                                                  forename_surname_concat_col_name="first_name_surname_concat"),
                     cl.DateOfBirthComparison("dob", input_is_string=True), cl.PostcodeComparison("postcode_fake"),
                     cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
                     cl.ExactMatch("occupation").configure(term_frequency_adjustments=True)])


def train_historical(linker):
    linker.training.estimate_probability_two_random_records_match(
        [block_on("first_name", "surname", "dob"),
         block_on("substr(first_name,1,2)", "surname", "substr(postcode_fake,1,2)"), block_on("dob", "postcode_fake")],
        recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e7)
    for rule in (block_on("first_name", "surname"), block_on("dob")):
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies=True)


def fake_settings(unique_id):
    return SettingsCreator(
        unique_id_column_name=unique_id, link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[block_on(c) for c in ("first_name", "surname", "dob", "email")],
        comparisons=[cl.ForenameSurnameComparison("first_name", "surname"),
                     cl.DateOfBirthComparison("dob", input_is_string=True),
                     cl.ExactMatch("city").configure(term_frequency_adjustments=True), cl.EmailComparison("email")])


def train_fake(linker):
    linker.training.estimate_probability_two_random_records_match(
        ["l.first_name = r.first_name and levenshtein(r.dob::VARCHAR, l.dob::VARCHAR) <= 1",
         "l.surname = r.surname and levenshtein(r.dob::VARCHAR, l.dob::VARCHAR) <= 1",
         "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2", "l.email = r.email"], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=5)
    for rule in (block_on("dob"), block_on("email"), block_on("first_name", "surname")):
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies=True)


def rldata_settings(unique_id):
    return SettingsCreator(
        unique_id_column_name=unique_id, link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[block_on("fname_c1"), block_on("lname_c1"),
                                                block_on("by", "bm"), block_on("bm", "bd"), block_on("by", "bd")],
        comparisons=[cl.NameComparison("fname_c1").configure(term_frequency_adjustments=True),
                     cl.NameComparison("lname_c1").configure(term_frequency_adjustments=True),
                     cl.ExactMatch("by"), cl.ExactMatch("bm"), cl.ExactMatch("bd")])


def train_rldata(linker):
    linker.training.estimate_probability_two_random_records_match(
        [block_on("fname_c1", "lname_c1", "by"), block_on("lname_c1", "by", "bm", "bd")], recall=0.8)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("lname_c1"), block_on("by", "bm")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)


def restaurant_settings(unique_id):
    return SettingsCreator(
        unique_id_column_name=unique_id, link_type="dedupe_only",
        blocking_rules_to_generate_predictions=[block_on("phone"), block_on("name"), block_on("substr(name,1,4)"),
                                                block_on("substr(addr,1,6)")],
        comparisons=[cl.JaroWinklerAtThresholds("name", [0.95, 0.88, 0.8]),
                     cl.JaroWinklerAtThresholds("addr", [0.95, 0.88, 0.8]),
                     cl.ExactMatch("city").configure(term_frequency_adjustments=True),
                     cl.LevenshteinAtThresholds("phone", [1, 3])])


def train_restaurant(linker):
    linker.training.estimate_probability_two_random_records_match([block_on("name"), block_on("phone")], recall=0.9)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("name"), block_on("city")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)


def caseload_settings(unique_id):
    return SettingsCreator(
        unique_id_column_name=unique_id, link_type="link_only",
        blocking_rules_to_generate_predictions=[block_on("family", "given"), block_on("family", "born"),
                                                block_on("born", "given"), block_on("family", "substr(born,1,4)"),
                                                block_on("born", "substr(family,1,2)")],
        comparisons=[cl.ForenameSurnameComparison("given", "family"),
                     cl.JaroWinklerAtThresholds("patronymic", [0.92, 0.8]),
                     cl.DateOfBirthComparison("born", input_is_string=True)])


def train_caseload(linker):
    linker.training.estimate_probability_two_random_records_match([block_on("family", "given", "born")], recall=0.6)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in (block_on("family", "given"), block_on("born")):
        linker.training.estimate_parameters_using_expectation_maximisation(
            rule, estimate_without_term_frequencies=True)


SETS = {  # settings, training, id column, threshold of clusters (of the demo, else .95 as in its tutorial)
    "febrl1": (febrl3_settings, train_febrl3, "rec_id", 0.95),
    "febrl2": (febrl3_settings, train_febrl3, "rec_id", 0.95),
    "febrl3": (febrl3_settings, train_febrl3, "rec_id", 0.95),
    "febrl4": (febrl4_settings, train_febrl4, "rec_id", 0.99),
    "dsgen_A": (febrl3_settings, train_febrl3, "rec_id", 0.95),
    "dsgen_D": (febrl4_settings, train_febrl4, "rec_id", 0.99),
    "rldata500": (rldata_settings, train_rldata, "rec_id", 0.95),
    "historical_50k": (historical_settings, train_historical, "unique_id", 0.95),
    "fake_1000": (fake_settings, train_fake, "unique_id", 0.95),
    "restaurant": (restaurant_settings, train_restaurant, "record_id", 0.95),
    "caseload": (caseload_settings, train_caseload, "id", 0.95),
}


def read(connection, number, path, unique_id):
    """Every column as text, empty and NA as missing: what the demos' loaders give."""
    name = f"input_{number}"
    connection.execute(f"create table {name} as select * from read_csv('{path}', all_varchar=true, header=true, "
                       f"nullstr=['', 'NA'])")
    columns = [c[0] for c in connection.execute(f"describe {name}").fetchall()]
    extra = ""
    if "first_name" in columns and "surname" in columns:
        extra = ", first_name || ' ' || surname as first_name_surname_concat"
    return connection.sql(f"select *{extra} from {name}"), columns


def main():
    arguments = sys.argv[1:]
    least = None
    if "--least" in arguments:
        at = arguments.index("--least")
        least = float(arguments[at + 1])
        del arguments[at:at + 2]
    key, files, pairs, clusters = arguments[0], arguments[1:-2], arguments[-2], arguments[-1]
    make, train, unique_id, cut = SETS[key]
    connection = duckdb.connect()
    api = DuckDBAPI(connection=connection)
    frames = [api.register(read(connection, i, f, unique_id)[0]) for i, f in enumerate(files)]
    linker = Linker(frames if len(frames) > 1 else frames[0], make(unique_id))
    marks = {"import": imported, "read": time.perf_counter() - began}
    train(linker)
    marks["train"] = time.perf_counter() - began
    predictions = linker.inference.predict(threshold_match_probability=least)
    marks["predict"] = time.perf_counter() - began
    made = linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, threshold_match_probability=cut)
    marks["cluster"] = time.perf_counter() - began
    scored = predictions.as_duckdbpyrelation()  # noqa: F841
    grouped = made.as_duckdbpyrelation()  # noqa: F841
    connection.sql(f"copy (select {unique_id}_l as left, {unique_id}_r as right, match_probability as probability "
                   f"from scored) to '{pairs}' (header)")
    file = "source_dataset" if len(files) > 1 else "1"
    connection.sql(f"copy (select {unique_id} as id, {file} as file, cluster_id as cluster from grouped) "
                   f"to '{clusters}' (header)")
    marks["total"] = time.perf_counter() - began
    print(json.dumps(marks), file=sys.stderr)


main()
