#!/usr/bin/env python3
"""The networks of bench/models in PyTorch and JAX on one GPU: samples per second, one JSON object per line.

Each call measures one system: batches lie on the device beforehand, in as many as a step takes turns through. A figure is the median of
several slices of time; the device is waited for at the end of each slice only.
"""
import argparse
import json
import os
import statistics
import sys
import time

# JAX would take most of the card's memory, which others measure on in turn.
os.environ.setdefault("XLA_PYTHON_CLIENT_PREALLOCATE", "false")

FEATURES, CLASSES, RATE, MOMENTUM = 784, 10, 0.01, 0.9
SLICES = 5
# As many batches as a scan takes in one go; the others take turns through them.
BATCHES = 64


def widths(network):
    if network == "mlp-nesterov":
        return [FEATURES, 300, 100, CLASSES]
    if network == "deep-selu":
        return [FEATURES] + [100] * 20 + [CLASSES]
    raise SystemExit(f"peers.py: no network '{network}'; there are mlp-nesterov and deep-selu")


def report(system, args, batch, precision, steps_per_call, call, wait):
    """Warms up, measures slices, prints the median."""
    for _ in range(max(3, 30 // steps_per_call)):
        call()
    wait()
    rates = []
    for _ in range(SLICES):
        steps = 0
        begin = time.perf_counter()
        while time.perf_counter() - begin < args.seconds / SLICES:
            for _ in range(max(1, 64 // steps_per_call)):
                call()
                steps += steps_per_call
            if steps % 1024 == 0:
                wait()
        wait()
        rates.append(steps * batch / (time.perf_counter() - begin))
    print(json.dumps({"system": system, "network": args.network, "batch": batch, "precision": precision,
                      "samples_per_s": round(statistics.median(rates)), "least": round(min(rates)), "greatest": round(max(rates))}),
          flush=True)


def torch_systems(args):
    import torch
    from torch import nn

    device = torch.device("cuda")
    activation = nn.SELU if args.network == "deep-selu" else nn.ELU

    def network():
        layers, sizes = [], widths(args.network)
        for i in range(len(sizes) - 1):
            layers.append(nn.Linear(sizes[i], sizes[i + 1]))
            if i < len(sizes) - 2:
                layers.append(activation())
        return nn.Sequential(*layers).to(device)

    def measure(batch, precision):
        torch.manual_seed(42)
        torch.backends.cuda.matmul.allow_tf32 = precision == "tf32"
        model, loss = network(), nn.CrossEntropyLoss()
        optimizer = torch.optim.SGD(model.parameters(), lr=RATE, momentum=MOMENTUM, nesterov=True, foreach=True)
        xs = torch.randn(BATCHES, batch, FEATURES, device=device)
        ys = torch.randint(0, CLASSES, (BATCHES, batch), device=device)
        turn = 0

        def step(x, y):
            optimizer.zero_grad(set_to_none=True)
            with torch.autocast("cuda", dtype=torch.bfloat16, enabled=precision == "bfloat16"):
                value = loss(model(x), y)
            value.backward()
            optimizer.step()

        def eager():
            nonlocal turn
            step(xs[turn], ys[turn])
            turn = (turn + 1) % BATCHES

        if args.system == "torch":
            report("torch eager", args, batch, precision, 1, eager, torch.cuda.synchronize)
            return
        x, y = xs[0].clone(), ys[0].clone()
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(5):
                step(x, y)
        torch.cuda.current_stream().wait_stream(side)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            step(x, y)

        def replay():
            nonlocal turn
            x.copy_(xs[turn])
            y.copy_(ys[turn])
            graph.replay()
            turn = (turn + 1) % BATCHES

        report("torch cuda graph", args, batch, precision, 1, replay, torch.cuda.synchronize)

    print(json.dumps({"versions": {"torch": torch.__version__, "cuda": torch.version.cuda,
                                   "device": torch.cuda.get_device_name()}}), flush=True)
    return measure


def jax_systems(args):
    import jax
    import jax.numpy as jnp

    activation = jax.nn.selu if args.network == "deep-selu" else jax.nn.elu

    def measure(batch, precision):
        sizes = widths(args.network)
        keys = jax.random.split(jax.random.PRNGKey(42), len(sizes))
        parameters = [(jax.random.normal(keys[i], (sizes[i], sizes[i + 1])) * (2 / sizes[i]) ** 0.5, jnp.zeros(sizes[i + 1]))
                      for i in range(len(sizes) - 1)]
        velocities = jax.tree_util.tree_map(jnp.zeros_like, parameters)
        xs = jax.random.normal(keys[-1], (BATCHES, batch, FEATURES))
        ys = jax.random.randint(keys[-1], (BATCHES, batch), 0, CLASSES)
        products = {"float32": "highest", "tf32": "tensorfloat32", "bfloat16": "default"}[precision]

        def product(a, b):
            if precision == "bfloat16":
                return jnp.matmul(a.astype(jnp.bfloat16), b.astype(jnp.bfloat16), preferred_element_type=jnp.float32)
            return jnp.matmul(a, b, precision=products)

        def loss(parameters, x, y):
            for kernel, bias in parameters[:-1]:
                x = activation(product(x, kernel) + bias)
            logits = product(x, parameters[-1][0]) + parameters[-1][1]
            return -jnp.mean(jnp.take_along_axis(jax.nn.log_softmax(logits), y[:, None], axis=1))

        def step(state, data):
            parameters, velocities = state
            value, gradients = jax.value_and_grad(loss)(parameters, *data)
            velocities = jax.tree_util.tree_map(lambda v, g: MOMENTUM * v - RATE * g, velocities, gradients)
            parameters = jax.tree_util.tree_map(lambda p, v, g: p + MOMENTUM * v - RATE * g, parameters, velocities, gradients)
            return (parameters, velocities), value

        state = (parameters, velocities)
        turn = 0
        if args.system == "jax":
            one = jax.jit(lambda state, xs, ys, i: step(state, (xs[i], ys[i])), donate_argnums=0)

            def call():
                nonlocal state, turn
                state, _ = one(state, xs, ys, turn)
                turn = (turn + 1) % BATCHES

            report("jax jit", args, batch, precision, 1, call, lambda: jax.block_until_ready(state))
            return
        many = jax.jit(lambda state, xs, ys: jax.lax.scan(step, state, (xs, ys)), donate_argnums=0)

        def call():
            nonlocal state
            state, _ = many(state, xs, ys)

        report("jax scan", args, batch, precision, BATCHES, call, lambda: jax.block_until_ready(state))

    print(json.dumps({"versions": {"jax": jax.__version__, "device": str(jax.devices()[0])}}), flush=True)
    return measure


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("system", choices=["torch", "torch-graph", "jax", "jax-scan"])
    parser.add_argument("--network", default="mlp-nesterov")
    parser.add_argument("--batches", default="32,128,512,8192")
    parser.add_argument("--precisions", default="float32,bfloat16")
    parser.add_argument("--seconds", type=float, default=1.5)
    args = parser.parse_args()
    measure = torch_systems(args) if args.system.startswith("torch") else jax_systems(args)
    for precision in args.precisions.split(","):
        for batch in args.batches.split(","):
            try:
                measure(int(batch), precision)
            except RuntimeError as problem:
                print(json.dumps({"system": args.system, "batch": int(batch), "precision": precision,
                                  "problem": str(problem).splitlines()[0]}), flush=True)


if __name__ == "__main__":
    sys.exit(main())
