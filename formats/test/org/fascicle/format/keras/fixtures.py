"""Makes the fixtures beside this file. Run it by hand, in this folder; the files that it makes are committed.

With Keras:     python3 fixtures.py            writes keras-<family>.keras, one for each layer family, and what each predicts
Without Keras:  python3 fixtures.py --h5py     writes h5py.keras: the layout of Keras, by the HDF5 library itself, and no Keras;
                                               the same with weights in pieces, h5py-deflate.keras and h5py-lzf.keras;
                                               and h5py-loop.weights.h5, whose groups are members of themselves
"""
import io
import json
import sys
import zipfile

import numpy as np


def numbers(*shape):
    """Numbers that are the same everywhere: sines of 0, 1, 2, ..."""
    return np.sin(np.arange(np.prod(shape), dtype=np.float64)).astype(np.float32).reshape(shape)


def write_h5py(name, **pieces):
    import h5py

    def layer(class_name, name, **config):
        return {"module": "keras.layers", "class_name": class_name, "registered_name": None,
                "config": {"name": name, "trainable": True,
                           "dtype": {"module": "keras", "class_name": "DTypePolicy", "config": {"name": "float32"},
                                     "registered_name": None}, **config}}

    model = {"module": "keras", "class_name": "Sequential", "registered_name": None,
             "config": {"name": "sequential", "trainable": True, "layers": [
                 layer("InputLayer", "input_layer", batch_shape=[None, 3], sparse=False),
                 layer("Normalization", "normalization", axis=[-1], invert=False, mean=None, variance=None),
                 layer("Dense", "dense", units=4, activation="tanh", use_bias=True, lora_rank=None,
                       kernel_initializer={"module": "keras.initializers", "class_name": "GlorotUniform",
                                           "config": {"seed": None}, "registered_name": None}),
                 layer("Dense", "dense_1", units=2, activation="linear", use_bias=False)],
                 "build_input_shape": [None, 3]},
             "build_config": {"input_shape": [None, 3]},
             "compile_config": {"optimizer": {"module": "keras.optimizers", "class_name": "Adam", "registered_name": None,
                                              "config": {"name": "adam", "learning_rate": 0.0010000000474974513,
                                                         "weight_decay": None, "clipnorm": None, "use_ema": False,
                                                         "ema_momentum": 0.99, "beta_1": 0.9, "beta_2": 0.999,
                                                         "epsilon": 1e-07, "amsgrad": False}},
                                "loss": "mse", "loss_weights": None, "metrics": ["mae"], "weighted_metrics": None,
                                "run_eagerly": False, "steps_per_execution": 1, "jit_compile": False}}
    memory = io.BytesIO()
    with h5py.File(memory, "w", track_order=False) as file:
        file.create_group("vars")
        group = file.create_group("layers/normalization/vars")
        group.attrs["name"] = "normalization"
        group["0"], group["1"], group["2"] = np.array([1, 2, 3], "f4"), np.array([4, 1, 0.25], "f4"), np.int64(7)
        group = file.create_group("layers/dense/vars")
        group.create_dataset("0", data=numbers(3, 4), **pieces)
        group["1"] = numbers(4)
        file.create_group("layers/dense_1/vars")["0"] = numbers(4, 2)
        group = file.create_group("optimizer/vars")
        group["0"], group["1"] = np.int64(11), np.float32(0.001)
    with zipfile.ZipFile(name, "w") as archive:
        for entry, content in (("metadata.json", json.dumps({"keras_version": "3.8.0", "date_saved": "2025-01-01@00:00:00"})),
                              ("config.json", json.dumps(model)), ("model.weights.h5", memory.getvalue())):
            archive.writestr(zipfile.ZipInfo(entry), content)


def write_loop():
    import h5py

    with h5py.File("h5py-loop.weights.h5", "w") as file:
        group = file.create_group("layers")
        for name in "abcdefgh":
            group[name] = file["/"]
        file.create_group("layers/dense/vars")["0"] = numbers(2)


def write_keras():
    import keras
    from keras import layers

    families = {
        "dense": [(4,), [layers.Dense(3, activation="relu"), layers.Dense(2, activation="softmax")]],
        "convolution": [(8, 6, 3), [layers.Conv2D(4, 3, padding="same", activation="elu"), layers.MaxPooling2D(),
                                    layers.DepthwiseConv2D(2), layers.SeparableConv2D(3, 2, padding="same"),
                                    layers.Conv2DTranspose(2, 3, strides=2), layers.GlobalAveragePooling2D()]],
        "sequence": [(9,), [layers.Embedding(7, 3), layers.Conv1D(4, 3, padding="causal"), layers.AveragePooling1D(2),
                            layers.Flatten(), layers.Dense(2)]],
        "recurrent": [(5, 3), [layers.Masking(), layers.Bidirectional(layers.LSTM(2, return_sequences=True)),
                               layers.TimeDistributed(layers.Dense(3)), layers.GRU(2, return_sequences=True), layers.SimpleRNN(2)]],
        "normalization": [(4, 8), [layers.BatchNormalization(), layers.LayerNormalization(), layers.GroupNormalization(2)]],
        "activation": [(5,), [layers.PReLU(), layers.LeakyReLU(0.3), layers.ELU(0.7), layers.Softmax()]],
    }
    models = {family: (shape, keras.Sequential([layers.Input(shape), *stack])) for family, (shape, stack) in families.items()}
    models["functional"] = (5, 4), functional(keras)
    for family, (shape, model) in models.items():
        for layer in model.layers:
            layer.set_weights([np.abs(numbers(*weight.shape)) + 0.5 if "variance" in weight.path else numbers(*weight.shape)
                               for weight in layer.weights])
        rows = np.arange(18).reshape(2, 9) % 7 if family == "sequence" else numbers(2, *shape)
        # Reductions, averages that are off, and metrics are in the file, too.
        model.compile(keras.optimizers.Adam(0.01), keras.losses.MeanSquaredError(reduction="sum") if family == "dense" else "mse",
                      metrics=["mae"])
        zeros = np.zeros_like(model.predict(rows, verbose=0))
        # The file has what the optimizer accumulated in this step, and the next one shows whether that was taken over.
        model.fit(rows, zeros, batch_size=2, epochs=1, shuffle=False, verbose=0)
        before = model.predict(rows, verbose=0)
        model.save(f"keras-{family}.keras")
        deflate(f"keras-{family}.keras")
        model.fit(rows, zeros, batch_size=2, epochs=1, shuffle=False, verbose=0)
        with open(f"keras-{family}.json", "w") as file:
            json.dump({"keras": keras.__version__, "rows": flat(rows), "outputs": flat(before),
                       "after_one_step": flat(model.predict(rows, verbose=0))}, file)
            file.write("\n")


def functional(keras):
    """States, layers that are called with several inputs, and a model within a model."""
    layers = keras.layers
    x = layers.Input((5, 4))
    inner = layers.Input((5, 4))
    within = keras.Model(inner, layers.Dense(4, activation="tanh")(inner), name="within")
    y = layers.Add()([x, layers.MultiHeadAttention(2, 3)(x, x, use_causal_mask=True), layers.Identity()(within(x))])
    sequence, h, c = layers.LSTM(3, return_sequences=True, return_state=True)(y)
    last = layers.LSTM(3)(sequence, initial_state=[h, c])
    return keras.Model(x, layers.Concatenate()([last, layers.GlobalMaxPooling1D()(layers.SpatialDropout1D(0.0)(sequence))]))


def flat(array):
    """Numbers as a file has them, in the digits that float32 has."""
    return [float(f"{number:.8g}") for number in np.ravel(array)]


def deflate(name):
    """The same entries, packed: Keras stores them as they are."""
    with zipfile.ZipFile(name) as archive:
        entries = [(entry, archive.read(entry)) for entry in archive.namelist()]
    with zipfile.ZipFile(name, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for entry, content in entries:
            archive.writestr(zipfile.ZipInfo(entry), content, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    if "--h5py" in sys.argv:
        write_h5py("h5py.keras")
        write_h5py("h5py-deflate.keras", chunks=(2, 3), compression="gzip", shuffle=True, fletcher32=True)
        write_h5py("h5py-lzf.keras", chunks=(2, 3), compression="lzf")
        write_loop()
    else:
        write_keras()
