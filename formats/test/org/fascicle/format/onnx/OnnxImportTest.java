package org.fascicle.format.onnx;

import static org.fascicle.format.onnx.Graphs.ROWS;
import static org.fascicle.format.onnx.Graphs.integer;
import static org.fascicle.format.onnx.Graphs.ints;
import static org.fascicle.format.onnx.Graphs.reals;
import static org.fascicle.format.onnx.Graphs.text;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.fascicle.api.format.Imported;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.format.Networks;
import org.fascicle.format.protobuf.Message;
import org.junit.jupiter.api.Test;

/** Files as tf2onnx, Keras and skl2onnx write them, and what all have: what is read predicts what ONNX Runtime computes. */
class OnnxImportTest extends ImportedGraphs {
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
        assertEquals(List.of(), read.left());
        assertEquals(List.of(), classes(read));
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
        assertEquals(List.of("graph/output/label: the number or name of the best class, which predict gives by itself"),
                read.left());
        assertEquals(List.of("3", "5"), classes(read));
        Graphs scores = new Graphs(SET, 20).input("X", ROWS, 4).weights("coefficient", 4, 3).weights("intercepts", 1, 3)
                .weights("coefficient1", 3, 1).weights("intercepts1", 1, 1).number("one", 1)
                .node("MatMul X coefficient > m").node("Add m intercepts > a").node("Relu a > r")
                .node("MatMul r coefficient1 > m1").node("Add m1 intercepts1 > a1").node("Sigmoid a1 > p").node("Sub one p > q")
                .node("Concat q p > probabilities", integer("axis", 1)).output("probabilities");
        assertEquals(layers(read), layers(assertSame(scores)));
    }

    private static List<String> classes(Imported read) {
        try (Model model = Networks.fascicle().create(read.definition().orElseThrow(), Settings.defaults())) {
            read.into(model);
            return model.outputs().get(0).classes();
        }
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
}
