#!/usr/bin/env python3
"""Native code against the Vector API: the hand-written plans of both kinds, and Fascicle's backend jit, in turns.

First each system is started some times for each network and batch size: how long until the first step is done, and how many samples
follow in the next second. Then all systems stay resident, are warmed up, and take turns, a slice of time each. Prints two tables,
medians, and the load. Build with `bench/run --check` first.
"""
import argparse
import json
import os
import shutil
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

BENCH = Path(__file__).resolve().parent.parent
CODE = Path(tempfile.gettempdir()) / "fascicle-bench-native"
VECTORS = "--add-modules=jdk.incubator.vector"


def java(worker, network, threads):
    path = f"{BENCH}/plan/target/classes:{(BENCH / 'plan/target/classpath').read_text().strip()}"
    flags = [VECTORS] if worker == "PlanWorker" else []
    return ["java", *flags, f"-Dbench.code={CODE}", "-Xmx2g", "-cp", path, f"org.fascicle.bench.plan.{worker}", network, str(threads)]


def fascicle(threads, *verb):
    environment = dict(os.environ)
    if threads < os.cpu_count():
        environment["FASCICLE_JVM_OPTS"] = f"-XX:ActiveProcessorCount={threads}"
    return [str(BENCH.parent / "fascicle"), *verb], environment


def start(command, environment=None, given=subprocess.PIPE):
    return subprocess.Popen(command, stdin=given, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment)


def answer(process, line):
    process.stdin.write(line + "\n")
    process.stdin.flush()
    while True:
        said = process.stdout.readline()
        if not said:
            raise RuntimeError(f"no answer to {line}")
        if said.startswith("{"):
            return json.loads(said)


class Plan:
    """A hand-written plan; steady and first figures come from its worker."""

    def __init__(self, worker, network, batch, threads):
        self.command, self.batch = java(worker, network, threads), batch
        self.process = None

    def first(self):
        with start(self.command) as process:
            said = answer(process, f"{self.batch} 1.1")
            process.stdin.close()
        return said["first_step_ms"], said["first_second_samples"] / 1000

    def slice(self, seconds):
        self.process = self.process or start(self.command)
        said = answer(self.process, f"{self.batch} {seconds}")
        return said["samples_per_s"] / 1000, said["bytes_per_step"]


class Jit:
    """Fascicle; its first second is that of a training, whose epochs of 4096 rows are counted, the last in part."""

    ROWS = 4096

    def __init__(self, network, batch, threads):
        self.model, self.batch, self.threads = BENCH / "models" / (network + ".json"), batch, threads
        self.process = None

    def first(self):
        command, environment = fascicle(self.threads, "train", "-v", str(self.model), "--json", "--set", "training.epochs=2000", "--set",
                                        f"training.batch_size={self.batch}", "--set", f"data.random.rows={self.ROWS}")
        begin = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment)
        step = samples = last = None
        for line in process.stdout:
            now = time.monotonic()
            if "first step" in line:
                step = last = now
                samples = 0
                batch = self.batch
            elif line.startswith("{"):
                rows = self.ROWS - batch
                batch = 0
                if now - step > 1:
                    samples += rows * (step + 1 - last) / (now - last)
                    break
                samples, last = samples + rows, now
        process.kill()
        process.wait()
        return (step - begin) * 1000, samples / 1000

    def slice(self, seconds):
        if self.process is None:
            self.process = start(*fascicle(self.threads, "shell"))
        said = answer(self.process, f"bench '{self.model}' --batch {self.batch} --seconds {1.5 * seconds} --json")
        return said["samples_per_s"] / 1000, said["bytes_per_step"]


def systems(network, batch):
    found = {}
    for threads in (1, 2):
        found[f"native {threads}t"] = Plan("NativePlanWorker", network, batch, threads)
        found[f"java {threads}t"] = Plan("PlanWorker", network, batch, threads)
        found[f"jit {threads}t"] = Jit(network, batch, threads)
    return found


def middle(values):
    return statistics.median(values)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--networks", default="mlp-nesterov,mlp-adam,bn-dropout")
    parser.add_argument("--batches", default="32,128,512")
    parser.add_argument("--starts", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=0.7)
    parser.add_argument("--warm", type=float, default=6)
    options = parser.parse_args()
    networks, batches = options.networks.split(","), [int(batch) for batch in options.batches.split(",")]
    loads = []

    if options.starts:
        cold = []
        for _ in range(options.starts):
            for file in CODE.glob("*.so"):
                file.unlink()
            cold.append(Plan("NativePlanWorker", networks[0], 32, 1).first()[0])
        shutil.rmtree(CODE, ignore_errors=True)
        bare = Plan("NativePlanWorker", networks[0], 32, 1).first()[0]
        print(f"first step with no code in the cache: {middle(cold[1:] or cold):.0f} ms; with no unpacked compiler either: {bare:.0f} ms",
              flush=True)
    print("| network | batch | system | first step, ms | first second, thousand samples | steady, thousand/s | least, greatest "
          "| bytes a step |")
    print("|---|---|---|---|---|---|---|---|")
    for network in networks:
        for batch in batches:
            field = systems(network, batch)
            firsts = {name: [] for name in field}
            for _ in range(options.starts):
                for name, system in field.items():
                    firsts[name].append(system.first())
            for system in field.values():
                system.slice(options.warm)
            slices = {name: [] for name in field}
            for _ in range(options.rounds):
                loads.append(os.getloadavg()[0])
                for name, system in field.items():
                    slices[name].append(system.slice(options.seconds))
            for name, system in field.items():
                system.process.stdin.close()
                system.process.wait()
                speeds = [speed for speed, _ in slices[name]]
                print(f"| {network} | {batch} | {name} | {middle(step for step, _ in firsts[name] or [(0, 0)]):.0f} | "
                      f"{middle(second for _, second in firsts[name] or [(0, 0)]):.1f} | {middle(speeds):.1f} | "
                      f"{min(speeds):.1f}, {max(speeds):.1f} | {middle(size for _, size in slices[name]):.0f} |", flush=True)
    print(f"load {min(loads):.1f} to {max(loads):.1f}")


if __name__ == "__main__":
    main()
