"""Initializers: what Fascicle draws under Keras's names, against Keras's, by mean, deviation and extremes."""
import json

import keras
import numpy as np

import cases

# By layer and shape of a row: fans of matrices, of kernels, and of those of each channel.
PLACES = {
    "dense": ({"units": 300}, [200], "kernel_initializer", (200, 300)),
    "conv2d": ({"filters": 60, "kernel_size": 3}, [5, 5, 40], "kernel_initializer", (3, 3, 40, 60)),
    "depthwise_conv2d": ({"kernel_size": 5, "depth_multiplier": 20}, [6, 6, 40], "depthwise_initializer", (5, 5, 40, 20)),
}


def moments(values):
    values = np.ravel(values)
    return np.array([values.mean(), values.std(), values.min(), values.max(), np.abs(values).mean()])


def compare(fascicle, folder):
    """Prints what differs, and gives how much was compared, and how much differs."""
    count, differ = 0, set()
    for layer, (options, shape, option, kernel) in PLACES.items():
        for initializer in cases.INITIALIZERS:
            name = type(initializer).__name__
            if name in ("Identity", "Orthogonal") and layer != "dense":
                continue
            # Keras does not write an Identity's gain.
            config = {"gain": initializer.gain} if name == "Identity" else {
                k: v for k, v in initializer.get_config().items() if k != "seed" and v is not None}
            definition = {"fascicle": 1, "data": {"random": {"shape": shape, "rows": 10}},
                          "network": [{layer: {**options, option: {name: config}}}, {"flatten": {}}, {"dense": {"units": 10}}],
                          "loss": {"sparse_categorical_crossentropy": {"from_logits": True}}, "optimizer": "sgd",
                          "training": {"epochs": 0, "batch_size": 10, "seed": 5}}
            (folder / "initial.json").write_text(json.dumps(definition))
            said = fascicle("train", "initial.json", "--out", "initial.fasc") + fascicle("export", "initial.fasc", "initial.keras")
            try:
                drawn = keras.models.load_model(folder / "initial.keras").layers[1].get_weights()[0]
            except Exception as e:
                differ.add(name)
                print(f"{layer} {name}: {str(e)[:200]} {said[:300]}")
                continue
            count += 1
            theirs = np.asarray(keras.ops.convert_to_numpy(initializer(kernel)))
            a, b = moments(theirs), moments(drawn)
            bound = 0.02 * max(theirs.std(), 1e-7)
            if theirs.shape != drawn.shape or np.any(np.abs(a - b)[[0, 1, 4]] > bound) or (
                    "niform" in name and np.any(np.abs(a - b)[2:4] > bound)):
                differ.add(name)
                print(f"{layer} {name} {config}: mean, deviation, least, greatest, mean distance {b}, and {a} in Keras")
            if name == "Orthogonal":
                product = drawn @ drawn.T
                if not np.allclose(product, product[0, 0] * np.eye(len(product)), atol=1e-4):
                    differ.add(name)
                    print(f"{layer} {name}: rows are not orthogonal")
            if name in ("Constant", "Identity", "Zeros", "Ones") and not np.array_equal(theirs, drawn):
                differ.add(name)
                print(f"{layer} {name}: not equal")
    return count, len(differ)
