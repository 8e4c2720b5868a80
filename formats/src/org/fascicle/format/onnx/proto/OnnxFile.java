package org.fascicle.format.onnx.proto;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.problem.InputException;

/**
 * A file of ONNX. Immutable.
 *
 * @param operatorSets versions by domain; ONNX's own is the empty text
 */
public record OnnxFile(Map<String, Long> operatorSets, Map<String, String> metadata, List<NodeFile> nodes,
        List<TensorFile> initializers, List<PortFile> inputs, List<PortFile> outputs) {
    private static final String REMEDY = "Put them into the graph: onnx.inliner.inline_local_functions(model)";

    /**
     * Reads one.
     *
     * @throws InputException without the file's name, if it is none
     */
    public static OnnxFile read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(null, null, "there is no such file", "Name a file of ONNX");
        }
        try {
            long most = Math.min(Integer.MAX_VALUE - 8, Runtime.getRuntime().maxMemory() / 2);
            if (Files.size(file) > most) {
                throw new InputException(null, null, "it has " + Files.size(file) + " bytes, and " + most + " can be read",
                        "Give Java more memory");
            }
            return read(Wire.of(Files.readAllBytes(file), "model"));
        } catch (IOException e) {
            throw new InputException(null, null, "it cannot be read: " + e.getMessage(), "Look whether you may read it");
        }
    }

    private static OnnxFile read(Wire wire) {
        Map<String, Long> sets = new LinkedHashMap<>();
        Map<String, String> metadata = new LinkedHashMap<>();
        Wire graph = null;
        while (wire.next()) {
            switch (wire.field()) {
                case 7 -> graph = wire.message("").called("graph");
                case 8 -> set(wire.message("opset_import"), sets);
                case 14 -> metadata(wire.message("metadata_props"), metadata);
                case 25 ->
                    throw new InputException(null, "model/functions", "operators that the file defines itself are not read",
                            REMEDY);
                default -> wire.skip();
            }
        }
        if (graph == null) {
            throw new InputException(null, "model", "it has no graph, so that this is no model of ONNX",
                    "Name a file of ONNX, or give its --format");
        }
        List<NodeFile> nodes = new ArrayList<>();
        List<TensorFile> initializers = new ArrayList<>();
        List<PortFile> inputs = new ArrayList<>();
        List<PortFile> outputs = new ArrayList<>();
        while (graph.next()) {
            switch (graph.field()) {
                case 1 -> nodes.add(NodeFile.read(graph.message("node " + nodes.size()), nodes.size()));
                case 5 -> initializers.add(TensorFile.read(graph.message("initializer " + initializers.size())));
                case 11 -> inputs.add(PortFile.read(graph.message("input " + inputs.size())));
                case 12 -> outputs.add(PortFile.read(graph.message("output " + outputs.size())));
                case 15 -> throw new InputException(null, "graph/sparse_initializer", "sparse tensors are not read",
                        "Export the model with dense weights");
                default -> graph.skip();
            }
        }
        return new OnnxFile(sets, metadata, List.copyOf(nodes), List.copyOf(initializers), List.copyOf(inputs),
                List.copyOf(outputs));
    }

    private static void set(Wire wire, Map<String, Long> sets) {
        String domain = "";
        long version = 0;
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> domain = wire.text();
                case 2 -> version = wire.number();
                default -> wire.skip();
            }
        }
        sets.put(domain.equals("ai.onnx") ? "" : domain, version);
    }

    private static void metadata(Wire wire, Map<String, String> metadata) {
        String key = "";
        String value = "";
        while (wire.next()) {
            switch (wire.field()) {
                case 1 -> key = wire.text();
                case 2 -> value = wire.text();
                default -> wire.skip();
            }
        }
        metadata.put(key, value);
    }
}
