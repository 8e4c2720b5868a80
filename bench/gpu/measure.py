#!/usr/bin/env python3
"""Measures Fascicle on a machine with an NVIDIA card, beside PyTorch and JAX, in at most eight minutes. `bench/gpu/pack` makes the folder
that this lies in: it brings its own Java. What is found goes to results.json beside this file, and to one table at the end.
"""
import argparse
import json
import os
import re
import struct
import subprocess
import sys
import time
import zipfile

HERE = os.path.dirname(os.path.abspath(__file__))
NETWORKS = ["mlp-nesterov", "bn-dropout", "deep-selu", "cnn"]
# Of Fascicle: names, backends, and options of Java. The first one is measured in each precision, the others in float32.
SYSTEMS = [("fascicle cuda", "cuda", ""), ("fascicle cuda, own products", "cuda", "-Dfascicle.backend.cuda.products=fascicle"),
           ("fascicle cuda, cublaslt", "cuda", "-Dfascicle.backend.cuda.products=cublaslt"), ("fascicle opencl", "opencl", "")]
PEERS = ["torch", "torch-graph", "jax", "jax-scan"]
# Products are added in another order than on the processor. What differs by more than this is a fault, not rounding.
TOLERANCE = 2e-3


class Bench:
    def __init__(self, args):
        self.args = args
        self.end = time.time() + args.minutes * 60
        self.results = {"versions": {}, "tests": {}, "parity": [], "speed": [], "profile": [], "problems": []}

    def run(self, what, command, seconds, options=""):
        """Runs a command, with options for the Java of `fascicle`; gives its exit code and what it printed, and keeps what went wrong."""
        left = self.end - time.time()
        if left < 5:
            self.results["problems"].append(f"{what}: no time was left for it")
            return None, ""
        print(f"[{self.args.minutes * 60 - left:4.0f} s] {what}", flush=True)
        environment = dict(os.environ, JAVA_HOME=os.path.join(HERE, "jdk"), PYTHONDONTWRITEBYTECODE="1")
        environment["FASCICLE_JVM_OPTS"] = (environment.get("FASCICLE_JVM_OPTS", "") + " " + options).strip()
        try:
            done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
                                  timeout=min(seconds, left), env=environment, cwd=HERE)
        except subprocess.TimeoutExpired as late:
            text = late.stdout.decode(errors="replace") if isinstance(late.stdout, bytes) else late.stdout or ""
            self.results["problems"].append(f"{what}: did not end within {min(seconds, left):.0f} s: {text[-500:]}")
            return None, text
        except OSError as problem:
            self.results["problems"].append(f"{what}: {problem}")
            return None, ""
        if done.returncode != 0:
            self.results["problems"].append(f"{what}: exit code {done.returncode}: {done.stdout[-1500:]}")
        return done.returncode, done.stdout

    def fascicle(self, what, *words, seconds=60, options=""):
        return self.run(what, [os.path.join(HERE, "fascicle", "fascicle"), *words], seconds, options)

    def versions(self):
        commands = {"card": ["nvidia-smi", "--query-gpu=name,driver_version,memory.total", "--format=csv,noheader"],
                    "nvcc": ["nvcc", "--version"], "processor": ["sh", "-c", "grep -m1 'model name' /proc/cpuinfo"],
                    "java": [os.path.join(HERE, "jdk", "bin", "java"), "-version"]}
        for name, command in commands.items():
            code, text = self.run(f"version of {name}", command, 20)
            if code == 0:
                self.results["versions"][name] = text.strip().splitlines()[-1 if name == "nvcc" else 0]
        _, text = self.fascicle("backends", "backends")
        self.results["versions"]["backends"] = text

    def tests(self):
        classes = os.path.join(HERE, "tests")
        path = ":".join([os.path.join(classes, "cases"), *(os.path.join(classes, jar) for jar in sorted(os.listdir(classes))
                                                             if jar.endswith(".jar") and not jar.startswith("junit"))])
        for backend, products, few in [("cuda", "auto", []), ("cuda", "cublaslt", ["--include-classname", ".*(Tensor|RandomGraph)Test"]),
                                       ("opencl", "auto", [])]:
            name = backend if products == "auto" else f"{backend} with {products}"
            code, text = self.run(f"contract and kernels on {name}", [
                os.path.join(HERE, "jdk", "bin", "java"), "-Xmx2g", f"-Dfascicle.gpu.backend={backend}",
                f"-Dfascicle.gpu.products={products}", "-jar",
                os.path.join(classes, "junit-platform-console-standalone.jar"), "execute", "--disable-banner",
                "--disable-ansi-colors", "--details=summary", "--class-path", path, "--scan-class-path",
                os.path.join(classes, "cases"), "--include-package", "org.fascicle.backend.gpu",
                "--exclude-package", "org.fascicle.backend.gpu.cuda", "--exclude-classname", ".*ProductNetworksTest",
                *few], 50 if few else 90)
            counts = {word: int(number) for number, word in
                      re.findall(r"(\d+) tests (found|successful|failed|aborted|skipped)", text)}
            self.results["tests"][name] = dict(counts, ended=code is not None)
            if counts.get("failed"):
                self.results["problems"].append(text[-6000:])

    def train(self, network, backend, name):
        archive = os.path.join(HERE, "work", name + ".fasc")
        os.makedirs(os.path.dirname(archive), exist_ok=True)
        if os.path.exists(archive):
            os.remove(archive)
        self.fascicle(f"train {network} on {backend}", "train", os.path.join(HERE, "models", network + ".json"), "--backend",
                      backend, "--set", "data.random.rows=4096", "--set", "training.batch_size=128", "--out", archive)
        return weights(archive) if os.path.exists(archive) else None

    def parity(self):
        for network in NETWORKS:
            first, again = (self.train(network, "cuda", f"{network}-cuda-{i}") for i in range(2))
            there = weights(os.path.join(HERE, "expected", network + ".fasc"))
            line = {"network": network, "twice_to_the_bit": first is not None and first == again}
            if first is not None:
                line["greatest_difference_from_jit"] = difference(first, there)
            line["passed"] = line["twice_to_the_bit"] and line.get("greatest_difference_from_jit", 1) < TOLERANCE
            self.results["parity"].append(line)

    def sanitize(self):
        model = os.path.join(HERE, "models", "bn-dropout.json")
        command = ["compute-sanitizer", "--tool", "memcheck", "--target-processes", "all", "--error-exitcode", "86",
                   os.path.join(HERE, "fascicle", "fascicle"), "train", model, "--backend", "cuda", "--set",
                   "data.random.rows=64", "--set", "training.batch_size=64"]
        code, text = self.run("compute-sanitizer over one step", command, 90)
        summary = re.findall(r"ERROR SUMMARY: .*", text)
        self.results["sanitizer"] = summary[-1] if summary else f"exit code {code}"

    def speeds(self):
        model = os.path.join(HERE, "models", "mlp-nesterov.json")
        for precision in self.args.precisions.split(","):
            for batch in self.args.batches.split(","):
                for system, backend, options in SYSTEMS if precision == "float32" else SYSTEMS[:1]:
                    code, text = self.fascicle(f"{system} {precision} at batch {batch}", "bench", model, "--backend", backend,
                                               "--precision", precision, "--batch", batch, "--seconds",
                                               str(self.args.seconds * 1.5), "--json", options=options)
                    if code == 0:
                        found = json.loads(text.strip().splitlines()[-1])
                        self.results["speed"].append({"system": system, "batch": int(batch),
                                                      "precision": precision, "samples_per_s": round(found["samples_per_s"])})
        for peer in PEERS:
            _, text = self.run(peer, [sys.executable, os.path.join(HERE, "peers.py"), peer, "--batches", self.args.batches,
                                      "--precisions", self.args.precisions, "--seconds", str(self.args.seconds)], 120)
            for line in text.splitlines():
                if line.startswith("{"):
                    found = json.loads(line)
                    if "versions" in found:
                        self.results["versions"][peer] = found["versions"]
                    elif "problem" in found:
                        self.results["problems"].append(line)
                    else:
                        self.results["speed"].append(found)

    def profile(self):
        model = os.path.join(HERE, "models", "mlp-nesterov.json")
        code, text = self.fascicle("profile at batch 512", "bench", model, "--backend", "cuda", "--batch", "512", "--seconds", "2",
                                   "--profile", "--json")
        if code == 0:
            self.results["profile"] = [json.loads(line) for line in text.splitlines() if line.startswith("{")]

    def table(self):
        batches = [int(batch) for batch in self.args.batches.split(",")]
        print("\n" + self.results["versions"].get("card", "no card was found"))
        for backend, counts in self.results["tests"].items():
            print(f"tests on {backend}: {counts}")
        for line in self.results["parity"]:
            print(f"parity of {line['network']}: {'passed' if line['passed'] else 'FAILED'} {line}")
        print(f"compute-sanitizer: {self.results.get('sanitizer', 'was not run')}")
        print("\n| samples/s | precision |" + "".join(f" {batch} |" for batch in batches))
        print("|---|---|" + "---:|" * len(batches))
        rows = {}
        for line in self.results["speed"]:
            rows.setdefault((line["precision"], line["system"]), {})[line["batch"]] = line["samples_per_s"]
        for (precision, system), found in sorted(rows.items()):
            print(f"| {system} | {precision} |" + "".join(f" {found[b]:,} |" if b in found else " |" for b in batches))
        for problem in self.results["problems"]:
            print("\nPROBLEM " + problem)


def weights(archive):
    """The tensors of an archive by name, each as its bytes."""
    tensors = {}
    with zipfile.ZipFile(archive) as entries:
        for name in entries.namelist():
            if name.endswith(".safetensors"):
                data = entries.read(name)
                length = struct.unpack("<Q", data[:8])[0]
                for key, tensor in json.loads(data[8:8 + length]).items():
                    if key != "__metadata__":
                        begin, end = tensor["data_offsets"]
                        tensors[f"{name}:{key}"] = (tensor["dtype"], data[8 + length + begin:8 + length + end])
    return tensors


def difference(ours, theirs):
    """The greatest difference of an element, relative to the greatest of its tensor."""
    worst = 0.0
    for key, (dtype, data) in ours.items():
        if dtype == "F32" and key in theirs:
            a, b = (struct.unpack(f"<{len(d) // 4}f", d) for d in (data, theirs[key][1]))
            greatest = max(map(abs, b), default=0) or 1
            worst = max([worst, *(abs(x - y) / greatest for x, y in zip(a, b))])
    return worst


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=8)
    parser.add_argument("--batches", default="32,128,512,8192")
    parser.add_argument("--precisions", default="float32,tf32,bfloat16")
    parser.add_argument("--seconds", type=float, default=1.2, help="for each figure")
    parser.add_argument("--only", default="versions,tests,parity,sanitize,speeds,profile")
    bench = Bench(parser.parse_args())
    for part in bench.args.only.split(","):
        try:
            getattr(bench, part)()
        except Exception as problem:  # whatever it is, the other parts have their own time
            bench.results["problems"].append(f"{part}: {type(problem).__name__}: {problem}")
        with open(os.path.join(HERE, "results.json"), "w") as file:
            json.dump(bench.results, file, indent=1)
    bench.table()
    return 1 if bench.results["problems"] else 0


if __name__ == "__main__":
    sys.exit(main())
