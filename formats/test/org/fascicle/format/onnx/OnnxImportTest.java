package org.fascicle.format.onnx;

import static org.fascicle.format.onnx.Graphs.ROWS;
import static org.fascicle.format.onnx.Graphs.integer;
import static org.fascicle.format.onnx.Graphs.ints;
import static org.fascicle.format.onnx.Graphs.real;
import static org.fascicle.format.onnx.Graphs.reals;
import static org.fascicle.format.onnx.Graphs.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.fascicle.api.format.Imported;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.format.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as PyTorch, tf2onnx, Keras and skl2onnx write them: what is read predicts what ONNX Runtime computes. */
class OnnxImportTest {
    private static final double TOLERANCE = 1e-5;
    private static final int SET = 17;

    @TempDir
    private Path folder;

    @Test
    void denseLayersOfPyTorch() throws IOException {
        Graphs graph = new Graphs(SET, 1).input("x", ROWS, 2, 6).weights("fc1.weight", 8, 12).weights("fc1.bias", 8)
                .weights("fc2.weight", 3, 8).weights("fc2.bias", 3)
                .node("Flatten x > a", integer("axis", 1))
                .node("Gemm a fc1.weight fc1.bias > b", real("alpha", 1), real("beta", 1), integer("transB", 1))
                .node("Relu b > c").node("Gemm c fc2.weight fc2.bias > d", integer("transB", 1))
                .node("LogSoftmax d > e", integer("axis", 1)).output("e");
        assertEquals(List.of("flatten", "dense", "dense"), layers(assertSame(graph)));
        Imported read = read(graph);
        assertEquals("[fc1/bias, fc1/kernel, fc2/bias, fc2/kernel]", read.tensors().keySet().toString());
    }

    @Test
    void aConvolutionalNetworkOfPyTorchKeepsTheOrderOfItsFeatures() throws IOException {
        Graphs graph = new Graphs(SET, 2).input("x", ROWS, 3, 8, 6).weights("c1.weight", 5, 3, 3, 3).weights("c1.bias", 5)
                .positive("bn.weight", 5).weights("bn.bias", 5).weights("bn.running_mean", 5).positive("bn.running_var", 5)
                .weights("c2.weight", 4, 5, 3, 2).weights("fc.weight", 3, 24).weights("fc.bias", 3)
                .node("Conv x c1.weight c1.bias > a", ints("kernel_shape", 3, 3), ints("pads", 1, 1, 1, 1), ints("strides", 1, 1))
                .node("BatchNormalization a bn.weight bn.bias bn.running_mean bn.running_var > b", real("epsilon", 1e-5))
                .node("Relu b > c").node("MaxPool c > d", ints("kernel_shape", 2, 2), ints("strides", 2, 2))
                .node("Conv d c2.weight > e", ints("dilations", 1, 1), integer("group", 1), ints("kernel_shape", 3, 2),
                        ints("pads", 1, 0, 1, 0))
                .node("LeakyRelu e > f", real("alpha", 0.1)).node("MaxPool f > f1", ints("kernel_shape", 1, 1))
                .longs("shape", 0, -1).node("Pad f1 pads > f2").longs("pads", 0, 0, 0, 1, 0, 0, 0, 0)
                .longs("start", 1).longs("end", 2147483647).longs("axis", 3).node("Slice f2 start end axis > f3")
                .node("Reshape f3 shape > g").weights("fc2.weight", 3, 32)
                .node("Gemm g fc2.weight fc.bias > h", integer("transB", 1))
                .node("Softmax h > i", integer("axis", -1)).output("i");
        assertEquals(
                List.of("permute", "conv2d", "batch_normalization", "activation", "max_pooling_2d", "zero_padding_2d", "conv2d",
                        "max_pooling_2d", "zero_padding_2d", "cropping_2d", "flatten", "dense"),
                layers(assertSame(graph)));
    }

    @Test
    void aResidualNetworkOfPyTorch() throws IOException {
        Graphs graph = new Graphs(SET, 3).input("input.1", ROWS, 3, 16, 16).weights("conv1.weight", 4, 3, 7, 7)
                .weights("l.weight", 6, 4, 3, 3).weights("l.bias", 6).weights("m.weight", 6, 6, 3, 3)
                .weights("d.weight", 6, 4, 1, 1)
                .weights("fc.weight", 5, 6).weights("fc.bias", 5)
                .node("Conv input.1 conv1.weight > a", ints("kernel_shape", 7, 7), ints("pads", 3, 3, 3, 3),
                        ints("strides", 2, 2))
                .node("Relu a > b")
                .node("MaxPool b > c", ints("kernel_shape", 3, 3), ints("pads", 1, 1, 1, 1), ints("strides", 2, 2))
                .node("Conv c l.weight l.bias > d", ints("pads", 1, 1, 1, 1), ints("strides", 2, 2)).node("Relu d > e")
                .node("Conv e m.weight > f", ints("pads", 1, 1, 1, 1)).node("Conv c d.weight > g", ints("strides", 2, 2))
                .node("Add f g > h").node("Relu h > i").node("GlobalAveragePool i > j").node("Flatten j > k")
                .node("Gemm k fc.weight fc.bias > out", integer("transB", 1)).output("out");
        Imported read = assertSame(graph);
        assertEquals(
                List.of("permute", "zero_padding_2d", "conv2d", "zero_padding_2d", "max_pooling_2d", "zero_padding_2d", "conv2d",
                        "conv2d", "conv2d", "add", "activation", "global_average_pooling", "dense"),
                layers(read));
    }

    @Test
    void aMobileNetworkOfPyTorch() throws IOException {
        Graphs graph = new Graphs(SET, 4).input("x", ROWS, 4, 6, 6).weights("dw.weight", 8, 1, 3, 3).weights("dw.bias", 8)
                .weights("s1.weight", 2, 8, 1, 1).weights("s1.bias", 2).weights("s2.weight", 8, 2, 1, 1).weights("s2.bias", 8)
                .weights("pw.weight", 6, 4, 1, 1).number("zero", 0).number("six", 6).number("three", 3)
                .node("Conv x dw.weight dw.bias > a", integer("group", 4), ints("pads", 1, 1, 1, 1)).node("HardSwish a > b")
                .node("GlobalAveragePool b > c").node("Conv c s1.weight s1.bias > d").node("Relu d > e")
                .node("Conv e s2.weight s2.bias > f").node("HardSigmoid f > g", real("alpha", 1 / 6.0), real("beta", 0.5))
                .node("Mul g b > h").node("Conv h pw.weight > i", integer("group", 2)).node("Clip i zero six > j")
                .node("Add j three > k").node("Clip k zero six > l").node("Div l six > m").node("Mul j m > n")
                .node("ReduceMean n > o", ints("axes", 2, 3), integer("keepdims", 0)).output("o");
        List<String> layers = layers(assertSame(graph));
        assertTrue(layers.containsAll(List.of("depthwise_conv2d", "conv2d", "multiply", "global_average_pooling")),
                layers.toString());
        assertTrue(!layers.contains("batch_normalization"), layers.toString());
    }

    @Test
    void shapesThatPyTorchComputesStepByStep() throws IOException {
        Graphs graph = new Graphs(13, 5).input("x", ROWS, 2, 3, 4).index("zero", 0).longs("axes", 0).longs("minus", -1)
                .weights("w", 24, 3).weights("b", 3).node("Relu x > a").node("Shape a > s")
                .node("Gather s zero > n", integer("axis", 0))
                .node("Unsqueeze n axes > u").node("Concat u minus > t", integer("axis", 0)).node("Reshape a t > f")
                .node("MatMul f w > m").node("Add b m > y").output("y");
        assertEquals(List.of("activation", "flatten", "dense"), layers(assertSame(graph)));
    }

    @Test
    void normalizationsThatAreWrittenOut() throws IOException {
        Graphs graph = new Graphs(13, 6).input("x", ROWS, 5, 6).number("two", 2).number("eps", 1e-5).number("root", Math.sqrt(2))
                .number("one", 1).number("half", 0.5).positive("ln.weight", 6).weights("ln.bias", 6).weights("w", 6, 4)
                .node("ReduceMean x > m", ints("axes", -1)).node("Sub x m > c").node("Pow c two > q")
                .node("ReduceMean q > v", ints("axes", -1)).node("Add v eps > w1").node("Sqrt w1 > sd").node("Div c sd > n")
                .node("Mul n ln.weight > g").node("Add g ln.bias > h").node("MatMul h w > a").node("Div a root > d")
                .node("Erf d > e").node("Add e one > f").node("Mul a f > k").node("Mul k half > y").output("y");
        assertEquals(List.of("layer_normalization", "dense"), layers(assertSame(graph)));
        graph = new Graphs(18, 6).input("x", ROWS, 5, 6).longs("axes", -1).number("two", 2).number("eps", 1e-5)
                .node("ReduceMean x axes > m").node("Sub x m > c").node("Pow c two > q").node("ReduceMean q axes > v")
                .node("Add v eps > w1").node("Sqrt w1 > sd").node("Div c sd > y").output("y");
        assertEquals(List.of("layer_normalization"), layers(assertSame(graph)));
    }

    @Test
    void normalizationsOfTheirOwn() throws IOException {
        Graphs graph = new Graphs(18, 7).input("x", ROWS, 6, 4, 3).positive("g", 6).weights("b", 6).positive("l", 4, 3)
                .positive("one", 3).weights("zero", 3).longs("groups", 0, 3, -1).longs("back", 0, 6, 4, 3).positive("s", 6, 1, 1)
                .node("InstanceNormalization x g b > a").node("LayerNormalization a l > c", integer("axis", 2))
                .node("Reshape c groups > d").node("InstanceNormalization d one zero > e").node("Reshape e back > f")
                .node("Mul f s > y").output("y");
        assertSame(graph);
    }

    @Test
    void groupsOfPyTorch() throws IOException {
        Graphs graph = new Graphs(17, 7).input("x", ROWS, 2, 4, 3).weights("c.weight", 6, 2, 1, 1).longs("groups", 0, 3, -1)
                .floats("one", new int[] {3}, 1, 1, 1).floats("zero", new int[] {3}, 0, 0, 0).positive("g", 6, 1, 1)
                .weights("b", 6, 1, 1)
                .node("Conv x c.weight > a").node("Shape a > s").node("Reshape a groups > d")
                .node("InstanceNormalization d one zero > e", real("epsilon", 1e-3)).node("Reshape e s > f").node("Mul f g > h")
                .node("Add h b > y").output("y");
        Imported read = assertSame(graph);
        assertEquals(List.of("permute", "conv2d", "group_normalization", "permute"), layers(read));
        assertTrue(read.tensors().containsKey("group_normalization/gamma"), read.tensors().keySet().toString());
    }

    @Test
    void sequencesOfPyTorch() throws IOException {
        Graphs graph = new Graphs(SET, 8).input("x", ROWS, 3, 12).weights("c.weight", 4, 3, 3).weights("c.bias", 4)
                .weights("d.weight", 6, 2, 4).weights("e.weight", 4, 6, 2).weights("w", 4, 2).weights("b", 2)
                .node("Conv x c.weight c.bias > a", ints("pads", 1, 1)).node("Elu a > b1")
                .node("MaxPool b1 > c", ints("kernel_shape", 2), ints("strides", 2))
                .node("Conv c d.weight > d", integer("group", 2), ints("pads", 3, 3), ints("dilations", 2))
                .node("AveragePool d > d1", ints("kernel_shape", 3), ints("pads", 1, 1), integer("count_include_pad", 1))
                .node("Conv d1 e.weight > e", ints("pads", 1, 0)).node("Transpose e > f", ints("perm", 0, 2, 1))
                .node("MatMul f w > g").node("Add g b > h").node("Tanh h > y").output("y");
        assertSame(graph);
        assertEquals(4, read(graph).tensors().keySet().stream().filter(path -> path.endsWith("kernel")).count());
    }

    @Test
    void transposedConvolutions() throws IOException {
        Graphs graph = new Graphs(SET, 9).input("x", ROWS, 3, 4, 5).weights("a.weight", 3, 4, 4, 4).weights("a.bias", 4)
                .weights("b.weight", 4, 3, 3, 3).weights("c.weight", 3, 2, 3, 2).weights("c.bias", 2)
                .weights("d.weight", 2, 2, 2, 2)
                .node("ConvTranspose x a.weight a.bias > a", ints("pads", 1, 1, 1, 1), ints("strides", 2, 2)).node("Relu a > a1")
                .node("ConvTranspose a1 b.weight > b", ints("pads", 1, 1, 1, 1), ints("strides", 2, 2),
                        ints("output_padding", 1, 1))
                .node("ConvTranspose b c.weight c.bias > c", ints("pads", 2, 0, 1, 1)).node("Tanh c > c1")
                .node("ConvTranspose c1 d.weight > y", ints("strides", 3, 2)).output("y");
        List<String> layers = layers(assertSame(graph));
        assertEquals(4, layers.stream().filter("conv2d_transpose"::equals).count());
        graph = new Graphs(SET, 9).input("x", ROWS, 3, 5).weights("a.weight", 3, 4, 4)
                .node("ConvTranspose x a.weight > y", ints("pads", 1, 1), ints("strides", 2)).output("y");
        assertSame(graph);
    }

    @Test
    void embeddingsOfWholeNumbers() throws IOException {
        Graphs graph = new Graphs(SET, 10).indices("ids", ROWS, 7).weights("emb.weight", 9, 4).weights("fc.weight", 3, 4)
                .weights("fc.bias", 3).node("Gather emb.weight ids > a")
                .node("ReduceMean a > b", ints("axes", 1), integer("keepdims", 0))
                .node("Gemm b fc.weight fc.bias > y", integer("transB", 1)).output("y");
        assertEquals(List.of("embedding", "global_average_pooling", "dense"), layers(assertSame(graph)));
    }

    @Test
    void activationsThatHaveOperators() throws IOException {
        for (String operator : List.of("Relu", "Sigmoid", "Tanh", "Softplus", "Softsign", "Exp", "HardSwish", "LeakyRelu", "Elu",
                "Celu", "Selu", "HardSigmoid", "ThresholdedRelu", "Softmax", "LogSoftmax")) {
            assertSame(new Graphs(SET, 11).input("x", ROWS, 3, 4).node(operator + " x > y").output("y"));
        }
        for (String operator : List.of("Mish", "Gelu")) {
            assertSame(new Graphs(20, 11).input("x", ROWS, 3, 4).node(operator + " x > y").output("y"));
        }
        assertSame(new Graphs(SET, 11).input("x", ROWS, 3, 4).node("Softmax x > y", integer("axis", 1)).output("y"));
        assertSame(new Graphs(11, 11).input("x", ROWS, 3, 4).node("Softmax x > y", integer("axis", 1)).output("y"));
        assertSame(new Graphs(SET, 11).input("x", ROWS, 3, 4, 2).weights("s", 3, 1, 1).node("PRelu x s > y").output("y"));
        assertSame(new Graphs(SET, 11).input("x", ROWS, 3, 4).node("Sigmoid x > s").node("Mul x s > y").output("y"));
        assertSame(new Graphs(SET, 11).input("x", ROWS, 3, 4).node("Softplus x > s").node("Tanh s > t").node("Mul x t > y")
                .output("y"));
        assertSame(
                new Graphs(SET, 11).input("x", ROWS, 6).node("Shrink x > y", real("lambd", 0.3), real("bias", 0.3)).output("y"));
        assertSame(new Graphs(SET, 11).input("x", ROWS, 6).number("l", -0.3).number("h", 0.7).node("Clip x l h > y").output("y"));
        assertSame(new Graphs(9, 11).input("x", ROWS, 6).node("Clip x > y", real("min", 0), real("max", Float.MAX_VALUE))
                .output("y"));
        assertSame(new Graphs(SET, 11).input("x", ROWS, 6).number("h", 0.7).node("Min x h > y").output("y"));
        assertSame(new Graphs(SET, 11).input("x", ROWS, 6).number("l", 0.2).node("Max l x > y").output("y"));
    }

    @Test
    void imagesThatGrow() throws IOException {
        Graphs graph = new Graphs(13, 12).input("x", ROWS, 2, 3, 4).floats("scales", new int[] {4}, 1, 1, 2, 3)
                .node("Resize x _ scales > a", text("mode", "nearest"), text("coordinate_transformation_mode", "asymmetric"),
                        text("nearest_mode", "floor"))
                .node("Resize a _ scales > y", text("mode", "linear"), text("coordinate_transformation_mode", "half_pixel"))
                .output("y");
        assertSame(graph);
    }

    @Test
    void meansOfTheCellsThatCount() throws IOException {
        for (int counted : new int[] {0, 1}) {
            for (int up = 0; up <= 1 - counted; up++) {
                assertSame(new Graphs(SET, 12).input("x", ROWS, 2, 6, 7).node("AveragePool x > y", ints("kernel_shape", 3, 2),
                        ints("strides", 2, 2), ints("pads", 1, 0, 1, 1), integer("count_include_pad", counted),
                        integer("ceil_mode", up)).output("y"));
            }
        }
    }

    @Test
    void greatestOfWindowsThatStandOver() throws IOException {
        for (int up : new int[] {0, 1}) {
            assertSame(new Graphs(SET, 12).input("x", ROWS, 2, 6, 8).node("Sigmoid x > a").node("MaxPool a > y",
                    ints("kernel_shape", 3, 3), ints("strides", 2, 2), ints("pads", 1, 1, 0, 0), integer("ceil_mode", up))
                    .output("y"));
        }
    }

    @Test
    void channelsThatBecomeBlocks() throws IOException {
        for (String mode : List.of("DCR", "CRD")) {
            assertSame(new Graphs(SET, 12).input("x", ROWS, 8, 2, 3)
                    .node("DepthToSpace x > y", integer("blocksize", 2), text("mode", mode))
                    .output("y"));
        }
        assertSame(new Graphs(SET, 12).input("x", ROWS, 2, 4, 6).weights("c.weight", 8, 2, 1, 1).node("Conv x c.weight > a")
                .node("SpaceToDepth a > y", integer("blocksize", 2)).output("y"));
        assertSame(new Graphs(SET, 12).input("x", ROWS, 6, 4, 4).weights("c.weight", 6, 6, 1, 1).longs("in", -1, 2, 3, 4, 4)
                .longs("out", -1, 6, 4, 4).node("Conv x c.weight > a").node("Reshape a in > b")
                .node("Transpose b > c", ints("perm", 0, 2, 1, 3, 4))
                .node("Reshape c out > y").output("y"));
        assertSame(new Graphs(SET, 12).input("x", ROWS, 1, 4).longs("times", 1, 3, 1).node("Tile x times > y").output("y"));
    }

    @Test
    void partsThatAreCutAndPutTogether() throws IOException {
        Graphs graph = new Graphs(SET, 13).input("x", ROWS, 6, 4, 4).weights("a.weight", 6, 6, 1, 1).longs("sizes", 2, 4)
                .weights("b.weight", 3, 2, 3, 3).index("last", -1)
                .node("Conv x a.weight > c").node("Split c sizes > p q", integer("axis", 1))
                .node("Conv p b.weight > r", ints("pads", 1, 1, 1, 1)).node("Concat r q x > s", integer("axis", 1))
                .node("Gather s last > t", integer("axis", 2)).node("ReduceMax t > y", ints("axes", 2), integer("keepdims", 0))
                .output("y");
        assertSame(graph);
    }

    @Test
    void severalInputsAndOutputsKeepTheirNames() throws IOException {
        Graphs graph = new Graphs(SET, 14).input("wide", ROWS, 4).input("deep", ROWS, 2, 3).weights("w", 6, 4).weights("v", 4, 2)
                .node("Flatten deep > f").node("MatMul f w > a").node("Sub wide a > sum").node("MatMul sum v > b")
                .node("Sigmoid b > class").output("class", "sum");
        Imported read = assertSame(graph);
        Map<String, Object> definition = read.definition().orElseThrow().tree().orElseThrow();
        assertEquals(List.of("class", "sum"), definition.get("outputs"));
        assertEquals("[wide, deep]", ((Map<?, ?>) definition.get("inputs")).keySet().toString());
    }

    @Test
    void convolutionsOfTensorFlow() throws IOException {
        Graphs graph = new Graphs(15, 15).input("input_1:0", ROWS, 9, 7, 3)
                .weights("model/conv/Conv2D/ReadVariableOp:0", 4, 3, 3, 3).weights("bias", 1, 4, 1, 1)
                .positive("scale", 1, 4, 1, 1)
                .weights("shift", 1, 4, 1, 1).longs("pads", 0, 1, 1, 0, 0, 1, 1, 0).weights("dw", 4, 1, 3, 3).weights("w", 40, 3)
                .weights("b", 3).longs("flat", -1, 40)
                .node("Pad input_1:0 pads > p").node("Transpose p > t", ints("perm", 0, 3, 1, 2))
                .node("Conv t model/conv/Conv2D/ReadVariableOp:0 > c", ints("strides", 2, 2), text("auto_pad", "VALID"))
                .node("Add c bias > d").node("Mul d scale > e").node("Add e shift > f").node("Relu f > g")
                .node("Conv g dw > h", integer("group", 4), text("auto_pad", "SAME_UPPER"), ints("strides", 1, 2))
                .node("Transpose h > i", ints("perm", 0, 2, 3, 1)).node("Reshape i flat > j").node("MatMul j w > k")
                .node("Add k b > l").node("Softmax l > y", integer("axis", 1)).output("y");
        assertEquals(List.of("zero_padding_2d", "conv2d", "depthwise_conv2d", "flatten", "dense"), layers(assertSame(graph)));
    }

    @Test
    void sequencesOfTensorFlow() throws IOException {
        Graphs graph = new Graphs(15, 16).input("x", ROWS, 10, 3).longs("two", 2).weights("k", 5, 3, 1, 3).weights("b", 5)
                .node("Transpose x > a", ints("perm", 0, 2, 1)).node("Unsqueeze a two > u")
                .node("Conv u k > c", ints("pads", 0, 2, 0, 0)).node("Squeeze c two > s")
                .node("Transpose s > t", ints("perm", 0, 2, 1)).node("Add t b > d").node("Relu d > e")
                .node("ReduceMax e > y", ints("axes", 1), integer("keepdims", 0)).output("y");
        assertEquals(List.of("conv1d", "global_max_pooling"), layers(assertSame(graph)));
    }

    @Test
    void scalingOfAnInputIsPartOfTheInput() throws IOException {
        Graphs graph =
                new Graphs(SET, 17).input("x", ROWS, 4).weights("mean", 1, 4).positive("deviation", 1, 4).weights("w", 4, 2)
                        .node("Sub x mean > a").node("Div a deviation > b").node("MatMul b w > y").output("y");
        Imported read = assertSame(graph);
        assertEquals(List.of("dense"), layers(read));
        graph = new Graphs(SET, 17).input("x", ROWS, 4).weights("mean", 1, 4).weights("w", 4, 4).node("Sub x mean > a")
                .node("MatMul a w > b").node("Add b x > y").output("y");
        assertEquals(List.of("batch_normalization", "dense", "add"), layers(assertSame(graph)));
    }

    @Test
    void numbersBetweenLayersAreAFrozenNormalization() throws IOException {
        Graphs graph =
                new Graphs(SET, 18).input("x", ROWS, 3, 2, 2).weights("all", 3, 2, 2).number("two", 2).weights("c", 3, 1, 1)
                        .node("Tanh x > a").node("Add a all > b").node("Tanh b > d").node("Mul d two > e").node("Tanh e > f")
                        .node("Mul f c > g").node("Tanh g > y").output("y");
        Imported read = assertSame(graph);
        assertEquals(3, layers(read).stream().filter("batch_normalization"::equals).count());
        assertTrue(read.definition().orElseThrow().tree().orElseThrow().toString().contains("trainable=false"));
    }

    @Test
    void linearModelsOfScikitLearn() throws IOException {
        Graphs graph = new Graphs(SET, 19).input("X", ROWS, 3)
                .node("ai.onnx.ml.Scaler X > a", reals("offset", 1, -2, 0.5), reals("scale", 0.5, 2, 1))
                .node("ai.onnx.ml.LinearClassifier a > label p", reals("coefficients", 1, -2, 0.5, -1, 2, -0.5),
                        reals("intercepts", 0.3, -0.3),
                        new Message().text(1, "classlabels_ints").number(8, 0).number(8, 1).number(20, 7),
                        text("post_transform", "LOGISTIC"))
                .node("ai.onnx.ml.Normalizer p > probabilities", text("norm", "L1")).output("probabilities");
        Imported read = assertSame(graph);
        assertEquals(List.of("dense"), layers(read));
        assertTrue(read.left().get(0).contains("its classes [0, 1]"), read.left().toString());
        graph = new Graphs(SET, 19).input("X", ROWS, 3)
                .node("ai.onnx.ml.LinearRegressor X > y", reals("coefficients", 1, -2, 0.5, 3, 1, 2), reals("intercepts", 0.5, 1),
                        integer("targets", 2))
                .output("y");
        assertSame(graph);
    }

    @Test
    void theBestClassIsLeftToWhoPredicts() throws IOException {
        Graphs graph = new Graphs(SET, 20).input("x", ROWS, 4).weights("w", 4, 3).node("MatMul x w > a").node("Softmax a > p")
                .node("ArgMax p > label", integer("axis", 1), integer("keepdims", 0)).output("label", "p");
        Imported read = read(graph);
        assertEquals(List.of("graph/output/label: the number or name of the best class, which predict gives by itself"),
                read.left());
        assertEquals(List.of("dense"), layers(read));
    }

    /** As skl2onnx writes a perceptron of two classes: a probability and what it leaves, labels, and a table of both. */
    @Test
    void classifiersOfScikitLearn() throws IOException {
        Graphs graph = new Graphs(SET, 20).input("X", ROWS, 4).weights("coefficient", 4, 3).weights("intercepts", 1, 3)
                .weights("coefficient1", 3, 1).weights("intercepts1", 1, 1).number("one", 1).longs("classes", 3, 5)
                .longs("shape", -1)
                .node("Cast X > c", integer("to", 1)).node("MatMul c coefficient > m").node("Add m intercepts > a")
                .node("Relu a > r")
                .node("MatMul r coefficient1 > m1").node("Add m1 intercepts1 > a1").node("Sigmoid a1 > p").node("Sub one p > q")
                .node("Concat q p > probabilities", integer("axis", 1)).node("ArgMax probabilities > best", integer("axis", 1))
                .node("ai.onnx.ml.ArrayFeatureExtractor classes best > l").node("Reshape l shape > label")
                .node("ai.onnx.ml.ZipMap probabilities > table",
                        new Message().text(1, "classlabels_int64s").number(8, 3).number(8, 5).number(20, 7))
                .output("label", "table");
        Imported read = read(graph);
        assertEquals(2, read.left().size(), read.left().toString());
        Graphs scores = new Graphs(SET, 20).input("X", ROWS, 4).weights("coefficient", 4, 3).weights("intercepts", 1, 3)
                .weights("coefficient1", 3, 1).weights("intercepts1", 1, 1).number("one", 1)
                .node("MatMul X coefficient > m").node("Add m intercepts > a").node("Relu a > r")
                .node("MatMul r coefficient1 > m1").node("Add m1 intercepts1 > a1").node("Sigmoid a1 > p").node("Sub one p > q")
                .node("Concat q p > probabilities", integer("axis", 1)).output("probabilities");
        assertEquals(layers(read), layers(assertSame(scores)));
    }

    @Test
    void whatLeadsToNoOutputIsListed() throws IOException {
        Graphs graph =
                new Graphs(SET, 23).input("x", ROWS, 4).input("z", ROWS, 2).node("Sin z > a").node("Relu x > y").output("y");
        assertEquals(List.of("graph/input/z: no output depends on it", "graph: nodes that lead to no output: 1"),
                read(graph).left());
    }

    @Test
    void weightsThatLayersShareAreListed() throws IOException {
        Graphs graph = new Graphs(SET, 23).input("x", ROWS, 4).weights("fc.weight", 4, 4).node("MatMul x fc.weight > a")
                .node("Tanh a > b").node("MatMul b fc.weight > y").output("y");
        Imported read = assertSame(graph);
        assertEquals(List
                .of("graph/initializer/fc.weight: several layers share it; here each has its own, and they go apart in training"),
                read.left());
        assertEquals("[fc/kernel, fc_1/kernel]", read.tensors().keySet().toString());
    }

    @Test
    void aFileOfOneRowTakesAny() throws IOException {
        Graphs graph = new Graphs(SET, 21).input("x", 1, 3, 4).longs("flat", 1, 12).weights("w", 12, 2).node("Relu x > a")
                .node("Reshape a flat > b").node("MatMul b w > y").output("y");
        Path file = folder.resolve("one.onnx");
        graph.writeTo(file);
        Imported read = new OnnxFormat().read(file);
        assertEquals(List.of("graph/input/x: the file takes 1 rows at a time; any number is taken here"), read.left());
        float[] features = graph.features(graph.inputs().get(0), 1, 0);
        try (Model model = Networks.fascicle().create(read.definition().orElseThrow(), Settings.defaults())) {
            read.into(model);
            assertClose(Runtime.run(file, graph.inputs(), Map.of("x", features), 1).get("y"), model.predict(features, 1));
        }
    }

    @Test
    void dropoutGoesOnInTraining() throws IOException {
        Graphs graph =
                new Graphs(SET, 22).input("x", ROWS, 4).number("ratio", 0.25).weights("w", 4, 2).node("Dropout x ratio > a")
                        .node("Identity a > i").node("MatMul i w > y").output("y");
        Imported read = assertSame(graph);
        assertEquals(List.of("dropout", "dense"), layers(read));
        assertTrue(read.definition().orElseThrow().tree().orElseThrow().toString().contains("rate=0.25"));
    }

    private Imported read(Graphs graph) throws IOException {
        Path file = folder.resolve("model.onnx");
        graph.writeTo(file);
        return new OnnxFormat().read(file);
    }

    private static List<String> layers(Imported read) {
        List<?> network = (List<?>) read.definition().orElseThrow().tree().orElseThrow().get("network");
        return network.stream().map(layer -> (String) ((Map<?, ?>) layer).keySet().iterator().next())
                .collect(Collectors.toList());
    }

    private Imported assertSame(Graphs graph) throws IOException {
        Imported read = read(graph);
        Path file = folder.resolve("model.onnx");
        try (Model model = Networks.fascicle().create(read.definition().orElseThrow(), Settings.defaults())) {
            read.into(model);
            for (int rows : new int[] {1, 5}) {
                Map<String, float[]> given = new HashMap<>();
                Map<String, float[]> features = new HashMap<>();
                graph.inputs().forEach(input -> given.put(input.name(), graph.features(input, rows, 9)));
                given.forEach((name, values) -> features.put(given.size() == 1 ? "input" : name, values));
                List<float[]> wanted = new ArrayList<>(Runtime.run(file, graph.inputs(), given, rows).values());
                List<float[]> found = new ArrayList<>(model.predict(features, rows).values());
                assertEquals(wanted.size(), found.size());
                for (int i = 0; i < wanted.size(); i++) {
                    assertClose(wanted.get(i), found.get(i));
                }
            }
        }
        return read;
    }

    private static void assertClose(float[] wanted, float[] found) {
        assertEquals(wanted.length, found.length);
        for (int i = 0; i < wanted.length; i++) {
            assertEquals(wanted[i], found[i], TOLERANCE * Math.max(1, Math.abs(wanted[i])), "at " + i);
        }
    }
}
