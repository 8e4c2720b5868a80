#!/usr/bin/env python3
"""How fast a large CSV file is read and standardized, and how much memory the whole of a training takes.

Trains a tiny network on a table of numbers with the command line as users have it, once on a thousand rows and once on all of them.
What the first takes is the start. Processor time is counted, so that other work on the machine matters little.
"""
import argparse
import json
import os
import pathlib
import random
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DISTINCT = 20_000
START_ROWS = 1_000


def write_table(file, rows, columns):
    """Rows of numbers with six decimals and a class; the same ones come again after some thousands."""
    chance = random.Random(1)
    lines = []
    for _ in range(min(rows, DISTINCT)):
        numbers = [chance.gauss(0, column + 1) for column in range(columns)]
        lines.append(",".join("%.6f" % number for number in numbers) + (",a\n" if sum(numbers) > 0 else ",b\n"))
    with open(file, "w", encoding="ascii") as out:
        out.write(",".join("x%d" % column for column in range(columns)) + ",label\n")
        for first in range(0, rows, len(lines)):
            out.writelines(lines[:min(len(lines), rows - first)])


def train(model, file, epochs):
    """Processor seconds and the peak of the resident memory, in MB, of a training."""
    command = [str(ROOT / "fascicle"), "train", str(model), "--set", "data.csv.file=" + file.name, "--set",
               "training.epochs=%d" % epochs]
    child = os.posix_spawn(command[0], command, dict(os.environ),
                           file_actions=[(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)])
    _, status, usage = os.wait4(child, 0)
    if status != 0:
        sys.exit("the training failed: " + " ".join(command))
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1000


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--columns", type=int, default=50)
    options.add_argument("--epochs", type=int, default=0, help="0 by default: the rows are read, standardized and looked at")
    given = options.parse_args()
    folder = ROOT / "bench" / "target" / "table"
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / "model.json"
    model.write_text(json.dumps({
        "fascicle": 1,
        "data": {"csv": {"file": "given with --set", "label": "label", "scale": "standard"}},
        "network": [{"dense": {"units": 8, "activation": "relu"}}, {"dense": {"units": 2, "activation": "softmax"}}],
        "loss": "sparse_categorical_crossentropy", "optimizer": {"sgd": {"learning_rate": 0.01}},
        "training": {"epochs": 0, "batch_size": 1024}}), encoding="ascii")
    small = folder / "start.csv"
    large = folder / ("%dx%d.csv" % (given.rows, given.columns))
    write_table(small, START_ROWS, given.columns)
    if not large.exists():
        write_table(large, given.rows, given.columns)
    train(model, small, given.epochs)  # builds the application, if that is due
    start, _ = train(model, small, given.epochs)
    seconds, peak = train(model, large, given.epochs)
    size = large.stat().st_size / 1e6
    data = 4 * given.rows * given.columns / 1e6
    print("file            %8.0f MB, %d rows of %d numbers: %.0f MB as float32" % (size, given.rows, given.columns, data))
    print("processor time  %8.1f s, %.1f s of it before a row is read" % (seconds, start))
    print("speed           %8.0f MB/s on one core (wanted: 50)" % (size / (seconds - start)))
    print("peak memory     %8.0f MB (at most: %.0f)" % (peak, 1.3 * data + 200))


if __name__ == "__main__":
    main()
