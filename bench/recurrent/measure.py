#!/usr/bin/env python3
"""How fast Fascicle and PyTorch train recurrent networks, side by side on the same data.

Both read the same rows, and train a layer of 128 units over 100 steps of 64 features with a dense layer of ten classes behind it: softmax
cross-entropy, gradient descent with momentum. Before that, both train a few steps from the same parameters, and their losses are
compared. A figure is the processor time of a step: that of a long training less that of a short one, and with it start and compilation,
over the steps between them. So no figure counts waiting for other work on the machine. Both take turns; a ratio is of one turn. Needs
PyTorch and NumPy.
"""
import argparse
import json
import os
import pathlib
import platform
import statistics
import struct
import subprocess
import sys
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
FOLDER = ROOT / "bench" / "target" / "recurrent"
STEPS, FEATURES, UNITS, CLASSES, RATE, MOMENTUM = 100, 64, 128, 10, 0.01, 0.9
ROWS = 2048
LAYERS = {"lstm": "LSTM", "gru": "GRU", "simple_rnn": "RNN"}
# Epochs of the training that is taken off the long one; by then all is compiled.
SHORT = 3
# Steps whose losses are compared.
CHECKED = 3
# Sums are rounded in another order.
TOLERANCE = 1e-4


def write_rows(rows):
    """Random rows and classes, the same in each call."""
    import numpy
    chance = numpy.random.default_rng(1)
    numpy.save(FOLDER / ("x%d.npy" % rows), chance.standard_normal((rows, STEPS, FEATURES), dtype=numpy.float32))
    numpy.save(FOLDER / ("y%d.npy" % rows), chance.integers(0, CLASSES, rows).astype(numpy.int32))


def run(command, **environment):
    """Runs a command; gives its processor seconds, and what it printed."""
    before = os.times()
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
    done = subprocess.run(command, cwd=FOLDER, env=dict(surroundings, **environment), stdout=subprocess.PIPE, text=True)
    after = os.times()
    if done.returncode != 0:
        sys.exit("failed: " + " ".join(command))
    return after.children_user + after.children_system - before.children_user - before.children_system, done.stdout


class Network:
    """A layer at a batch size, in both systems."""

    def __init__(self, layer, batch, threads):
        self.layer, self.batch, self.threads = layer, batch, threads
        self.model = FOLDER / (layer + ".json")
        self.model.write_text(json.dumps({
            "fascicle": 1,
            "data": {"numpy": {"file": "x.npy", "labels": "y.npy"}},
            "network": [{layer: {"units": UNITS, "name": "recurrent"}},
                        {"dense": {"units": CLASSES, "activation": "softmax", "name": "classes"}}],
            "loss": "sparse_categorical_crossentropy", "metrics": [],
            "optimizer": {"momentum": {"learning_rate": RATE, "momentum": MOMENTUM}},
            "training": {"epochs": 0, "batch_size": batch, "seed": 42}}), encoding="ascii")

    def fascicle(self, rows, epochs):
        """Trains: gives processor seconds, and the loss of each epoch."""
        options = "%s -XX:ActiveProcessorCount=%d" % (os.environ.get("FASCICLE_JVM_OPTS", ""), self.threads)
        seconds, text = run([str(ROOT / "fascicle"), "train", str(self.model), "--json", "--set", "training.epochs=%d" % epochs,
                             "--set", "data.numpy.file=x%d.npy" % rows, "--set", "data.numpy.labels=y%d.npy" % rows,
                             "--out", self.layer + ".fasc"], FASCICLE_JVM_OPTS=options.strip())
        lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        return seconds, [line["loss"] for line in lines if "epoch" in line and "loss" in line]

    def torch(self, rows, epochs):
        """The same of PyTorch, from the parameters in Fascicle's archive."""
        seconds, text = run([sys.executable, str(pathlib.Path(__file__).resolve()), "--torch", self.layer, str(self.batch),
                             str(self.threads), str(rows), str(epochs)],
                            OMP_NUM_THREADS=str(self.threads), MKL_NUM_THREADS=str(self.threads))
        return seconds, json.loads(text.splitlines()[-1])

    def check(self):
        """The greatest difference of both's losses, over a few steps from the same parameters."""
        write_rows(self.batch)
        self.fascicle(self.batch, 0)
        _, theirs = self.torch(self.batch, CHECKED)
        _, ours = self.fascicle(self.batch, CHECKED)
        difference = max(abs(a - b) for a, b in zip(ours, theirs, strict=True))
        if not difference < TOLERANCE:
            sys.exit("%s: the losses differ: %s and %s" % (self.layer, ours, theirs))
        return difference

    def step(self, train, epochs):
        """Milliseconds of the processor for a step."""
        short, _ = train(ROWS, SHORT)
        long, _ = train(ROWS, SHORT + epochs)
        return (long - short) * 1000 / (epochs * (ROWS // self.batch))


def tensors(archive):
    """The parameters in an archive, by path."""
    import torch
    with zipfile.ZipFile(archive) as entries:
        data = entries.read("weights.safetensors")
    length = struct.unpack("<Q", data[:8])[0]
    found = {}
    for name, about in json.loads(data[8:8 + length]).items():
        if about.get("dtype") == "F32":
            begin, end = about["data_offsets"]
            found[name] = torch.frombuffer(bytearray(data[8 + length + begin:8 + length + end]),
                                           dtype=torch.float32).reshape(about["shape"])
    return found


def train_torch(layer, batch, threads, rows, epochs):
    """Trains with PyTorch in this process; prints the loss of each epoch."""
    import numpy
    import torch
    from torch import nn

    torch.set_num_threads(threads)
    recurrent = getattr(nn, LAYERS[layer])(FEATURES, UNITS, batch_first=True)
    dense = nn.Linear(UNITS, CLASSES)
    given = tensors(FOLDER / (layer + ".fasc"))

    def gates(tensor):
        # Keras has the update gate of a gru first, PyTorch the one that resets.
        parts = tensor.split(UNITS, dim=-1)
        return torch.cat([parts[1], parts[0], parts[2]] if layer == "gru" else parts, dim=-1)

    with torch.no_grad():
        bias = gates(given["recurrent/bias"])
        recurrent.weight_ih_l0.copy_(gates(given["recurrent/kernel"]).T)
        recurrent.weight_hh_l0.copy_(gates(given["recurrent/recurrent_kernel"]).T)
        recurrent.bias_ih_l0.copy_(bias[0] if layer == "gru" else bias)
        recurrent.bias_hh_l0.copy_(bias[1] if layer == "gru" else torch.zeros_like(bias))
        dense.weight.copy_(given["classes/kernel"].T)
        dense.bias.copy_(given["classes/bias"])
    # But for the gru, Keras has one bias where PyTorch adds two.
    recurrent.bias_hh_l0.requires_grad_(layer == "gru")
    parameters = [p for p in [*recurrent.parameters(), *dense.parameters()] if p.requires_grad]
    optimizer = torch.optim.SGD(parameters, lr=RATE, momentum=MOMENTUM, fused=True)
    cross_entropy = nn.CrossEntropyLoss()
    x = torch.from_numpy(numpy.load(FOLDER / ("x%d.npy" % rows)))
    y = torch.from_numpy(numpy.load(FOLDER / ("y%d.npy" % rows))).long()
    losses = []
    for _ in range(epochs):
        order = torch.randperm(rows)
        total = 0.0
        for picked in order.split(batch):
            optimizer.zero_grad()
            loss = cross_entropy(dense(recurrent(x[picked])[0][:, -1]), y[picked])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(picked)
        losses.append(total / rows)
    print(json.dumps(losses))


def machine(threads):
    import torch
    name = platform.processor()
    if os.path.exists("/proc/cpuinfo"):
        with open("/proc/cpuinfo", encoding="utf-8") as file:
            name = next((line.split(":")[1].strip() for line in file if line.startswith("model name")), name)
    java = subprocess.run(["java", "-version"], stderr=subprocess.PIPE, text=True).stderr.splitlines()[0]
    return "%s, %d processors, %d thread(s) of each, %s, PyTorch %s, load %.1f" % (
        name, os.cpu_count(), threads, java, torch.__version__, os.getloadavg()[0])


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--layers", default="lstm", help="of lstm, gru and simple_rnn; lstm by default")
    options.add_argument("--batches", default="32,128")
    options.add_argument("--threads", type=int, default=1, help="1 by default; with 2, also the time counts that one waits for the other")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--epochs", type=int, default=6, help="more epochs of %d rows in a long training; 6 by default" % ROWS)
    options.add_argument("--torch", nargs=5, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.torch:
        train_torch(given.torch[0], *map(int, given.torch[1:]))
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    print(machine(given.threads))
    print("| layer | batch | Fascicle, ms | PyTorch, ms | Fascicle's speed in PyTorch's | losses differ by |\n|---|---:|---:|---:|---:|---:|")
    for layer in given.layers.split(","):
        for batch in map(int, given.batches.split(",")):
            network = Network(layer, batch, given.threads)
            difference = network.check()
            write_rows(ROWS)
            ours, theirs = zip(*((network.step(network.fascicle, given.epochs), network.step(network.torch, given.epochs))
                                 for _ in range(given.rounds)))
            ratios = [b / a for a, b in zip(ours, theirs)]
            print("| %s | %d | %.1f (%.1f-%.1f) | %.1f (%.1f-%.1f) | %.2f (%.2f-%.2f) | %.0e |" % (
                layer, batch, statistics.median(ours), min(ours), max(ours), statistics.median(theirs), min(theirs), max(theirs),
                statistics.median(ratios), min(ratios), max(ratios), difference), flush=True)


if __name__ == "__main__":
    main()
