"""Models there and back: what Keras writes and Fascicle reads, trains and writes, and what Keras makes of that."""
import json

import keras
import numpy as np

import cases

PREDICTED, TRAINED = 1e-5, 2e-5
# Differences that docs/formats.md lists, and what is refused; with PyTorch below Keras there are more.
MEANT = {"normalization_invert", "bidirectional_states", "activation_sparsemax", "edges_sparsemax", "loss_edges_bce", "metrics_logits"}
if keras.backend.backend() == "torch":
    MEANT |= {"average_pooling2d", "up_bicubic"}


def spread(model):
    """Random weights, so that none hides a fault; variances are positive."""
    random = np.random.RandomState(7)
    for weight in model.weights:
        if "seed_generator" not in weight.path and weight.dtype != "int64":
            values = random.randn(*weight.shape) * 0.4
            weight.assign(np.abs(values) + 0.5 if "variance" in weight.path or "stddev" in weight.path else values)


def outputs(model, x):
    y = model.predict(x, verbose=0)
    y = [y[name] for name in model.output_names] if isinstance(y, dict) else y
    return [np.asarray(part, np.float64).reshape(len(x), -1) for part in (y if isinstance(y, list) else [y])]


def ours(predicted):
    """What Fascicle predicts, as rows of numbers for each output."""
    all_rows = [[part["output"] for part in row.get("outputs", {"": row}).values()] for row in predicted]
    return [np.array([np.ravel(np.array(row[i], np.float64)) for row in all_rows]) for i in range(len(all_rows[0]))]


def far(a, b):
    """The greatest difference, against the size of the numbers; NaN where one is NaN alone."""
    if len(a) != len(b) or any(p.shape != q.shape for p, q in zip(a, b)):
        return f"shapes {[p.shape for p in a]} and {[q.shape for q in b]}"
    with np.errstate(invalid="ignore"):
        return max(float(np.max(np.where(p == q, 0, np.abs(p - q) / np.maximum(1, np.abs(p))))) for p, q in zip(a, b))


class Comparison:
    def __init__(self, fascicle, folder):
        self.fascicle = fascicle
        self.folder = folder
        self.failed = []
        self.count = 0

    def report(self, name, what, difference, bound):
        self.count += 1
        if isinstance(difference, str) or not difference <= bound:
            if name not in MEANT:
                self.failed.append(name)
            print(f"{name}: {what}: {difference}{' (meant)' if name in MEANT else ''}", flush=True)

    def train(self, model, x, y, steps=1):
        # In one call: at the end of each, averages of weights take their place.
        model.fit(x, y, batch_size=len(x), epochs=steps, shuffle=False, verbose=0)

    def compare(self, name, make, x, y=None, loss="mse", metrics=None, optimizer=None, steps=2, more=1,
                trained=TRAINED):
        """All that is compared of a model. Without targets they are numbers of the output's shape."""
        f, at = self.fascicle, lambda suffix: f"{name}.{suffix}"
        keras.utils.set_random_seed(1)
        keras.backend.clear_session()
        model = make()
        spread(model)
        np.save(self.folder / at("x.npy"), x)
        several = len(model.outputs) > 1
        if y is None and not several:
            y = cases.numbers(*model(x).shape, seed=2) * 0.5
        random = any(type(layer).__name__.startswith(("Random", "Gaussian", "Alpha", "Spatial", "Dropout"))
                     or getattr(layer, "dropout", 0) for layer in model.layers)
        trains = bool(model.trainable_weights) and not several and not random
        if trains or loss != "mse":
            np.save(self.folder / at("y.npy"), y)
            model.compile((optimizer or (lambda: keras.optimizers.Adam(0.01)))(), loss, metrics=metrics)
        if trains:
            self.train(model, x, y, steps)
        model.save(self.folder / at("keras"))
        before = outputs(model, x)

        said = f("import", at("keras"), "--out", at("fasc"))
        if "tensors read" not in said:
            return self.report(name, "import", said.strip(), 0)
        notes = [line for line in said.splitlines() if line and "read as keras" not in line
                 and not line.startswith(("WARNING", "its training stands"))]
        if notes:
            print(f"{name}: note: {' | '.join(notes)}", flush=True)
        predicted = f.predict(at("fasc"), at("x.npy"))
        if isinstance(predicted, str):
            return self.report(name, "predict", predicted.strip(), 0)
        self.report(name, "prediction of what Keras wrote", far(before, ours(predicted)), PREDICTED)
        archive = at("fasc")
        data = {"numpy": {"file": at("x.npy"), "targets" if np.asarray(y).dtype.kind == "f" else "labels": at("y.npy")}}
        if metrics or loss != "mse":
            self.evaluated(name, model, x, y, archive, data)
        if trains:
            training = {"epochs": steps + more, "batch_size": len(x), "shuffle": False}
            said = f("train", "--resume", archive, "--set", "data=" + json.dumps(data), "--set", "training=" + json.dumps(training),
                     "--out", at("2.fasc"), "--backend", "reference")
            archive = at("2.fasc")
            predicted = f.predict(archive, at("x.npy"))
            if isinstance(predicted, str):
                return self.report(name, "one more step", said.strip(), 0)
            self.train(model, x, y, more)
            before = outputs(model, x)
            self.report(name, "one more step in Fascicle", far(before, ours(predicted)), trained)
        said = f("export", archive, at("2.keras"))
        try:
            back = keras.models.load_model(self.folder / at("2.keras"))
        except Exception as e:  # whatever Keras says of the file is the result
            return self.report(name, "Keras loads it", f"{type(e).__name__}: {str(e)[:300]} {said[:200]}", 0)
        self.report(name, "prediction of what Fascicle wrote", far(before, outputs(back, x)), trained if trains else PREDICTED)
        if trains:
            self.train(model, x, y)
            try:
                self.train(back, x, y)
            except Exception as e:
                return self.report(name, "Keras goes on", f"{type(e).__name__}: {str(e)[:300]}", 0)
            self.report(name, "one more step in Keras", far(outputs(model, x), outputs(back, x)), 2 * trained)

    def evaluated(self, name, model, x, y, archive, data):
        theirs = model.evaluate(x, y, batch_size=len(x), return_dict=True, verbose=0)
        said = self.fascicle("evaluate", archive, "--set", "data=" + json.dumps(data), "--subset", "training", "--json",
                             "--backend", "reference")
        line = [line for line in said.splitlines() if line.startswith("{")]
        if not line:
            return self.report(name, "evaluate", said.strip(), 0)
        ours = json.loads(line[0])
        flat = {**{k: v for k, v in ours.items() if not isinstance(v, dict)}, **ours.get("metrics", {})}

        def values(all_of_them):
            # Names are numbered otherwise, and the order is another: what is compared are the values.
            return sorted(tuple(np.ravel(np.array(v, float))) for v in all_of_them if isinstance(v, (int, float, list, np.ndarray)))

        a, b = values(theirs.values()), values(flat.values())
        self.report(name, f"evaluate {theirs} {flat}", far([np.array(v) for v in a], [np.array(v) for v in b])
                    if len(a) == len(b) else "numbers of values", 1e-5)
