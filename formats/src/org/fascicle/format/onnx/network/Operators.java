package org.fascicle.format.onnx.network;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

import org.fascicle.format.onnx.proto.NodeFile;
import org.jspecify.annotations.Nullable;

/** The table of operators that have an equal among our layers. */
final class Operators {
    /** Operators that make a class's number of a class's number. */
    static final Set<String> OF_LABELS = Set.of("Identity", "Cast", "Reshape", "Squeeze", "ArrayFeatureExtractor");

    private static final String LEARNED = "ai.onnx.ml";
    private static final Map<String, Operator> TABLE = new HashMap<>();

    static {
        put("MatMul", Operator.of(Dense::matmul));
        put("Gemm", Operator.of(Dense::gemm));
        put("Conv", Operator.of(Windows::conv));
        put("ConvTranspose", Operator.of(Windows::convTranspose));
        put("MaxPool", Operator.of(Windows::maxPool));
        put("AveragePool", Operator.of(Windows::averagePool));
        put("GlobalAveragePool", Operator.of(Reductions::averageAll));
        put("GlobalMaxPool", Operator.of(Reductions::maxAll));
        put("ReduceMean", Operator.of(Reductions::mean));
        put("ReduceMax", Operator.of(Reductions::max));
        put("ReduceSum", Operator.of(Reductions::sum));
        put("BatchNormalization", Operator.of(Normalizations::batch));
        put("LayerNormalization", Operator.of(Normalizations::layer));
        put("InstanceNormalization", Operator.of(Normalizations::instance));
        put("GroupNormalization", Operator.of(Normalizations::group));
        put("Add", Operator.of(Arithmetic::add));
        put("Sub", Operator.of(Arithmetic::sub));
        put("Mul", Operator.of(Arithmetic::mul));
        put("Div", Operator.of(Arithmetic::div));
        put("Neg", Operator.of(Arithmetic::neg));
        put("Pow", Operator.of(Arithmetic::square));
        put("Sum", Operator.of(Arithmetic::sumOfAll));
        put("Identity", Operator.of(Shapes::identity));
        put("Cast", Operator.of(Shapes::cast));
        put("Shape", Operator.of(Shapes::shape));
        put("Reshape", Operator.of(Shapes::reshape));
        put("Flatten", Operator.of(Shapes::flatten));
        put("Transpose", Operator.of(Shapes::transpose));
        put("Squeeze", Operator.of(Shapes::squeeze));
        put("Unsqueeze", Operator.of(Shapes::unsqueeze));
        put("Concat", Operator.of(Shapes::concat));
        put("Slice", Operator.of(Shapes::slice));
        put("Split", Shapes::split);
        put("Gather", Operator.of(Shapes::gather));
        put("Expand", Operator.of(Images::expand));
        put("Tile", Operator.of(Images::tile));
        put("DepthToSpace", Operator.of(Images::depthToSpace));
        put("SpaceToDepth", Operator.of(Images::spaceToDepth));
        put("Pad", Operator.of(Shapes::pad));
        put("Resize", Operator.of(Images::resize));
        put("Upsample", Operator.of(Images::resize));
        put("ArgMax", Operator.of(Shapes::label));
        activations();
        several();
        TABLE.put(LEARNED + ".Scaler", Operator.of(Learned::scaler));
        TABLE.put(LEARNED + ".LinearRegressor", Operator.of(Learned::regressor));
        TABLE.put(LEARNED + ".LinearClassifier", Learned::classifier);
        TABLE.put(LEARNED + ".Normalizer", Operator.of(Learned::normalizer));
        TABLE.put(LEARNED + ".ZipMap", Operator.of(Learned::named));
        TABLE.put("com.microsoft.Gelu", Activations.of("gelu"));
    }

    private Operators() {}

    private static void activations() {
        put("Relu", Activations.of("relu"));
        put("Sigmoid", Activations.of("sigmoid"));
        put("Tanh", Activations.of("tanh"));
        put("Softplus", Activations.of("softplus"));
        put("Softsign", Activations.of("softsign"));
        put("Exp", Activations.of("exponential"));
        put("Mish", Activations.of("mish"));
        put("HardSwish", Activations.of("hard_silu"));
        put("LeakyRelu", Activations.of("leaky_relu", "negative_slope", "alpha", 0.01));
        put("Elu", Activations.of("elu", "alpha", "alpha", 1));
        put("Celu", Activations.of("celu", "alpha", "alpha", 1));
        put("Selu", Operator.of(Activations::selu));
        put("Gelu", Operator.of(Activations::gelu));
        put("HardSigmoid", Operator.of(Activations::hardSigmoid));
        put("ThresholdedRelu", Operator.of(Activations::thresholded));
        put("Shrink", Operator.of(Activations::shrink));
        put("PRelu", Operator.of(Activations::prelu));
        put("Clip", Operator.of(Activations::clip));
        put("Max", Operator.of(Activations::max));
        put("Min", Operator.of(Activations::min));
        put("Softmax", Activations.softmax("softmax"));
        put("LogSoftmax", Activations.softmax("log_softmax"));
        put("Dropout", Operator.of(Activations::dropout));
    }

    private static void several() {
        for (String plain : new String[] {"relu", "relu6", "hard_sigmoid", "hard_silu", "hard_tanh", "sparse_plus", "tanh_shrink",
            "softsign", "silu", "sigmoid", "mish", "softplus", "log_sigmoid", "elu", "selu", "gelu"}) {
            found(plain, Activations.of(plain));
        }
        found("hard_shrink", Activations.found("hard_shrink", "threshold"));
        found("soft_shrink", Activations.found("soft_shrink", "threshold"));
        found("squareplus", Activations.found("squareplus", "b"));
        found("elu_alpha", Activations.found("elu", "alpha"));
        found("gelu_tanh", Operator.of(call -> Activations.apply(call, call.view(0), "gelu",
                Map.of("gelu", Map.of("approximate", true)))));
        found("prelu", Operator.of(Activations::prelu));
        found("threshold", Operator.of(Activations::thresholdFound));
        found("softmax", Activations.softmaxFound("softmax"));
        found("log_softmax", Activations.softmaxFound("log_softmax"));
        found("log_softmax_of", call -> Activations.softmax("log_softmax").apply(call.found("s")));
        found("group_normalization", Operator.of(Normalizations::groupWrittenOut));
        found("layer_normalization", Operator.of(Normalizations::layerWrittenOut));
        found("layer_normalization_of_shares", Operator.of(Normalizations::layerOfShares));
        found("batch_normalization", Operator.of(Normalizations::batchOfOurs));
        found("celu", Operator.of(Activations::celuFound));
        found(Depthwise.NAME, Operator.of(Depthwise::convolution));
        found("average_inside", Operator.of(Windows::averageInside));
        found("clip", Operator.of(Activations::clipFound));
        found("relu_up_to", Operator.of(Activations::reluUpTo));
    }

    private static void put(String name, Operator operator) {
        TABLE.put("." + name, operator);
    }

    private static void found(String name, Operator operator) {
        TABLE.put(Patterns.DOMAIN + "." + name, operator);
    }

    /** How a node becomes layers; null if it cannot. */
    static @Nullable Operator of(NodeFile node) {
        return TABLE.get(node.domain() + "." + node.operator());
    }
}
