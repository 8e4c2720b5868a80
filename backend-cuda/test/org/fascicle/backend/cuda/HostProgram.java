package org.fascicle.backend.cuda;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;

/** Graphs as one C++ program that runs their rendered kernels on the host and prints the bits of each output {@code y}. */
final class HostProgram {
    private static final long UNSIGNED = 0xffffffffL;

    private final Merged merged = new Merged();
    private final StringBuilder main = new StringBuilder();
    private final Map<String, Node> outputs = new LinkedHashMap<>();
    private final int rows;
    private final int grid;

    /**
     * A program.
     *
     * @param rows of the batch
     * @param grid the blocks that each kernel is started with
     * @param scalar the only scalar
     */
    HostProgram(int rows, int grid, long seed, int step, float scalar) {
        this.rows = rows;
        this.grid = grid;
        main.append("\nint main() {\n    float scalars[] = {").append(scalar).append("f};\n    unsigned run[] = {")
                .append(seed & UNSIGNED).append("u, ").append(seed >>> 32).append("u, ").append(step & UNSIGNED).append("u};\n");
    }

    /** Adds a graph whose inputs and variables have some bits. */
    void add(String name, Graph graph, Map<String, int[]> leaves) {
        CudaSources sources = merged.add(graph, rows);
        int id = outputs.size();
        Map<Node, String> memory = new HashMap<>();
        main.append("    {\n");
        for (Launch launch : sources.launches()) {
            List<String> pointers = new ArrayList<>(launch.source.isEmpty() ? List.of() : List.of("scalars", "run"));
            for (Node node : launch.arrays) {
                pointers.add(memory.computeIfAbsent(node, array -> declared(array, leaves)));
            }
            boolean isFold = launch.name.startsWith("fold");
            String threads = !isFold ? "1, 1" : launch.threads[1] == 1 ? "THREADS, 1" : "LANES, LINES";
            main.append("        launch(" + launch.name + ", {" + unsigned(launch.words) + "}, " + grid + ", " + threads + ", {"
                    + String.join(", ", pointers) + "});\n");
        }
        Node y = graph.outputs().get("y");
        memory.computeIfAbsent(y, array -> declared(array, leaves));
        main.append("        print<" + Functions.type(y.type()) + ">(\"" + id + "\", " + memory.get(y) + ", "
                + y.shape().size(rows) + ");\n    }\n");
        outputs.put(name, y);
    }

    private String declared(Node node, Map<String, int[]> leaves) {
        String name = "m" + node.index();
        long size = Math.max(1, node.shape().size(rows));
        if (Cases.isLeaf(node) && node.shape().size(rows) > 0) {
            int[] bits = leaves.get(Cases.name(node));
            main.append("        unsigned " + name + "[] = {" + unsigned(Arrays.stream(bits).boxed().toList()));
        } else {
            main.append("        " + Functions.type(node.type()) + " " + name + "[" + size + "] = {");
        }
        main.append("};\n");
        return name;
    }

    private static String unsigned(List<Integer> words) {
        return words.stream().map(word -> (word & UNSIGNED) + "u").collect(Collectors.joining(", "));
    }

    /** Compiles and runs it, and gives the bits of each graph's output. */
    Map<String, int[]> run(Path folder, Path compiler) throws IOException, InterruptedException {
        // few threads in a block, because each is a thread of the host
        String kernels = merged.text().replace("THREADS 256", "THREADS 4").replace("LANES 32", "LANES 2")
                .replace("LINES 8", "LINES 4");
        Files.writeString(folder.resolve("kernels.cc"), shim() + kernels + main + "}\n");
        Tool.run(folder, List.of(compiler.toString(), "-std=c++20", "-O1", "-ffp-contract=off", "-fno-strict-aliasing",
                "-pthread", "-w", "-o", "kernels", "kernels.cc"));
        String[] lines = Tool.run(folder, List.of(folder.resolve("kernels").toString())).split("\n");
        Map<String, int[]> results = new LinkedHashMap<>();
        int at = 0;
        for (String name : outputs.keySet()) {
            String[] words = lines[at++].split(" ");
            results.put(name, Arrays.stream(words).skip(1).mapToInt(word -> Integer.parseUnsignedInt(word, 16)).toArray());
        }
        return results;
    }

    private static String shim() throws IOException {
        try (InputStream in = HostProgram.class.getResourceAsStream("host.cc")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
