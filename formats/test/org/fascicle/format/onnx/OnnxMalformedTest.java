package org.fascicle.format.onnx;

import static org.fascicle.format.onnx.Graphs.ROWS;
import static org.fascicle.format.onnx.Graphs.integer;
import static org.fascicle.format.onnx.Graphs.ints;
import static org.fascicle.format.onnx.Graphs.real;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import com.sun.management.ThreadMXBean;
import org.fascicle.api.format.Imported;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Port;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.format.Networks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files with one thing changed, at a place that a seed chooses: each is refused with its file, a place and what to do, or is a model that
 * works. {@code JAVA_TOOL_OPTIONS=-Dfascicle.onnx.seeds=10000 ./build test formats:OnnxMalformedTest} hunts among more of them.
 */
class OnnxMalformedTest {
    private static final int SEEDS = Integer.getInteger("fascicle.onnx.seeds", 100);
    /** What reading one of these files of a few KiB may take. */
    private static final long MOST_MEMORY = 256L << 20;
    private static final int LARGEST = 1 << 16;

    @TempDir
    private Path folder;

    static IntStream seeds() {
        return IntStream.range(0, 10);
    }

    @ParameterizedTest(name = "seeds {0}, {0} + 10, …")
    @MethodSource("seeds")
    void isRefusedOrWorks(int first) throws IOException {
        List<byte[]> good = good();
        int refused = 0;
        for (int seed = first; seed < SEEDS; seed += 10) {
            Path file = folder.resolve("malformed.onnx");
            Files.write(file, new OnnxMutator(good.get(seed / 10 % good.size()), new Random(seed)).mutated());
            refused += refusedOrWorks(file, seed);
        }
        assertTrue(refused >= SEEDS / 100, refused + " were refused");
    }

    /** Files of others, and one of ours. */
    private List<byte[]> good() throws IOException {
        Path file = folder.resolve("good.onnx");
        List<byte[]> all = new ArrayList<>();
        for (Graphs graph : graphs()) {
            graph.writeTo(file);
            all.add(Files.readAllBytes(file));
        }
        try (Model model = Networks.random("{'fascicle': 1, 'inputs': {'input': [5, 4, 2]}, 'network': ["
                + "{'depthwise_conv2d': {'kernel_size': 2, 'strides': 2, 'padding': 'same'}}, {'batch_normalization': {}},"
                + "{'average_pooling_2d': {'padding': 'same', 'strides': 1}}, {'flatten': {}}, {'dense': {'units': 3, 'activation': 'elu'}},"
                + "{'layer_normalization': {}}, {'dense': {'units': 2, 'activation': 'softmax'}}]}", 3)) {
            new OnnxFormat().write(model, file);
            all.add(Files.readAllBytes(file));
        }
        return all;
    }

    private static List<Graphs> graphs() {
        Graphs images = new Graphs(17, 1).input("x", ROWS, 2, 6, 6).weights("c.weight", 3, 2, 3, 3).weights("c.bias", 3)
                .positive("g", 3).weights("b", 3).weights("m", 3).positive("v", 3).longs("shape", -1, 27).weights("w", 27, 4)
                .weights("k", 4).number("six", 6).number("zero", 0)
                .node("Conv x c.weight c.bias > a", ints("pads", 1, 1, 1, 1), ints("strides", 1, 1), integer("group", 1))
                .node("BatchNormalization a g b m v > n", real("epsilon", 1e-3)).node("Clip n zero six > d")
                .node("MaxPool d > e", ints("kernel_shape", 2, 2), ints("strides", 2, 2)).node("Reshape e shape > f")
                .node("Dropout f > h").node("MatMul h w > i").node("Add i k > j").node("Softmax j > y", integer("axis", 1))
                .output("y");
        Graphs parts =
                new Graphs(13, 2).input("x", ROWS, 4, 6).index("zero", 0).longs("one", 1).longs("minus", -1).longs("axis", 1)
                        .longs("two", 2).weights("s", 7).positive("t", 1).weights("u", 4, 2, 1)
                        .node("Shape x > sh").node("Gather sh zero > n").node("Unsqueeze n > un", ints("axes", 0))
                        .node("Concat un minus > to", integer("axis", 0))
                        .node("Slice x one two axis > p").node("Slice x zero1 one axis > q").longs("zero1", 0)
                        .node("Concat p q > r", integer("axis", 1))
                        .node("Transpose r > tr", ints("perm", 0, 2, 1)).node("Pad r pads > pd").longs("pads", 0, 0, 0, 0, 0, 1)
                        .node("Mul pd s > mu").node("Conv mu u > co", ints("kernel_shape", 1))
                        .node("ReduceMean co > me", ints("axes", 2), integer("keepdims", 0))
                        .node("Reshape tr to > fl").node("Sub x t > sub").node("Tanh sub > th").node("Reshape th to > fl2")
                        .node("Concat me fl fl2 > y", integer("axis", 1)).output("y");
        Graphs words = new Graphs(17, 3).indices("ids", ROWS, 5).weights("emb.weight", 7, 4).positive("l", 4).weights("b", 4)
                .weights("fc.weight", 3, 4)
                .weights("d.weight", 4, 2, 2).node("Gather emb.weight ids > a")
                .node("LayerNormalization a l b > n", real("epsilon", 1e-5))
                .node("Transpose n > t", ints("perm", 0, 2, 1))
                .node("ConvTranspose t d.weight > c", ints("strides", 2), ints("pads", 1, 0))
                .node("Sigmoid n > s").node("Mul n s > m").node("ReduceMax m > r", ints("axes", 1), integer("keepdims", 0))
                .node("Gemm r fc.weight > g", integer("transB", 1), real("alpha", 0.5)).output("g", "c");
        return List.of(images, parts, words);
    }

    /** 1 if it is refused. */
    private static int refusedOrWorks(Path file, int seed) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            Imported read = new OnnxFormat().read(file);
            assertTrue(threads.getCurrentThreadAllocatedBytes() - before < MOST_MEMORY, "seed " + seed + " took too much memory");
            assertWorks(read);
            return 0;
        } catch (InputException e) {
            assertTrue(e.getMessage().startsWith(file.toString()), "seed " + seed + ": " + e.getMessage());
            assertNotNull(e.pointer(), "seed " + seed + ": " + e.getMessage());
            assertNotNull(e.remedy(), "seed " + seed + ": " + e.getMessage());
            assertTrue(!e.getMessage().contains("Exception"), "seed " + seed + ": " + e.getMessage());
            return 1;
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            return fail("seed " + seed + ": " + e, e);
        }
    }

    private static void assertWorks(Imported read) {
        try (Model model = Networks.fascicle().create(read.definition().orElseThrow(), Settings.defaults())) {
            try {
                read.into(model);
            } catch (InputException e) {
                assertTrue(e.getMessage().contains("it holds NaN"), e.getMessage());
            }
            Map<String, float[]> features = new HashMap<>();
            for (Port input : model.inputs()) {
                if (input.shape().size() > LARGEST) {
                    return;
                }
                features.put(input.name(), new float[2 * input.size()]);
            }
            if (model.outputs().stream().allMatch(output -> output.shape().size() < LARGEST)) {
                assertEquals(model.outputs().size(), model.predict(features, 2).size());
            }
        }
    }

    @Test
    void theFilesThemselvesAreGood() throws IOException {
        for (byte[] bytes : good()) {
            Path file = folder.resolve("good.onnx");
            Files.write(file, bytes);
            assertWorks(new OnnxFormat().read(file));
        }
    }
}
