package org.fascicle.format.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import com.fasterxml.jackson.databind.JsonNode;
import org.fascicle.api.format.Imported;
import org.fascicle.api.technique.Kind;
import org.jspecify.annotations.Nullable;

/** Makes a network of a Sequential or Functional model: layers with names and inputs, and their tensors by our paths. Used once. */
final class NetworkReader {
    /** Keras's layers that are activations here. */
    private static final Map<String, String> ACTIVATIONS =
            Map.of("ReLU", "relu", "LeakyReLU", "leaky_relu", "PReLU", "prelu", "ELU",
                    "elu", "Softmax", "softmax");

    private final TechniqueReader techniques;
    private final Hdf5Reader weights;
    private final String root;
    private final Map<String, List<Integer>> inputs = new LinkedHashMap<>();
    private final Map<String, String> inputNames = new HashMap<>();
    private final List<Layer> layers = new ArrayList<>();
    private final SortedMap<String, Imported.Numbers> tensors = new TreeMap<>();
    /** The names of the tensors of each layer, in Keras's order. */
    private final Map<String, List<String>> tensorNames = new HashMap<>();
    private final SortedMap<String, double[][]> scaling = new TreeMap<>();

    NetworkReader(TechniqueReader techniques, Hdf5Reader weights) {
        this.techniques = techniques;
        this.weights = weights;
        this.root = weights.has("layers") ? "layers" : "_layer_checkpoint_dependencies";
    }

    /** One layer of the file. */
    private record Layer(String name, String type, JsonNode config, JsonNode node, List<String> from, String folder,
            String where) {
        boolean isTrained() {
            JsonNode trainable = config.path("trainable");
            return !trainable.isBoolean() || trainable.booleanValue();
        }
    }

    /** The keys inputs, network and, if there are several, outputs. */
    Map<String, Object> read(JsonNode model) {
        String type = techniques.type(model, "config.json");
        JsonNode config = model.path("config");
        boolean sequential = type.equals("Sequential");
        if (!sequential && !type.equals("Functional") && !type.equals("Model")) {
            throw techniques.problem("config.json", "a model of the class " + type + " is code, and has no equal here",
                    "Save a Sequential or a functional model");
        }
        collect(config.path("layers"), sequential);
        if (inputs.isEmpty()) {
            shapeOf(config.path("build_input_shape"), model);
        }
        Map<String, Object> definition = new LinkedHashMap<>();
        List<Object> network = network(sequential);
        Map<String, Object> shapes = new LinkedHashMap<>();
        inputs.forEach((name, shape) -> shapes.put(Objects.requireNonNull(inputNames.get(name)), shape));
        definition.put("inputs", shapes);
        definition.put("network", network);
        List<String> outputs = sequential ? List.of() : references(config.path("output_layers"), "config.json/output_layers");
        if (outputs.size() > 1) {
            definition.put("outputs", outputs);
        }
        return definition;
    }

    /** The tensors, once the network was read. */
    SortedMap<String, Imported.Numbers> tensors() {
        return tensors;
    }

    /** The trained parameters in Keras's order, once the network was read. */
    List<SlotOrder.Trained> trained() {
        List<SlotOrder.Trained> trained = new ArrayList<>();
        for (Layer layer : layers) {
            if (layer.isTrained()) {
                tensorNames.getOrDefault(layer.name(), List.of()).stream().map(name -> layer.name() + "/" + name)
                        .filter(Names::isTrained).forEach(path -> trained.add(
                                new SlotOrder.Trained(path, Objects.requireNonNull(tensors.get(path)).shape())));
            }
        }
        return trained;
    }

    private void collect(JsonNode list, boolean sequential) {
        Map<String, Integer> counts = new HashMap<>();
        Set<String> names = new LinkedHashSet<>();
        for (JsonNode node : list) {
            JsonNode config = node.path("config");
            String name = config.path("name").asText(node.path("name").asText(""));
            String where = "config.json/layers/" + name;
            String type = techniques.type(node, where);
            if (!names.add(name) || name.isEmpty()) {
                throw techniques.problem(where, "two layers have this name, or it is none", null);
            }
            dtype(config.path("dtype"), where);
            if (type.equals("InputLayer")) {
                JsonNode shape = config.path("batch_shape").isMissingNode() ? config.path("batch_input_shape")
                        : config.path("batch_shape");
                inputs.put(name, shape(shape, where));
                if (!sequential) {
                    counts.merge("input_layer", 1, Integer::sum);
                }
                continue;
            }
            String folder = Names.folder(type);
            int count = counts.merge(folder, 1, Integer::sum) - 1;
            layers.add(new Layer(name, type, config, node, sequential ? List.of() : from(node, where),
                    count == 0 ? folder : folder + "_" + count, where));
        }
        inputs.keySet().forEach(name -> inputNames.put(name, inputs.size() == 1 ? "input" : name));
    }

    private void dtype(JsonNode dtype, String where) {
        String policy = dtype.isTextual() ? dtype.textValue() : dtype.path("config").path("name").asText("float32");
        if (!policy.equals("float32") && !dtype.isMissingNode()) {
            techniques.left(where + "/dtype: " + policy + "; name the precision under \"training\"");
        }
    }

    private void shapeOf(JsonNode shape, JsonNode model) {
        JsonNode known = shape.isArray() ? shape : model.path("build_config").path("input_shape");
        inputs.put("input", shape(known, "config.json"));
        inputNames.put("input", "input");
    }

    private List<Integer> shape(JsonNode shape, String where) {
        List<Integer> extents = new ArrayList<>();
        boolean fixed = shape.isArray() && shape.size() > 1;
        for (int axis = 1; fixed && axis < shape.size(); axis++) {
            fixed = shape.get(axis).canConvertToInt() && shape.get(axis).isIntegralNumber();
            extents.add(shape.get(axis).intValue());
        }
        if (!fixed) {
            throw techniques.problem(where, "the shape of an input is " + TechniqueReader.shortened(shape)
                    + ", and each extent but the rows must be known", "Build the model with a fixed shape");
        }
        return extents;
    }

    private List<String> from(JsonNode node, String where) {
        JsonNode calls = node.path("inbound_nodes");
        if (calls.size() != 1) {
            throw techniques.problem(where, "the layer is called " + calls.size() + " times; shared layers have no equal here",
                    null);
        }
        return references(calls.get(0).path("args"), where);
    }

    /** The layers whose outputs a list names, however deep. */
    private List<String> references(JsonNode node, String where) {
        List<String> names = new ArrayList<>();
        JsonNode history = node.path("config").path("keras_history");
        JsonNode reference = history.isArray() ? history : node;
        if (reference.isArray() && reference.size() == 3 && reference.get(0).isTextual()) {
            if (reference.get(1).asInt() != 0 || reference.get(2).asInt() != 0) {
                throw techniques.problem(where, "an input is not the first output of the first call of a layer: " + reference,
                        null);
            }
            return List.of(reference.get(0).textValue());
        }
        for (JsonNode item : reference.isObject() ? List.<JsonNode>of() : reference) {
            names.addAll(references(item, where));
        }
        return names;
    }

    private List<Object> network(boolean sequential) {
        List<Object> network = new ArrayList<>();
        Set<String> done = new LinkedHashSet<>(inputs.keySet());
        List<Layer> waiting = new ArrayList<>(layers);
        while (!waiting.isEmpty()) {
            Layer next = sequential ? waiting.get(0)
                    : waiting.stream().filter(layer -> done.containsAll(layer.from())).findFirst().orElse(null);
            if (next == null) {
                throw techniques.problem(waiting.get(0).where(),
                        "its inputs are no layers of the model: " + waiting.get(0).from(), null);
            }
            waiting.remove(next);
            done.add(next.name());
            if (ScalingReader.reads(next.type())) {
                scaling(next, sequential, network.isEmpty());
            } else {
                network.add(layer(next, sequential));
            }
        }
        return network;
    }

    /** What scales an input is part of the input here: whoever reads the layer reads the input. */
    private void scaling(Layer layer, boolean sequential, boolean first) {
        String input = sequential ? inputs.keySet().iterator().next() : layer.from().get(0);
        List<Integer> shape = inputs.get(input);
        boolean alone = sequential ? first : layers.stream().filter(other -> other.from().contains(input)).count() == 1;
        String name = inputNames.get(input);
        if (shape == null || !alone || name == null || scaling.containsKey(name)) {
            throw techniques.problem(layer.where(),
                    layer.type() + " has an equal here only where it scales all that reads an input",
                    null);
        }
        scaling.put(name, new ScalingReader(techniques).read(layer.type(), layer.config(), shape,
                weights.tensors(root, layer.folder(), "vars"), layer.where()));
        inputNames.put(layer.name(), name);
    }

    /** The scaling of inputs, by our names: shift and factor. */
    SortedMap<String, double[][]> scaling() {
        return scaling;
    }

    private Object layer(Layer layer, boolean sequential) {
        String activation = ACTIVATIONS.get(layer.type());
        String name = activation != null ? "activation" : Names.ours(Kind.LAYER, layer.type());
        if (name == null) {
            throw techniques.problem(layer.where(), "the layer " + layer.type() + " has no equal here", null);
        }
        Map<String, Object> options = new LinkedHashMap<>();
        Object read = activation != null
                ? Map.of("activation", techniques.options(activation, layer.config(), Kind.ACTIVATION, Set.of(), layer.where()))
                : techniques.options(name, layer.config(), Kind.LAYER, Set.of(), layer.where());
        if (activation != null) {
            options.putAll(stringKeys(read));
        } else if (read instanceof Map<?, ?> map) {
            options.putAll(stringKeys(map.get(name)));
        }
        options.put("name", layer.name());
        if (!layer.isTrained()) {
            options.put("trainable", false);
        }
        if (!sequential) {
            options.put("inputs", layer.from().stream().map(from -> inputNames.getOrDefault(from, from)).toList());
        }
        weights(layer, activation != null ? activation : name);
        return Map.of(name, options);
    }

    private static Map<String, Object> stringKeys(@Nullable Object map) {
        Map<String, Object> keys = new LinkedHashMap<>();
        if (map instanceof Map<?, ?> known) {
            known.forEach((key, value) -> keys.put(String.valueOf(key), value));
        }
        return keys;
    }

    private void weights(Layer layer, String ours) {
        List<String> names = new ArrayList<>();
        for (String tensor : Names.tensors(ours)) {
            String[] words = tensor.split(" ");
            if (words.length == 1 || layer.config().path(words[1]).asBoolean(true)) {
                names.add(words[0]);
            }
        }
        TreeMap<Integer, Imported.Numbers> stored = weights.tensors(root, layer.folder(), "vars");
        if (stored.size() != names.size()) {
            throw techniques.problem("model.weights.h5/" + root + "/" + layer.folder(), "the layer '" + layer.name() + "' has "
                    + stored.size() + " tensors there, not " + names.size() + ": " + names, "Build the model before it is saved");
        }
        tensorNames.put(layer.name(), names);
        for (int i = 0; i < names.size(); i++) {
            Imported.Numbers numbers = stored.get(i);
            if (numbers == null) {
                throw techniques.problem("model.weights.h5/" + root + "/" + layer.folder(), "the tensor " + i + " is missing",
                        null);
            }
            tensors.put(layer.name() + "/" + names.get(i), numbers);
        }
    }
}
