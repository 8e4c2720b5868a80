"""The models that are compared: each a name, layers or a function that makes a model, and the shape of a row."""
import keras
import numpy as np
from keras import constraints, initializers, layers, regularizers

IMAGE, SEQUENCE, VECTOR = (8, 6, 4), (5, 3), (6,)
L = layers

LAYERS = {
    "dense": (VECTOR, [L.Dense(3, "relu"), L.Dense(2, use_bias=False)]),
    "dense_sequence": (SEQUENCE, [L.Dense(4)]),
    "conv1d": (SEQUENCE, [L.Conv1D(4, 3)]),
    "conv1d_same_stride": (SEQUENCE, [L.Conv1D(4, 2, strides=2, padding="same", use_bias=False)]),
    "conv1d_causal_dilated": (SEQUENCE, [L.Conv1D(4, 2, padding="causal", dilation_rate=2)]),
    "conv1d_groups": ((6, 4), [L.Conv1D(6, 3, padding="same", groups=2)]),
    "conv2d": (IMAGE, [L.Conv2D(3, (3, 2), activation="tanh")]),
    "conv2d_same_stride": (IMAGE, [L.Conv2D(3, 3, strides=(2, 3), padding="same")]),
    "conv2d_dilated": (IMAGE, [L.Conv2D(3, 2, dilation_rate=(2, 3), use_bias=False)]),
    "conv2d_same_dilated": (IMAGE, [L.Conv2D(3, 3, padding="same", dilation_rate=2)]),
    "conv2d_groups": (IMAGE, [L.Conv2D(4, 3, groups=2)]),
    "conv2d_transpose": (IMAGE, [L.Conv2DTranspose(3, 3, strides=2)]),
    "conv2d_transpose_same": (IMAGE, [L.Conv2DTranspose(3, (3, 2), strides=(2, 3), padding="same", use_bias=False)]),
    "conv2d_transpose_output_padding": (IMAGE, [L.Conv2DTranspose(3, 3, strides=2, output_padding=1)]),
    "conv2d_transpose_same_output_padding": (IMAGE, [L.Conv2DTranspose(3, 3, strides=2, padding="same", output_padding=(0, 1))]),
    "conv2d_transpose_dilated": (IMAGE, [L.Conv2DTranspose(3, 2, dilation_rate=2)]),
    "conv2d_transpose_large_stride": (IMAGE, [L.Conv2DTranspose(3, 2, strides=3)]),
    "depthwise": (IMAGE, [L.DepthwiseConv2D(3, depth_multiplier=2, padding="same")]),
    "depthwise_stride": (IMAGE, [L.DepthwiseConv2D((2, 3), strides=(2, 2), use_bias=False)]),
    "depthwise_dilated": (IMAGE, [L.DepthwiseConv2D(2, dilation_rate=2, activation="elu")]),
    "separable": (IMAGE, [L.SeparableConv2D(5, 3, depth_multiplier=2, padding="same", strides=2)]),
    "separable_dilated": (IMAGE, [L.SeparableConv2D(5, 2, dilation_rate=2, use_bias=False, activation="gelu")]),
    "max_pooling1d": (SEQUENCE, [L.MaxPooling1D(2, strides=1, padding="same"), L.MaxPool1D(2)]),
    "average_pooling1d": (SEQUENCE, [L.AveragePooling1D(3, strides=2, padding="same")]),
    "max_pooling2d": (IMAGE, [L.MaxPooling2D((3, 2), strides=(2, 1), padding="same")]),
    "average_pooling2d": (IMAGE, [L.AveragePooling2D((3, 2), strides=(2, 1), padding="same")]),
    "average_pooling2d_valid": (IMAGE, [L.AveragePooling2D((3, 2))]),
    "global1d": (SEQUENCE, [L.Dense(3), L.GlobalAveragePooling1D(keepdims=True), L.GlobalMaxPooling1D()]),
    "global2d": (IMAGE, [L.GlobalAveragePooling2D(keepdims=True), L.GlobalMaxPooling2D()]),
    "global3d": ((2, 3, 4, 2), [L.Dense(2), L.GlobalAveragePooling3D()]),
    "global_max3d": ((2, 3, 4, 2), [L.GlobalMaxPooling3D(keepdims=True)]),
    "embedding": ("indices", [L.Embedding(7, 3), L.Flatten(), L.Dense(2)]),
    "embedding_mask": ("indices", [L.Embedding(7, 3, mask_zero=True), L.LSTM(4), L.Dense(2)]),
    "batch_normalization": (IMAGE, [L.BatchNormalization(momentum=0.8, epsilon=0.01)]),
    "batch_normalization_axis": (IMAGE, [L.BatchNormalization(axis=1, center=False)]),
    "batch_normalization_plain": (VECTOR, [L.Dense(4, use_bias=False), L.BatchNormalization(scale=False, center=False)]),
    "batch_normalization_renorm": (VECTOR, [L.Dense(4, use_bias=False), L.BatchNormalization(renorm=True, momentum=0.9)]),
    "batch_normalization_initializers": (VECTOR, [L.BatchNormalization(moving_mean_initializer=initializers.Constant(0.5),
                                                                       moving_variance_initializer=initializers.Constant(2.0))]),
    "layer_normalization": (IMAGE, [L.LayerNormalization(epsilon=0.01)]),
    "layer_normalization_axes": (IMAGE, [L.LayerNormalization(axis=[1, 3], scale=False)]),
    "group_normalization": (IMAGE, [L.GroupNormalization(2)]),
    "group_normalization_instance": (IMAGE, [L.GroupNormalization(-1, center=False)]),
    "group_normalization_sequence": ((5, 8), [L.GroupNormalization(4, epsilon=0.1)]),
    "reshape": (VECTOR, [L.Reshape((3, -1)), L.Permute((2, 1)), L.Flatten(), L.RepeatVector(3), L.Dense(2)]),
    "padding": (IMAGE, [L.ZeroPadding2D(((1, 2), (0, 3))), L.Cropping2D(((2, 0), (1, 1))), L.Conv2D(2, 2)]),
    "padding_one": (IMAGE, [L.ZeroPadding2D(2), L.Cropping2D((1, 2)), L.Conv2D(2, 2)]),
    "up_nearest": ((3, 4, 2), [L.UpSampling2D((2, 3)), L.Conv2D(2, 2)]),
    "up_bilinear": ((3, 4, 2), [L.UpSampling2D((2, 3), interpolation="bilinear"), L.Conv2D(2, 2)]),
    "up_bicubic": ((3, 4, 2), [L.UpSampling2D(2, interpolation="bicubic"), L.Conv2D(2, 2)]),
    "up_lanczos3": ((4, 4, 2), [L.UpSampling2D(2, interpolation="lanczos3"), L.Conv2D(2, 2)]),
    "up_lanczos5": ((4, 4, 2), [L.UpSampling2D(2, interpolation="lanczos5"), L.Conv2D(2, 2)]),
    "random": (IMAGE, [L.Dropout(0.3), L.Dropout(0.3, noise_shape=(None, 1, 1, 4)), L.AlphaDropout(0.2), L.GaussianDropout(0.3),
                       L.GaussianNoise(0.5), L.SpatialDropout2D(0.4), L.RandomFlip("horizontal"), L.RandomRotation(0.1),
                       L.RandomZoom((-0.2, 0.3)), L.RandomTranslation(0.1, (-0.1, 0.2), fill_mode="constant", fill_value=0.5),
                       L.RandomContrast(0.3), L.Flatten(), L.Dense(2)]),
    "random_sequence": (SEQUENCE, [L.SpatialDropout1D(0.4), L.Dense(2)]),
    "random_crop": (IMAGE, [L.RandomCrop(8, 6), L.Conv2D(2, 2)]),
    "simple_rnn": (SEQUENCE, [L.SimpleRNN(4)]),
    "simple_rnn_options": (SEQUENCE, [L.SimpleRNN(4, "relu", use_bias=False, return_sequences=True, go_backwards=True)]),
    "lstm": (SEQUENCE, [L.LSTM(4)]),
    "lstm_options": (SEQUENCE, [L.LSTM(4, "relu", recurrent_activation="hard_sigmoid", unit_forget_bias=False,
                                       return_sequences=True, go_backwards=True)]),
    "lstm_no_bias": (SEQUENCE, [L.LSTM(4, use_bias=False, dropout=0.2, recurrent_dropout=0.1, unroll=True)]),
    "gru": (SEQUENCE, [L.GRU(4)]),
    "gru_options": (SEQUENCE, [L.GRU(4, reset_after=False, return_sequences=True, go_backwards=True)]),
    "gru_no_bias": (SEQUENCE, [L.GRU(4, use_bias=False, recurrent_activation="hard_sigmoid")]),
    "masking_lstm": ("masked", [L.Masking(-1.0), L.LSTM(4)]),
    "masking_gru": ("masked", [L.Masking(-1.0), L.GRU(4, return_sequences=True), L.SimpleRNN(3)]),
    "masking_backwards": ("masked", [L.Masking(-1.0), L.GRU(4, go_backwards=True)]),
    "masking_sequences": ("masked", [L.Masking(-1.0), L.LSTM(4, return_sequences=True)]),
    "masking_average": ("masked", [L.Masking(-1.0), L.GRU(4, return_sequences=True), L.GlobalAveragePooling1D()]),
    "masking_dense": ("masked", [L.Masking(-1.0), L.Dense(4), L.LSTM(3)]),
    "masking_bidirectional": ("masked", [L.Masking(-1.0), L.Bidirectional(L.LSTM(3, return_sequences=True)),
                                         L.Bidirectional(L.GRU(2))]),
    "masking_time_distributed": ("masked", [L.Masking(-1.0), L.TimeDistributed(L.Dense(4)), L.GRU(3)]),
    "bidirectional": (SEQUENCE, [L.Bidirectional(L.LSTM(3, return_sequences=True)), L.Bidirectional(L.GRU(2), merge_mode="sum")]),
    "bidirectional_ave": (SEQUENCE, [L.Bidirectional(L.SimpleRNN(3, return_sequences=True), merge_mode="ave"),
                                     L.Bidirectional(L.SimpleRNN(3), merge_mode="mul")]),
    "bidirectional_two": (SEQUENCE, [L.Bidirectional(L.LSTM(3), backward_layer=L.GRU(3, go_backwards=True))]),
    "time_distributed": ((3, 8, 6, 2), [L.TimeDistributed(L.Conv2D(2, 3)), L.TimeDistributed(L.Flatten()),
                                        L.TimeDistributed(L.Dense(2))]),
    "time_distributed_model": (SEQUENCE, [L.TimeDistributed(keras.Sequential([L.Dense(4, "relu"), L.Dense(2)]))]),
    "nested": (VECTOR, [keras.Sequential([L.Dense(4, "relu"), L.BatchNormalization()]), L.Dense(2)]),
    "frozen": (VECTOR, [L.Dense(4, trainable=False), L.BatchNormalization(trainable=False), L.Dense(2)]),
    "layer_relu": (VECTOR, [L.Dense(5), L.ReLU(max_value=1.0, negative_slope=0.1, threshold=0.2), L.Dense(3)]),
    "layer_leaky": (VECTOR, [L.Dense(5), L.LeakyReLU(negative_slope=0.2), L.Dense(3), L.ELU(alpha=0.5)]),
    "layer_prelu": ((5, 3), [L.PReLU(shared_axes=[1], alpha_initializer=initializers.Constant(0.3)), L.Dense(2), L.PReLU()]),
    "layer_prelu_options": (VECTOR, [L.PReLU(alpha_regularizer=regularizers.L2(0.1), alpha_constraint=constraints.NonNeg())]),
    "layer_softmax": (SEQUENCE, [L.Softmax(axis=1), L.Dense(3), L.Softmax()]),
    "activation_glu": (VECTOR, [L.Dense(6), L.Activation("glu")]),
    "layer_activation": (VECTOR, [L.Dense(3), L.Activation("mish")]),
    "normalization": (VECTOR, [L.Normalization(mean=[1, 2, 3, 4, 5, 6.0], variance=[1, 4, 9, 0.25, 1, 2.0]), L.Dense(2)]),
    "normalization_invert": (VECTOR, [L.Normalization(mean=0.5, variance=4.0, axis=None, invert=True), L.Dense(2)]),
    "rescaling": (IMAGE, [L.Rescaling(1 / 127.5, offset=-1.0), L.Conv2D(2, 3)]),
    "identity": (VECTOR, [L.Dense(4), L.Identity(), L.Dense(2)]),
    "regularized": (VECTOR, [L.Dense(4, kernel_regularizer=regularizers.L1L2(0.02, 0.03), bias_regularizer=regularizers.L1(0.05)),
                             L.Dense(5, kernel_regularizer=regularizers.OrthogonalRegularizer(0.2, mode="columns")),
                             L.Dense(3, kernel_regularizer=regularizers.OrthogonalRegularizer(0.2)),
                             L.Dense(2, activity_regularizer=regularizers.L2(0.1), kernel_regularizer="l2")]),
    "activity": (SEQUENCE, [L.Conv1D(4, 2, activity_regularizer=regularizers.L1(0.1), activation="relu"),
                            L.LSTM(3, activity_regularizer=regularizers.L2(0.3))]),
    "constrained": (VECTOR, [L.Dense(4, kernel_constraint=constraints.MaxNorm(0.5), bias_constraint="non_neg"),
                             L.Dense(5, kernel_constraint=constraints.MinMaxNorm(0.3, 0.6, rate=0.7, axis=1)),
                             L.Dense(3, kernel_constraint=constraints.UnitNorm(axis=[0, 1])), L.Dense(2, kernel_constraint="non_neg")]),
    "constrained_conv": (IMAGE, [L.Conv2D(3, 3, kernel_constraint=constraints.MaxNorm(0.4, axis=[0, 1, 2]),
                                          kernel_regularizer=regularizers.L1(0.01))]),
    "constrained_depthwise": (IMAGE, [L.DepthwiseConv2D(3, depthwise_constraint=constraints.UnitNorm(axis=[0, 1])),
                                      L.SeparableConv2D(3, 2, depthwise_regularizer="l2", pointwise_constraint="max_norm")]),
    "recurrent_penalties": (SEQUENCE, [L.GRU(4, recurrent_regularizer="l1", kernel_constraint=constraints.MaxNorm(0.7),
                                             recurrent_constraint="unit_norm", bias_regularizer="l2")]),
    "embedding_penalties": ("indices", [L.Embedding(7, 3, embeddings_regularizer="l2", embeddings_constraint="unit_norm"),
                                        L.Flatten()]),
    "normalization_penalties": (VECTOR, [L.Dense(4, use_bias=False),
                                         L.BatchNormalization(gamma_regularizer="l2", beta_constraint="non_neg"),
                                         L.LayerNormalization(beta_regularizer="l1", gamma_constraint="max_norm")]),
}

ACTIVATIONS = ["relu", "relu6", "leaky_relu", "elu", "selu", "celu", "tanh", "sigmoid", "softmax", "log_softmax",
               "log_sigmoid", "exponential", "hard_sigmoid", "hard_silu", "hard_swish", "hard_tanh", "silu", "swish", "gelu", "mish",
               "linear", "softplus", "softsign", "soft_shrink", "hard_shrink", "tanh_shrink", "sparsemax", "sparse_plus",
               "squareplus"]
INITIALIZERS = [initializers.GlorotUniform(), initializers.GlorotNormal(seed=3), initializers.HeUniform(), initializers.HeNormal(),
                initializers.LecunUniform(), initializers.LecunNormal(), initializers.Ones(), initializers.Zeros(),
                initializers.Constant(0.3), initializers.Identity(0.5), initializers.Orthogonal(1.5),
                initializers.RandomNormal(0.1, 0.2), initializers.RandomUniform(-0.3, 0.4), initializers.TruncatedNormal(0.1, 0.3),
                initializers.VarianceScaling(2.0, "fan_avg", "uniform"), initializers.VarianceScaling(3.0, "fan_out", "untruncated_normal"),
                initializers.VarianceScaling()]
for activation in ACTIVATIONS:
    LAYERS["activation_" + activation] = VECTOR, [L.Dense(6), L.Activation(activation)]
for number, initializer in enumerate(INITIALIZERS):
    LAYERS[f"initializer_{number}_{type(initializer).__name__}"] = VECTOR, [L.Dense(6, kernel_initializer=initializer)]


EDGES = np.array([0, 1e-6, 0.3, 0.5, 1, 2, 2.5, 3, 4, 6, 10, 16, 20, 30, 50, 88, 100, 200, 1e3, 1e4, 0.7, 1.5, 5, 9], np.float32)


def functional(function, shape):
    """A model of an input of this shape, and what a function makes of it."""
    inputs = keras.Input(shape)
    return keras.Model(inputs, function(inputs))


def states(x):
    sequence, h, c = L.LSTM(4, return_sequences=True, return_state=True)(x)
    other, last = L.GRU(4, return_state=True)(sequence, initial_state=L.Dense(4)(c))
    again = L.LSTM(4)(x, initial_state=[h, c])
    return L.Concatenate()([other, last, h, again])


def bidirectional_states(x):
    y, fh, fc, bh, bc = L.Bidirectional(L.LSTM(3, return_state=True))(x)
    z = L.Bidirectional(L.LSTM(3))(x, initial_state=[fh, fc, bh, bc])
    return L.Concatenate()([y, z])


def masked_attention(x):
    y = L.Embedding(7, 4, mask_zero=True)(x)
    return L.GlobalAveragePooling1D()(L.MultiHeadAttention(2, 3)(y, y))


FUNCTIONAL = {
    "merge": (VECTOR, lambda x: L.Concatenate()([L.Add()([L.Dense(4)(x), L.Dense(4, "tanh")(x)]),
                                                 L.Multiply()([L.Dense(3)(x), L.Dense(3)(x), L.Dense(3)(x)])])),
    "merge_broadcast": (SEQUENCE, lambda x: L.Concatenate(axis=1)([
        L.Dense(3)(x), L.Add()([x, L.GlobalAveragePooling1D(keepdims=True)(x)])])),
    "residual": (IMAGE, lambda x: L.Add()([x, L.Conv2D(4, 3, padding="same")(x)])),
    "operators": (VECTOR, lambda x: L.Dense(3)(x) + L.Dense(3)(x)),
    "attention": (SEQUENCE, lambda x: L.MultiHeadAttention(2, 3)(x, x)),
    "attention_options": (SEQUENCE, lambda x: L.MultiHeadAttention(2, 3, value_dim=4, output_shape=5, use_bias=False)(
        L.Dense(4)(x), x, L.Dense(2)(x))),
    "attention_causal": (SEQUENCE, lambda x: L.MultiHeadAttention(3, 2, kernel_regularizer="l2")(x, x, use_causal_mask=True)),
    "attention_mask": ("indices", masked_attention),
    "states": (SEQUENCE, states),
    "bidirectional_states": (SEQUENCE, bidirectional_states),
    "nested_functional": (VECTOR, lambda x: L.Dense(2)(functional(lambda y: L.Dense(4, "relu")(y), VECTOR)(x))),
    "shared_pooling": ((8, 3), lambda x: (lambda pool: L.Concatenate()([pool(x), pool(x)]))(L.MaxPooling1D())),
    "two_ways": (VECTOR, lambda x: [L.Dense(2, name="a")(x), L.Dense(3, name="b")(x)]),
}


def numbers(*shape, seed=1):
    """Numbers that are the same everywhere."""
    return np.random.RandomState(seed).randn(*shape).astype(np.float32)


def rows(shape, count=8):
    if shape == "indices":
        return np.random.RandomState(1).randint(0, 7, (count, 5)).astype(np.float32)
    if shape == "masked":
        values = numbers(count, 6, 3)
        for row in range(count):
            values[row, 6 - row % 4:] = -1
        values[1, 2] = -1
        return values
    return numbers(count, *shape)


def width(shape):
    return (5,) if shape == "indices" else (6, 3) if shape == "masked" else shape


def models():
    """Makes models of each layer, activation, initializer, regularizer and constraint: name, model, rows, and nothing more."""
    for name, (shape, stack) in LAYERS.items():
        yield name, lambda shape=shape, stack=stack: keras.Sequential([L.Input(width(shape)), *stack]), rows(shape), {}
    for name, (shape, function) in FUNCTIONAL.items():
        yield name, lambda shape=shape, function=function: functional(function, width(shape)), rows(shape), {}
    for name in ACTIVATIONS:
        yield ("edges_" + name, lambda name=name: keras.Sequential([L.Input((6,)), L.Activation(name)]),
               np.concatenate([EDGES, -EDGES]).reshape(8, 6), {})


def dense():
    return keras.Sequential([L.Input(VECTOR), L.Dense(5, "tanh"), L.Dense(3)])


def embedded():
    return keras.Sequential([L.Input((5,)), L.Embedding(7, 4), L.Flatten(), L.Dense(5, "tanh"), L.Dense(3)])


O, S = keras.optimizers, keras.optimizers.schedules
OPTIMIZERS = {
    "sgd": lambda: O.SGD(0.1), "sgd_momentum": lambda: O.SGD(0.05, momentum=0.9), "default_sgd": O.SGD,
    "nesterov": lambda: O.SGD(0.05, momentum=0.8, nesterov=True), "default_adam": O.Adam, "adam": lambda: O.Adam(0.03, 0.8, 0.95, 1e-4),
    "amsgrad": lambda: O.Adam(0.03, amsgrad=True), "default_adamw": O.AdamW,
    "adamw": lambda: O.AdamW(0.03, weight_decay=0.1, amsgrad=True), "default_adamax": O.Adamax, "adamax": lambda: O.Adamax(0.03, 0.8, 0.9),
    "default_nadam": O.Nadam, "nadam": lambda: O.Nadam(0.03, 0.8, 0.9), "default_adadelta": O.Adadelta,
    "adadelta": lambda: O.Adadelta(1.0, rho=0.8, epsilon=1e-3), "default_adagrad": O.Adagrad,
    "adagrad": lambda: O.Adagrad(0.1, initial_accumulator_value=0.3, epsilon=1e-3), "default_rmsprop": O.RMSprop,
    "rmsprop": lambda: O.RMSprop(0.02, rho=0.8, momentum=0.7, centered=True), "default_ftrl": O.Ftrl,
    "ftrl": lambda: O.Ftrl(0.1, learning_rate_power=-0.4, initial_accumulator_value=0.2, l1_regularization_strength=0.01,
                           l2_regularization_strength=0.02, l2_shrinkage_regularization_strength=0.03, beta=0.1),
    "default_lion": O.Lion, "lion": lambda: O.Lion(0.01, 0.8, 0.95), "default_lamb": O.Lamb, "lamb": lambda: O.Lamb(0.03, 0.8, 0.95),
    "default_adafactor": O.Adafactor, "adafactor": lambda: O.Adafactor(0.03, beta_2_decay=-0.7, clip_threshold=0.5, relative_step=False),
    "default_muon": lambda: O.Muon(0.01), "muon": lambda: O.Muon(0.02, weight_decay=0.05, nesterov=False, adam_lr_ratio=0.5, rms_rate=0.3),
    "muon_exclude": lambda: O.Muon(0.02, exclude_layers=["dense_1"], exclude_embeddings=False),
    "weight_decay": lambda: O.Adam(0.03, weight_decay=0.1), "clipnorm": lambda: O.SGD(0.3, clipnorm=0.2),
    "clipvalue": lambda: O.SGD(0.3, clipvalue=0.05), "global_clipnorm": lambda: O.SGD(0.3, global_clipnorm=0.3),
    "ema": lambda: O.SGD(0.3, use_ema=True, ema_momentum=0.8, ema_overwrite_frequency=3),
    "loss_scale": lambda: O.Adam(0.03, loss_scale_factor=8.0),
    "accumulation": lambda: O.Adam(0.03, gradient_accumulation_steps=2),
    "exponential": lambda: O.SGD(S.ExponentialDecay(0.3, 3, 0.5)),
    "exponential_staircase": lambda: O.Adam(S.ExponentialDecay(0.1, 3, 0.5, staircase=True)),
    "inverse_time": lambda: O.SGD(S.InverseTimeDecay(0.3, 2, 0.5)),
    "inverse_time_staircase": lambda: O.SGD(S.InverseTimeDecay(0.3, 2, 0.5, staircase=True)),
    "polynomial": lambda: O.SGD(S.PolynomialDecay(0.3, 4, 0.01, power=2.0)),
    "polynomial_cycle": lambda: O.SGD(S.PolynomialDecay(0.3, 3, 0.01, power=0.5, cycle=True)),
    "cosine": lambda: O.SGD(S.CosineDecay(0.3, 5, alpha=0.1)),
    "cosine_warmup": lambda: O.SGD(S.CosineDecay(0.01, 4, alpha=0.1, warmup_target=0.3, warmup_steps=3)),
    "cosine_restarts": lambda: O.SGD(S.CosineDecayRestarts(0.3, 2, t_mul=2.0, m_mul=0.8, alpha=0.1)),
    "piecewise": lambda: O.SGD(S.PiecewiseConstantDecay([2, 4], [0.3, 0.1, 0.02])),
}

X = keras.losses
LOSSES = {
    "mse": "mse", "mae": "mae", "mean_squared_error": X.MeanSquaredError(reduction="sum"),
    "mean_absolute_error": X.MeanAbsoluteError(reduction="mean_with_sample_weight"),
    "huber": X.Huber(), "log_cosh": X.LogCosh(), "cosine": X.CosineSimilarity(),
    "hinge signs": X.Hinge(), "hinge binary": "hinge",
    "bce binary sigmoid": X.BinaryCrossentropy(label_smoothing=0.1), "bce_logits binary": X.BinaryCrossentropy(from_logits=True),
    "bce_soft distribution sigmoid": "bce",
    "cce distribution softmax": X.CategoricalCrossentropy(label_smoothing=0.2),
    "cce_logits onehot": X.CategoricalCrossentropy(from_logits=True),
    "cce_unnormalized onehot sigmoid": "categorical_crossentropy",
    "scce labels softmax": X.SparseCategoricalCrossentropy(), "scce_logits labels": X.SparseCategoricalCrossentropy(from_logits=True),
    "scce_ignore labels softmax": X.SparseCategoricalCrossentropy(ignore_class=1),
    "scce_unnormalized labels sigmoid": "sparse_categorical_crossentropy",
    "kld distribution softmax": X.KLDivergence(),
}

M = keras.metrics
METRICS = {
    "numbers": ["mse", "mae", M.MeanSquaredError(), M.MeanAbsoluteError(),],
    "binary one sigmoid": ["accuracy", M.BinaryAccuracy(threshold=0.3), M.AUC(), M.AUC(num_thresholds=20, curve="PR"),
                           M.AUC(num_thresholds=10, summation_method="minoring"), M.AUC(num_thresholds=10, summation_method="majoring"),
                           M.AUC(thresholds=[0.2, 0.5, 0.8]), M.Precision(), M.Recall(thresholds=0.4), M.F1Score(threshold=0.5)],
    "logits binary one": [M.AUC(from_logits=True), "accuracy"],
    "several binary sigmoid": ["accuracy", "binary_accuracy", M.AUC(), M.AUC(multi_label=True), M.AUC(multi_label=True, curve="PR"),
                               M.Precision(),
                               M.Recall(class_id=1), M.Precision(top_k=2), M.Precision(thresholds=[0.3, 0.6]), M.F1Score(threshold=0.5),
                               M.F1Score("micro", threshold=0.4), M.F1Score("macro", threshold=0.4), M.F1Score("weighted", threshold=0.4)],
    "classes onehot softmax": ["accuracy", M.CategoricalAccuracy(), M.TopKCategoricalAccuracy(2), M.AUC(), M.Precision(),
                               M.Recall(top_k=1), M.F1Score(), M.F1Score("macro")],
    "labels labels softmax": ["accuracy", "sparse_categorical_accuracy", M.SparseTopKCategoricalAccuracy(2)],
}


def targets(words, count=12):
    random = np.random.RandomState(3)
    units = 1 if "one" in words else 3
    labels = random.randint(0, 3, count)
    if "labels" in words:
        return labels
    if "onehot" in words:
        return np.eye(3, dtype="f4")[labels]
    if "distribution" in words:
        return random.dirichlet([1, 1, 1], count).astype("f4")
    if "binary" in words:
        return random.randint(0, 2, (count, units)).astype("f4")
    if "signs" in words:
        return random.choice([-1, 1], (count, units)).astype("f4")
    return random.randn(count, units).astype("f4")


def compiled():
    """Makes models with each optimizer, schedule, loss and metric: name, model, rows, and what else is compared with."""
    for name, optimizer in OPTIMIZERS.items():
        lion = name in ("default_lion", "lion")
        yield "optimizer_" + name, dense, numbers(8, 6), {"optimizer": optimizer, "steps": 3, "more": 6, "trained": 1e-4 if lion else 2e-5}
    yield "optimizer_muon_embedding", embedded, rows("indices"), {"optimizer": OPTIMIZERS["default_muon"], "steps": 3, "more": 3}
    for name, loss in LOSSES.items():
        words = name.split()
        yield "loss_" + words[0], ended(words), numbers(12, 6), {"loss": loss, "y": targets(words), "optimizer": lambda: O.SGD(0.1)}
    for name, loss, x, y in certain():
        yield ("loss_edges_" + name, lambda: keras.Sequential([L.Input((3,)), L.Activation("linear")]), np.asarray(x, "f4"),
               {"loss": loss, "y": y})
    for name, metrics in METRICS.items():
        words = name.split()
        loss = ("sparse_categorical_crossentropy" if "labels" in words else "categorical_crossentropy" if "onehot" in words
                else X.BinaryCrossentropy(from_logits="logits" in words) if "binary" in words else "mse")
        yield "metrics_" + words[0], ended(words), numbers(12, 6), {"loss": loss, "metrics": metrics, "y": targets(words)}


def certain():
    """Losses of probabilities that are 0, 1, or do not sum to 1, and of great numbers: the model gives its input."""
    probabilities = np.array([[0, 1, 0], [1, 0, 0], [0.5, 0.25, 0.25], [1e-9, 1 - 1e-7, 0], [0.2, 0.3, 0.1], [1, 1, 1]], "f4")
    great = np.array([[0, 1, 0], [50, -50, 0], [-200, 200, 3], [1e4, -1e4, 0], [0.2, -0.3, 0.1], [88, 89, -90]], "f4")
    labels = np.array([1, 1, 0, 2, 2, 0])
    for name, loss, x, y in (
            ("bce", "binary_crossentropy", probabilities, np.eye(3, dtype="f4")[labels]),
            ("bce_logits", X.BinaryCrossentropy(from_logits=True, label_smoothing=0.1), great, np.eye(3, dtype="f4")[labels]),
            ("cce", "categorical_crossentropy", probabilities, np.eye(3, dtype="f4")[labels]),
            ("cce_logits", X.CategoricalCrossentropy(from_logits=True), great, np.eye(3, dtype="f4")[labels]),
            ("scce", "sparse_categorical_crossentropy", probabilities, labels),
            ("scce_logits", X.SparseCategoricalCrossentropy(from_logits=True), great, labels),
            ("kld", "kl_divergence", probabilities, np.eye(3, dtype="f4")[labels]),
            ("log_cosh", "log_cosh", great, probabilities), ("huber", "huber", great, probabilities),
            ("cosine", "cosine_similarity", probabilities * (labels > 0)[:, None], great),
            ("hinge", "hinge", great, np.eye(3, dtype="f4")[labels])):
        yield name, loss, x, y


def ended(words):
    end = next((word for word in words if word in ("softmax", "sigmoid")), None)
    units = 1 if "one" in words else 3
    return lambda: keras.Sequential([L.Input(VECTOR), L.Dense(5, "tanh"), L.Dense(units, end)])
