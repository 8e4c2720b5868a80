"""Options and their defaults: what a technique has under a name of Keras's, and what Keras has."""
import inspect
import re

import keras

MODULES = {"layer": keras.layers, "initializer": keras.initializers, "optimizer": keras.optimizers, "regularizer": keras.regularizers,
           "schedule": keras.optimizers.schedules, "constraint": keras.constraints, "loss": keras.losses, "metric": keras.metrics}
# What no number depends on, what a file says elsewhere, or what our options say by another name.
PASSED = {"self", "kwargs", "args", "name", "dtype", "seed", "data_format", "unroll", "stateful", "use_cudnn", "sparse",
          "quantization_config", "lora_rank", "lora_alpha", "activity_regularizer", "flash_attention", "fused", "reduction"}


# Known, and meant: an option that has an alias of Keras's name, or is more than Keras has, or of what Keras alone has.
KNOWN = {
    "average_pooling_1d pool_size", "average_pooling_2d pool_size", "reshape target_shape", "cropping_2d cropping",
    "batch_normalization moving_mean_initializer", "batch_normalization moving_variance_initializer",
    "batch_normalization renorm_clipping", "batch_normalization renorm_rmin", "batch_normalization renorm_rmax",
    "batch_normalization renorm_dmax", "batch_normalization synchronized", "bidirectional weights", "embedding weights",
    "embedding embeddings_initializer", "multi_head_attention attention_axes", "multi_head_attention sliding_window",
    "multi_head_attention use_gate", "multi_head_attention use_causal_mask", "muon exclude_layers", "auc num_labels", "auc label_weights",
    "sparse_top_k_categorical_accuracy from_sorted_ids", "polynomial end_learning_rate", "power power", "cosine warmup_target",
    "cosine warmup_steps"}
AROUND = {"weight_decay", "clipnorm", "clipvalue", "global_clipnorm", "use_ema", "ema_momentum", "ema_overwrite_frequency",
          "loss_scale_factor", "gradient_accumulation_steps"}
PASSED |= {"unit", "initial_learning_rate", "decay_steps", "decay_rate", "first_decay_steps"}


def techniques(page):
    """Kind, name, Keras's names and defaults of each technique on the page of techniques."""
    kind = None
    for block in re.split(r"\n(?=##)", page):
        head = re.match(r"## (\w+)", block)
        if head:
            kind = head.group(1)
            continue
        name = re.match(r"### (\S+)", block)
        if name:
            called = re.findall(r"`(\w+)`", next(iter(re.findall(r"- also called: (.*)", block)), ""))
            yield kind, name.group(1), called, dict(re.findall(r"\| `(\w+)` \| .* \| (.*) \|", block))


def plain(value):
    """A default as a text: of a technique its name, of a list its numbers."""
    if value is inspect.Parameter.empty:
        return "(must be given)"
    if isinstance(value, (tuple, list)):
        value = [x for item in value for x in (item if isinstance(item, (tuple, list)) else [item])]
        return ",".join(plain(x) for x in value)
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "none"}[value]
    if isinstance(value, (int, float)):
        return f"{float(value):g}"
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", str(value)).lower()


def ours(text):
    try:
        return ",".join(f"{float(part):g}" for part in text.split(","))
    except ValueError:
        return text.lower()


def compare(fascicle):
    """Prints what differs, and gives how much was compared, and how much differs."""
    count = differ = 0
    for kind, name, called, options in techniques(fascicle("techniques", "--markdown")):
        module = MODULES.get(kind)
        theirs = next((getattr(module, each) for each in called if each[0].isupper() and hasattr(module, each)), None) if module else None
        if theirs is None:
            continue
        parameters = {**inspect.signature(theirs.__init__).parameters}
        for option, parameter in parameters.items():
            if option in PASSED or parameter.kind in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL):
                continue
            if f"{name} {option}" in KNOWN or kind == "optimizer" and option in AROUND and option not in options:
                continue
            count += 1
            if option not in options:
                differ += 1
                print(f"{kind} {name}: no option {option}, {plain(parameter.default)} in Keras")
            elif ours(options[option]) != plain(parameter.default):
                differ += 1
                print(f"{kind} {name}: {option} is {options[option]}, and {plain(parameter.default)} in Keras")
        for option in options:
            if option not in parameters and option not in PASSED and f"{name} {option}" not in KNOWN:
                differ += 1
                print(f"{kind} {name}: Keras has no option {option}")
    return count, differ
