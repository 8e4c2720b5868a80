package org.fascicle.format.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import org.junit.jupiter.api.io.TempDir;

/** Reads files that tests make, and compares what is read with ONNX Runtime. */
abstract class ImportedGraphs {
    private static final double TOLERANCE = 1e-5;
    static final int SET = 17;

    @TempDir
    Path folder;

    Imported read(Graphs graph) throws IOException {
        Path file = folder.resolve("model.onnx");
        graph.writeTo(file);
        return new OnnxFormat().read(file);
    }

    static List<String> layers(Imported read) {
        List<?> network = (List<?>) read.definition().orElseThrow().tree().orElseThrow().get("network");
        return network.stream().map(layer -> (String) ((Map<?, ?>) layer).keySet().iterator().next())
                .collect(Collectors.toList());
    }

    Imported assertSame(Graphs graph) throws IOException {
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

    static void assertClose(float[] wanted, float[] found) {
        assertEquals(wanted.length, found.length);
        for (int i = 0; i < wanted.length; i++) {
            assertEquals(wanted[i], found[i], TOLERANCE * Math.max(1, Math.abs(wanted[i])), "at " + i);
        }
    }
}
