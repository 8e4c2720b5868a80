package org.fascicle.format.onnx.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.fascicle.api.data.Examples;
import org.fascicle.api.format.Imported;
import org.fascicle.api.model.Definition;
import org.fascicle.api.problem.InputException;
import org.fascicle.format.onnx.proto.NodeFile;
import org.fascicle.format.onnx.proto.OnnxFile;
import org.fascicle.format.onnx.proto.PortFile;
import org.fascicle.format.onnx.proto.TensorFile;
import org.jspecify.annotations.Nullable;

/**
 * Makes a network of a graph: given tensors are computed first, then nodes that are one operation together are
 * found, from the outputs on, then each that is needed becomes layers, in the file's order. Used once.
 */
public final class GraphReader {
    /** From there on operators broadcast as they do now. */
    private static final long OLDEST_SET = 7;
    private static final long ROOM = 1 << 22;
    /** What metadata with names of classes are called, before the name of an output. */
    private static final String CLASSES = "classes.";

    private final String name;
    private final OnnxFile file;
    private final Network network = new Network();
    private final Layouts layouts = new Layouts(network);
    private final Map<String, Value> values = new HashMap<>();
    private final Map<String, NodeFile> producers = new HashMap<>();
    private final Map<String, NodeFile> several = new HashMap<>();
    private final Map<String, Integer> uses = new HashMap<>();
    private final Set<String> failed = new LinkedHashSet<>();
    private final List<String> refusals = new ArrayList<>();
    private final List<String> left = new ArrayList<>();
    private int batch;
    private long room;

    /**
     * A reader.
     *
     * @param name what messages call the file
     */
    public GraphReader(String name, OnnxFile file) {
        this.name = name;
        this.file = file;
    }

    /**
     * The model.
     *
     * @throws InputException if it cannot be: with all nodes that have no equal
     */
    public Imported read() {
        long version = file.operatorSets().getOrDefault("", file.operatorSets().isEmpty() ? 1L : OLDEST_SET);
        if (version < OLDEST_SET) {
            throw problem("model/opset_import", "it is written in the operator set " + version + ", and " + OLDEST_SET
                    + " is the oldest that is read", "Convert it: onnx.version_converter.convert_version(model, 18)");
        }
        given();
        checkOrder();
        file.nodes().forEach(node -> foldIfGiven(node, version));
        findGroups();
        inputs();
        for (NodeFile node : file.nodes()) {
            translate(node, version);
        }
        if (!refusals.isEmpty()) {
            throw problem("graph/" + refusals.get(0).split(": ")[0], (refusals.size() == 1 ? "a node has" : refusals.size()
                    + " nodes have") + " no equal here: " + String.join("; ", refusals),
                    "Export the part of the model in front of them, or write that part as a model file");
        }
        return imported(outputs());
    }

    private void given() {
        for (TensorFile tensor : file.initializers()) {
            if (tensor.name().isEmpty() || values.put(tensor.name(), Constant.of(tensor)) != null) {
                throw problem(tensor.place(), "two initializers have this name, or it is none", "Export the model anew");
            }
            room += 4L * Constant.product(tensor.shape());
        }
        room += ROOM;
    }

    /** Each node comes behind those that it needs, and no tensor is made twice. */
    private void checkOrder() {
        Set<String> known = new LinkedHashSet<>(values.keySet());
        file.inputs().forEach(input -> known.add(input.name()));
        for (NodeFile node : file.nodes()) {
            for (String input : node.inputs()) {
                if (!input.isEmpty() && !known.contains(input)) {
                    throw problem("graph/" + node, "its input '" + input + "' comes from nothing before it",
                            "Export the model anew");
                }
            }
            for (String output : node.outputs()) {
                if (!output.isEmpty() && !known.add(output)) {
                    throw problem("graph/" + node, "its output '" + output + "' is made twice", "Export the model anew");
                }
            }
            if (!node.outputs().isEmpty()) {
                producers.put(node.outputs().get(0), node);
            }
        }
        for (PortFile output : file.outputs()) {
            if (!known.contains(output.name())) {
                throw problem("graph/output/" + output.name(), "it comes from no node", "Export the model anew");
            }
        }
        if (file.outputs().isEmpty()) {
            throw problem("graph", "it has no output", "Export the model anew");
        }
    }

    /** Computes a node of given tensors alone; one that cannot be computed is reported later, if it is needed. */
    private void foldIfGiven(NodeFile node, long version) {
        boolean given = node.inputs().stream().allMatch(input -> input.isEmpty() || values.get(input) instanceof Constant);
        boolean first = !node.outputs().isEmpty() && !values.containsKey(node.outputs().get(0));
        if (!given || !first || !node.domain().isEmpty() || !Folding.knows(node.operator())
                || node.inputs().isEmpty() && !node.operator().equals("Constant")) {
            return;
        }
        try {
            store(node, List.of(Folding.fold(call(node, version))));
        } catch (Refused e) {
            failed.add(node.outputs().get(0));
        }
    }

    private Call call(NodeFile node, long version) {
        return new Call(node, this::value, version, batch, network, layouts, left::add);
    }

    private Value value(String tensor) {
        Value value = values.get(tensor);
        if (value == null) {
            throw new Refused("its input '" + tensor + "' is none that is computed");
        }
        return value instanceof View view ? view.exclusive(view.exclusive() && uses.getOrDefault(tensor, 0) == 1) : value;
    }

    /** From the outputs on: what is needed, how often, and which nodes are one together. */
    private void findGroups() {
        file.outputs().forEach(output -> uses.merge(output.name(), 1, Integer::sum));
        for (int i = file.nodes().size() - 1; i >= 0; i--) {
            NodeFile node = file.nodes().get(i);
            boolean needed = node.outputs().stream().anyMatch(uses::containsKey);
            boolean known = !node.outputs().isEmpty() && values.containsKey(node.outputs().get(0));
            if (!needed || known) {
                continue;
            }
            NodeFile together = Patterns.match(node, producers::get,
                    tensor -> values.get(tensor) instanceof Constant given && given.elements().areRead() ? given : null);
            if (together != null) {
                several.put(node.outputs().get(0), together);
            }
            (together != null ? together : node).inputs().forEach(input -> uses.merge(input, 1, Integer::sum));
        }
    }

    private void inputs() {
        for (PortFile input : file.inputs()) {
            if (values.containsKey(input.name())) {
                continue;
            }
            String place = "graph/input/" + input.name();
            List<Integer> shape = input.shape();
            if (!input.isTensor() || !input.elements().isReal() && !input.elements().isInteger() || shape == null) {
                throw problem(place, "it is no tensor of numbers whose shape is known: " + input.elements(),
                        "Export the model with inputs of numbers and a shape");
            } else if (shape.size() < 2 || shape.subList(1, shape.size()).contains(PortFile.UNKNOWN)) {
                throw problem(place, "its shape is " + shape.toString().replace("-1", "?")
                        + ": each extent but the rows must be known, and there must be one",
                        "Export the model with a fixed shape of a row");
            }
            int rows = shape.get(0);
            if (rows > 0) {
                if (batch > 0 && batch != rows) {
                    throw problem(place, "the file takes " + rows + " rows of it at a time, and " + batch + " of another input",
                            "Export the model with one number of rows, or with any");
                }
                batch = rows;
                left.add(place + ": the file takes " + rows + " rows at a time; any number is taken here");
            }
            int[] extents = shape.stream().skip(1).mapToInt(Integer::intValue).toArray();
            try {
                Constant.product(extents);
            } catch (Refused e) {
                throw problem(place, e.getMessage(), "Export the model anew");
            }
            Source source = network.input(own() == 1 ? "input" : input.name(), extents);
            values.put(input.name(), View.of(source).of(input.elements()));
        }
        if (network.inputs().isEmpty()) {
            throw problem("graph", "it has no input", "Export the model anew");
        }
    }

    private long own() {
        Set<String> given = new LinkedHashSet<>();
        file.initializers().forEach(tensor -> given.add(tensor.name()));
        return file.inputs().stream().filter(input -> !given.contains(input.name())).count();
    }

    private void translate(NodeFile node, long version) {
        boolean needed = node.outputs().stream().anyMatch(uses::containsKey);
        if (!needed || values.containsKey(node.outputs().get(0))) {
            return;
        }
        NodeFile whole = several.getOrDefault(node.outputs().get(0), node);
        Set<String> lost = new LinkedHashSet<>(whole.inputs());
        lost.retainAll(failed);
        try {
            store(node, lost.isEmpty() ? made(call(whole, version)) : List.of());
        } catch (Refused e) {
            refusals.add(node + ": " + e.getMessage());
        }
        for (String output : node.outputs()) {
            if (!values.containsKey(output) && uses.containsKey(output)) {
                failed.add(output);
                if (lost.isEmpty() && values.containsKey(node.outputs().get(0))) {
                    refusals.add(node + ": its output '" + output + "' is used");
                }
            }
        }
    }

    private List<Value> made(Call call) {
        NodeFile node = call.node();
        boolean given = node.domain().isEmpty() && Folding.knows(node.operator())
                && node.inputs().stream().allMatch(input -> input.isEmpty() || values.get(input) instanceof Constant);
        boolean label = node.inputs().stream().anyMatch(input -> values.get(input) == Value.Label.CLASS);
        if (given) {
            return List.of(Folding.fold(call));
        } else if (label) {
            Refused.unless(Operators.OF_LABELS.contains(node.operator()), "it computes with the number of the best class");
            return List.of(Value.Label.CLASS);
        }
        Operator operator = Operators.of(node);
        if (operator == null) {
            throw new Refused("there is no such layer");
        }
        return operator.apply(call);
    }

    private void store(NodeFile node, List<Value> outputs) {
        for (int i = 0; i < Math.min(outputs.size(), node.outputs().size()); i++) {
            Value value = outputs.get(i);
            String output = node.outputs().get(i);
            if (value instanceof Constant constant) {
                room -= constant.size();
                if (room < 0) {
                    throw problem("graph/" + node, "the file makes many more numbers than it holds", "Export the model anew");
                }
            } else if (value instanceof View view && view.affine() != null && uses.getOrDefault(output, 0) > 1) {
                value = layouts.plain(view);
            }
            if (!output.isEmpty()) {
                values.put(output, value);
            }
        }
    }

    /** The layers that the outputs come from, by the outputs' names. */
    private Map<String, Source> outputs() {
        Map<String, Source> outputs = new LinkedHashMap<>();
        for (PortFile output : file.outputs()) {
            String place = "graph/output/" + output.name();
            Value value = Objects.requireNonNull(values.get(output.name()), output.name());
            if (value == Value.Label.CLASS) {
                left.add(place + ": the number or name of the best class, which predict gives by itself");
                continue;
            } else if (!(value instanceof View view) || !view.isRows(0)) {
                throw problem(place, "it does not hold a result for each row", "Export the model without it");
            } else {
                try {
                    Source source =
                            layouts.source(view.exclusive(view.exclusive() && !view.source().isInput()), view.behindRows());
                    outputs.put(output.name(), source);
                } catch (Refused e) {
                    throw problem(place, e.getMessage(), "Export the model without it");
                }
            }
        }
        if (outputs.isEmpty()) {
            throw problem("graph", "no output holds scores", "Export the model with the scores of the classes");
        }
        Set<Source> taken = new LinkedHashSet<>();
        outputs.replaceAll((output, source) -> {
            boolean own = !source.isInput() && taken.add(source);
            Source last = own ? source : network.layer("activation", source, source.shape()).option("activation", "linear")
                    .classes(source.classes());
            if (file.outputs().size() > 1 && outputs.size() > 1) {
                network.name(last, output);
            }
            return last;
        });
        return outputs;
    }

    private Imported imported(Map<String, Source> outputs) {
        List<Source> last = List.copyOf(outputs.values());
        for (String input : network.unused(last)) {
            left.add("graph/input/" + input + ": no output depends on it");
            network.remove(input);
        }
        if (network.inputs().isEmpty()) {
            throw problem("graph", "no output depends on an input", "Export the model anew");
        }
        network.shared().forEach(weights -> left.add("graph/initializer/" + weights
                + ": several layers share it; here each has its own, and they go apart in training"));
        int idle = idle();
        if (idle > 0) {
            left.add("graph: nodes that lead to no output: " + idle);
        }
        Map<String, List<String>> classes = new LinkedHashMap<>();
        outputs.forEach((output, layer) -> classes.put(output, ClassNames.of(layer, file.metadata().get(CLASSES + output))));
        file.metadata().forEach((key, value) -> {
            if (!key.startsWith(CLASSES) || classes.getOrDefault(key.substring(CLASSES.length()), List.of()).isEmpty()) {
                left.add("metadata_props/" + key + ": " + shortened(value));
            }
        });
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("fascicle", 1);
        definition.putAll(network.definition(last));
        Imported imported = Imported.model(name, Definition.tree(definition, name), network.tensors(), left);
        for (String input : network.inputs()) {
            double[][] scaling = network.scaling(input);
            imported = scaling == null ? imported : imported.scaled(input, scaling[0], scaling[1]);
        }
        for (Map.Entry<String, List<String>> each : classes.entrySet()) {
            imported = each.getValue().isEmpty() ? imported
                    : imported.classes(outputs.size() == 1 ? Examples.OUTPUT : each.getKey(), each.getValue());
        }
        return imported;
    }

    private int idle() {
        Set<String> leading = new LinkedHashSet<>();
        file.outputs().forEach(output -> leading.add(output.name()));
        int idle = 0;
        for (int i = file.nodes().size() - 1; i >= 0; i--) {
            NodeFile node = file.nodes().get(i);
            if (node.outputs().stream().anyMatch(leading::contains)) {
                leading.addAll(node.inputs());
            } else {
                idle++;
            }
        }
        return idle;
    }

    private static String shortened(String text) {
        return text.length() > 80 ? text.substring(0, 80) + "…" : text;
    }

    private InputException problem(String place, String problem, @Nullable String remedy) {
        return new InputException(name, place, problem, remedy);
    }
}
