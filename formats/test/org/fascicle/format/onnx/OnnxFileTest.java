package org.fascicle.format.onnx;

import static org.fascicle.format.onnx.Graphs.ROWS;
import static org.fascicle.format.onnx.Graphs.integer;
import static org.fascicle.format.onnx.Graphs.ints;
import static org.fascicle.format.onnx.Graphs.text;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.fascicle.api.format.Imported;
import org.fascicle.api.problem.InputException;
import org.fascicle.format.protobuf.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a file holds is read as it is written, or refused by its place. */
class OnnxFileTest {
    @TempDir
    private Path folder;

    @Test
    void numbersOfAllTypesAreRead() throws IOException {
        double[] wanted = {1, -2, 0.5, 96};
        assertArrayEquals(wanted, kernel(new Message().bytes(9, OnnxGraph.buffer(16).putFloat(1).putFloat(-2).putFloat(0.5f)
                .putFloat(96).array()), 1));
        assertArrayEquals(wanted, kernel(new Message().bytes(9, OnnxGraph.buffer(32).putDouble(1).putDouble(-2).putDouble(0.5)
                .putDouble(96).array()), 11));
        assertArrayEquals(wanted, kernel(new Message().bytes(9, OnnxGraph.buffer(8).putShort((short) 0x3c00)
                .putShort((short) 0xc000).putShort((short) 0x3800).putShort((short) 0x5600).array()), 10));
        assertArrayEquals(wanted, kernel(new Message().bytes(9, OnnxGraph.buffer(8).putShort((short) 0x3f80)
                .putShort((short) 0xc000).putShort((short) 0x3f00).putShort((short) 0x42c0).array()), 16));
        assertArrayEquals(wanted, kernel(new Message().single(4, 1).single(4, -2).single(4, 0.5f).single(4, 96), 1),
                "one by one");
        assertArrayEquals(wanted, kernel(new Message().bytes(4, OnnxGraph.buffer(16).putFloat(1).putFloat(-2).putFloat(0.5f)
                .putFloat(96).array()), 1), "packed");
        assertArrayEquals(wanted,
                kernel(new Message().number(5, 0x3c00).number(5, 0xc000).number(5, 0x3800).number(5, 0x5600), 10));
        assertArrayEquals(wanted, kernel(new Message().bytes(10, OnnxGraph.buffer(32).putDouble(1).putDouble(-2).putDouble(0.5)
                .putDouble(96).array()), 11));
    }

    /** What is smallest and largest in 16 bits. */
    @Test
    void halvesKeepTheirEdges() throws IOException {
        assertArrayEquals(new double[] {0x1p-24, 65504, -0x1p-14, 0}, kernel(new Message().bytes(9, OnnxGraph.buffer(8)
                .putShort((short) 1).putShort((short) 0x7bff).putShort((short) 0x8400).putShort((short) 0).array()), 10));
    }

    @Test
    void wholeNumbersAreRead() throws IOException {
        for (int field : new int[] {5, 7}) {
            Graphs graph = new Graphs(17, 1).input("x", ROWS, 6)
                    .initializer("to", field == 5 ? 6 : 7, new Message().number(field, -1).number(field, 2).number(field, 3), 3)
                    .node("Cast to > shape", integer("to", 7)).node("Reshape x shape > a").node("Relu a > y").output("y");
            assertTrue(read(graph).definition().orElseThrow().tree().orElseThrow().toString().contains("target_shape=[2, 3]"));
        }
    }

    private double[] kernel(Message numbers, int type) throws IOException {
        Graphs graph = new Graphs(17, 1).input("x", ROWS, 2).initializer("fc.weight", type, numbers, 2, 2)
                .node("MatMul x fc.weight > y").output("y");
        return read(graph).tensors().get("fc/kernel").values();
    }

    @Test
    void numbersInAnotherFileAreRefused() throws IOException {
        Graphs graph = new Graphs(17, 1).input("x", ROWS, 2)
                .initializer("w", 1,
                        new Message().message(13, new Message().text(1, "location").text(2, "../../etc/passwd")).number(14, 1),
                        2, 2)
                .node("MatMul x w > y").output("y");
        refused(graph, "at graph/initializer/w: its numbers are in another file, which is not read. Save the model in one file");
    }

    @Test
    void allNodesWithoutEqualAreListed() throws IOException {
        Graphs graph = new Graphs(17, 1).input("x", ROWS, 4).weights("w", 4, 4).node("Sin x > a").node("MatMul a w > b")
                .node("LSTM x w w > _ h").node("Add b h > c").node("Cos x > d").node("Add c d > y").output("y");
        refused(graph, "3 nodes have no equal here: n0 (Sin): there is no such layer; n2 (LSTM): there is no such layer; "
                + "n4 (Cos): there is no such layer. ");
        graph = new Graphs(17, 1).input("x", ROWS, 4).weights("w", 4, 4).node("MatMul w x > a").node("com.example.Foo x > b")
                .node("Add a b > y").output("y");
        refused(graph,
                "n0 (MatMul): the given matrix stands in front; a dense layer has it behind; n1 (com.example.Foo): there is");
    }

    @Test
    void whatALayerCannotDoIsSaid() throws IOException {
        refused(new Graphs(17, 1).input("x", ROWS, 2, 6, 6)
                .node("MaxPool x > y", ints("kernel_shape", 3, 3), ints("pads", 1, 1, 1, 1), ints("strides", 2, 2)).output("y"),
                "at graph/n0 (MaxPool): a node has no equal here: n0 (MaxPool): its window stands over by [1, 1] and [1, 1]");
        refused(new Graphs(17, 1).input("x", ROWS, 4, 6).longs("to", -1, 6).node("Reshape x to > y").output("y"),
                "it gives [-1, 4, 6] the shape [-1, 6], in which the rows are no axis of their own");
        refused(new Graphs(17, 1).input("x", ROWS, 2, 4, 4).longs("p", 0, 0, 1, 1, 0, 0, 1, 1)
                .node("Pad x p > y", text("mode", "reflect"))
                .output("y"), "it puts other things than zeros around");
        refused(new Graphs(17, 1).input("x", ROWS, 4).input("z", ROWS, 4).node("Max x z > y").output("y"),
                "the greatest or least of several layers has no equal");
        refused(new Graphs(6, 1).input("x", ROWS, 4).node("Relu x > y").output("y"), "it is written in the operator set 6");
        refused(new Graphs(17, 1).input("x", ROWS, ROWS).node("Relu x > y").output("y"),
                "at graph/input/x: its shape is [?, ?]: each extent but the rows must be known");
        refused(new Graphs(17, 1).input("x", ROWS, 4).node("Relu z > y").output("y"),
                "at graph/n0 (Relu): its input 'z' comes from nothing before it");
    }

    @Test
    void whatIsNoFileOfOnnxIsRefused() throws IOException {
        Path file = folder.resolve("model.onnx");
        assertTrue(problem(file).contains("there is no such file"), problem(file));
        Files.write(file, new byte[0]);
        assertTrue(problem(file).contains("it has no graph, so that this is no model of ONNX"), problem(file));
        Files.writeString(file, "{\"fascicle\": 1}");
        assertTrue(problem(file).startsWith(file + ": at model: "), problem(file));
    }

    /** A chain of so many nodes, that whoever followed it by calls would run out of stack. */
    @Test
    void longChainsAreRead() throws IOException {
        Graphs graph = new Graphs(17, 1).input("x", ROWS, 4);
        String last = "x";
        for (int i = 0; i < 20_000; i++) {
            graph.node("Identity " + last + " > t" + i);
            last = "t" + i;
        }
        graph.number("one", 1).longs("first", 0);
        String number = "one";
        for (int i = 0; i < 20_000; i++) {
            graph.node((i % 2 == 0 ? "Unsqueeze " : "Squeeze ") + number + " first > c" + i);
            number = "c" + i;
        }
        graph.node("Add " + last + " " + number + " > sum").node("Relu sum > r0");
        for (int i = 0; i < 5_000; i++) {
            graph.node((i % 2 == 0 ? "Tanh" : "Relu") + " r" + i + " > r" + (i + 1));
        }
        Object network = read(graph.output("r5000")).definition().orElseThrow().tree().orElseThrow().get("network");
        assertEquals(5_001, ((List<?>) network).size());
    }

    @Test
    void inputsOfDifferentRowsAreRefused() {
        refused(new Graphs(17, 1).input("x", 2, 4).input("z", 3, 4).node("Add x z > y").output("y"),
                "at graph/input/z: the file takes 3 rows of it at a time, and 2 of another input");
    }

    /** Files of a few bytes that ask for much: repeated, filled, and doubled again and again. */
    @Test
    void whatOnlyClaimsToBeLargeIsRefused() throws IOException {
        refused(new Graphs(17, 1).input("x", ROWS, 4).longs("to", 1 << 14, 1 << 14).node("ConstantOfShape to > w")
                .node("MatMul x w > y")
                .output("y"), "n0 (ConstantOfShape): it makes 268435456 numbers of 0");
        refused(new Graphs(17, 1).input("x", ROWS, Integer.MAX_VALUE).weights("w", 1).number("h", 0.3).node("Tanh x > a")
                .node("Mul a h > b")
                .node("Tanh b > y").output("y"),
                "n2 (Tanh): a node has no equal here: n2 (Tanh): it makes 2147483647 numbers of 1");
        Graphs graph = new Graphs(17, 1).input("x", ROWS, 4).weights("w0", 1 << 10);
        for (int i = 0; i < 30; i++) {
            graph.node("Concat w" + i + " w" + i + " > w" + (i + 1), integer("axis", 0));
        }
        refused(graph.node("Add x w30 > y").output("y"), "the file makes many more numbers than it holds");
    }

    private String problem(Path file) {
        return assertThrows(InputException.class, () -> new OnnxFormat().read(file)).getMessage();
    }

    private Imported read(Graphs graph) throws IOException {
        Path file = folder.resolve("model.onnx");
        graph.writeTo(file);
        return new OnnxFormat().read(file);
    }

    private void refused(Graphs graph, String message) {
        InputException e = assertThrows(InputException.class, () -> read(graph));
        assertTrue(e.getMessage().contains(message), e.getMessage());
        assertTrue(e.getMessage().startsWith(folder.resolve("model.onnx") + ": at "), e.getMessage());
    }
}
