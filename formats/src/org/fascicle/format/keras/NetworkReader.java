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
import org.fascicle.format.keras.TechniqueWriter.Written;

/** Makes a network of a Sequential or Functional model: layers with names and inputs, and their tensors by our paths. Used once. */
final class NetworkReader {
    private final TechniqueReader techniques;
    private final LayerReader layers;
    private final Hdf5Reader weights;
    private final Graph graph;
    /** The shapes of the inputs. */
    private final Map<String, List<Integer>> inputs = new LinkedHashMap<>();
    /** Our name of an input, and of what scales it. */
    private final Map<String, String> inputNames = new HashMap<>();
    private final SortedMap<String, Imported.Numbers> tensors = new TreeMap<>();
    /** The names of the tensors of each layer, in Keras's order. */
    private final Map<String, List<String>> tensorNames = new HashMap<>();
    private final SortedMap<String, double[][]> scaling = new TreeMap<>();
    /** The layer that was put into the network last, or what stands for it. */
    private String previous = "";

    NetworkReader(TechniqueReader techniques, Hdf5Reader weights) {
        this.techniques = techniques;
        this.layers = new LayerReader(techniques);
        this.weights = weights;
        List<String> folders = weights.folders();
        this.graph = new Graph(techniques,
                folder -> folders.stream().anyMatch(each -> each.startsWith(folder + "/") && !each.contains("seed_generator")));
    }

    /** The keys inputs, network and, if there are several, outputs. */
    Map<String, Object> read(JsonNode model) {
        List<String> outputs = graph.read(model, weights.has("layers") ? "layers" : "_layer_checkpoint_dependencies");
        graph.inputs().forEach((name, config) -> inputs.put(name, shape(name, config, model)));
        inputs.keySet().forEach(name -> inputNames.put(name, inputs.size() == 1 ? "input" : name));
        Map<String, Object> definition = new LinkedHashMap<>();
        List<Object> network = network();
        Map<String, Object> shapes = new LinkedHashMap<>();
        inputs.forEach((name, shape) -> shapes.put(Objects.requireNonNull(inputNames.get(name)), shape));
        definition.put("inputs", shapes);
        definition.put("network", network);
        if (outputs.size() > 1 || !outputs.equals(List.of(previous))) {
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
        for (Graph.Layer layer : graph.layers()) {
            if (layer.trained()) {
                tensorNames.getOrDefault(layer.name(), List.of()).stream().map(name -> layer.name() + "/" + name)
                        .filter(Names::isTrained).forEach(path -> trained.add(
                                new SlotOrder.Trained(path, Objects.requireNonNull(tensors.get(path)).shape())));
            }
        }
        return trained;
    }

    private List<Integer> shape(String name, JsonNode input, JsonNode model) {
        JsonNode built = model.path("config").path("build_input_shape");
        JsonNode shape = !input.path("batch_shape").isMissingNode() ? input.path("batch_shape")
                : !input.path("batch_input_shape").isMissingNode() ? input.path("batch_input_shape")
                : built.isArray() ? built : model.path("build_config").path("input_shape");
        List<Integer> extents = new ArrayList<>();
        boolean fixed = shape.isArray() && shape.size() > 1;
        for (int axis = 1; fixed && axis < shape.size(); axis++) {
            fixed = shape.get(axis).canConvertToInt() && shape.get(axis).isIntegralNumber();
            extents.add(shape.get(axis).intValue());
        }
        if (!fixed) {
            throw techniques.problem("config.json/layers/" + name, "the shape of an input is " + TechniqueReader.shortened(shape)
                    + ", and each extent but the rows must be known", "Build the model with a fixed shape");
        }
        return extents;
    }

    private List<Object> network() {
        List<Object> network = new ArrayList<>();
        Set<String> done = new LinkedHashSet<>(inputs.keySet());
        List<Graph.Layer> waiting = new ArrayList<>(graph.layers());
        previous = inputs.isEmpty() ? "" : inputs.keySet().iterator().next();
        while (!waiting.isEmpty()) {
            Graph.Layer next =
                    waiting.stream().filter(layer -> done.containsAll(graph.from(layer))).findFirst().orElse(null);
            if (next == null) {
                throw techniques.problem(waiting.get(0).where(),
                        "its inputs are no layers of the model: " + graph.from(waiting.get(0)), null);
            }
            waiting.remove(next);
            done.add(next.name());
            RecurrentStates.of(next.type(), next.config()).forEach(state -> done.add(next.name() + "/" + state));
            if (ScalingReader.reads(next.type())) {
                scaling(next);
            } else {
                network.add(layer(next));
                previous = next.name();
            }
        }
        return network;
    }

    /** What scales an input is part of the input here: whoever reads the layer reads the input. */
    private void scaling(Graph.Layer layer) {
        String input = graph.from(layer).get(0);
        List<Integer> shape = inputs.get(input);
        boolean alone = graph.layers().stream().filter(other -> graph.from(other).contains(input)).count() == 1;
        String name = inputNames.get(input);
        if (shape == null || !alone || name == null || scaling.containsKey(name)) {
            throw techniques.problem(layer.where(),
                    layer.type() + " has an equal here only where it scales all that reads an input",
                    null);
        }
        scaling.put(name, new ScalingReader(techniques).read(layer.type(), layer.config(), shape, stored(layer.folder()),
                layer.where()));
        inputNames.put(layer.name(), name);
        if (previous.equals(input)) {
            previous = layer.name();
        }
    }

    /** The scaling of inputs, by our names: shift and factor. */
    SortedMap<String, double[][]> scaling() {
        return scaling;
    }

    private TreeMap<Integer, Imported.Numbers> stored(String folder) {
        return weights.tensors((folder + "/vars").split("/"));
    }

    private Object layer(Graph.Layer layer) {
        Written read = layers.read(layer.type(), layer.config(), layer.where());
        Map<String, Object> options = new LinkedHashMap<>(read.options());
        options.putAll(layer.arguments());
        options.put("name", layer.name());
        if (!layer.trained()) {
            options.put("trainable", false);
        }
        List<String> from = graph.from(layer);
        if (!from.equals(List.of(previous))) {
            // Without it, a layer reads the one before.
            options.put("inputs", from.stream().map(each -> inputNames.getOrDefault(each, each)).toList());
        }
        weights(layer, Variables.of(read, layers));
        return Map.of(read.name(), options);
    }

    private void weights(Graph.Layer layer, List<Variables.Variable> variables) {
        Map<String, List<String>> folders = new LinkedHashMap<>(Map.of("", new ArrayList<>()));
        variables.forEach(each -> folders.computeIfAbsent(each.folder(), any -> new ArrayList<>()).add(each.path()));
        folders.forEach((folder, names) -> {
            String place = folder.isEmpty() ? layer.folder() : layer.folder() + "/" + folder;
            TreeMap<Integer, Imported.Numbers> stored = stored(place);
            if (stored.isEmpty() && !folder.isEmpty()) {
                // What older versions of Keras call it.
                stored = stored(layer.folder() + "/_" + folder);
            }
            if (stored.size() != names.size()) {
                throw techniques.problem("model.weights.h5/" + place, "the layer '" + layer.name() + "' has "
                        + stored.size() + " tensors there, not " + names.size() + ": " + names,
                        "Build the model before it is saved");
            }
            for (int i = 0; i < names.size(); i++) {
                Imported.Numbers numbers = stored.get(i);
                if (numbers == null) {
                    throw techniques.problem("model.weights.h5/" + place, "the tensor " + i + " is missing", null);
                }
                tensors.put(layer.name() + "/" + names.get(i), numbers);
            }
        });
        tensorNames.put(layer.name(), variables.stream().map(Variables.Variable::path).toList());
    }
}
