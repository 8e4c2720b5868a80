package org.fascicle.format.onnx;

import static org.fascicle.format.onnx.Graphs.ROWS;
import static org.fascicle.format.onnx.Graphs.integer;
import static org.fascicle.format.onnx.Graphs.ints;
import static org.fascicle.format.onnx.Graphs.real;
import static org.fascicle.format.onnx.Graphs.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;

import org.fascicle.api.format.Imported;
import org.junit.jupiter.api.Test;

/** Files as PyTorch writes them: what is read predicts what ONNX Runtime computes. */
class OnnxPyTorchTest extends ImportedGraphs {
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
    void dropoutGoesOnInTraining() throws IOException {
        Graphs graph =
                new Graphs(SET, 22).input("x", ROWS, 4).number("ratio", 0.25).weights("w", 4, 2).node("Dropout x ratio > a")
                        .node("Identity a > i").node("MatMul i w > y").output("y");
        Imported read = assertSame(graph);
        assertEquals(List.of("dropout", "dense"), layers(read));
        assertTrue(read.definition().orElseThrow().tree().orElseThrow().toString().contains("rate=0.25"));
    }
}
