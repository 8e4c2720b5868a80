package org.fascicle.format.keras;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Port;
import org.fascicle.api.model.Summary;
import org.fascicle.api.technique.Kind;
import org.fascicle.format.keras.TechniqueWriter.Written;

/** Writes a network as a functional model, and its tensors where Keras looks for them. Used once. */
final class NetworkWriter {
    private static final Map<String, String> ACTIVATIONS =
            Map.of("relu", "ReLU", "leaky_relu", "LeakyReLU", "prelu", "PReLU", "elu",
                    "ELU", "softmax", "Softmax");
    /** Layers that are several in Keras, by the rank of what goes in. */
    private static final List<String> BY_RANK = List.of("global_average_pooling", "global_max_pooling", "spatial_dropout");
    private static final double SMALLEST_DEVIATION = 1e-7;

    private final Model model;
    private final TechniqueWriter techniques;
    private final Hdf5Writer weights;
    private final Map<String, Layer> layers = new LinkedHashMap<>();
    private final List<SlotOrder.Trained> trained = new ArrayList<>();
    private final Map<String, List<String>> folders = new LinkedHashMap<>();
    private final Map<String, Shape> shapes = new HashMap<>();
    /** Where what a name means really comes from: behind the scaling, for inputs. */
    private final Map<String, String> sources = new HashMap<>();

    NetworkWriter(Model model, TechniqueWriter techniques, Hdf5Writer weights) {
        this.model = model;
        this.techniques = techniques;
        this.weights = weights;
    }

    /** A layer, before its place is known. */
    private static final class Layer {
        private final String type;
        private final ObjectNode object;
        private final List<String> from;
        private List<String> tensors = List.of();
        private boolean isTrained;

        Layer(String type, ObjectNode object, List<String> from) {
            this.type = type;
            this.object = object;
            this.from = from;
        }
    }

    /** By folder, the tensors that lie there in Keras's order, once the model was written. */
    Map<String, List<String>> folders() {
        return folders;
    }

    /** The trained parameters in Keras's order, once the model was written. */
    List<SlotOrder.Trained> trained() {
        return trained;
    }

    /** The object of the model. */
    ObjectNode write(Map<?, ?> definition) {
        weights.group("vars");
        model.inputs().forEach(this::input);
        List<?> entries = (List<?>) Objects.requireNonNull(definition.get("network"));
        List<Summary.Line> lines = model.summary().lines();
        String previous = model.inputs().get(0).name();
        for (int i = 0; i < entries.size(); i++) {
            Summary.Line line = lines.get(i);
            layer(techniques.written(entries.get(i), Kind.LAYER), line, previous);
            previous = line.name();
        }
        ObjectNode config = Config.object().put("name", "functional").put("trainable", true);
        List<String> ends = definition.get("outputs") instanceof List<?> named ? named.stream().map(String::valueOf).toList()
                : List.of(previous);
        ends.forEach(name -> requireLayer(name, "the model's outputs"));
        config.set("layers", ordered(ends));
        ArrayNode inputs = config.putArray("input_layers");
        model.inputs().forEach(input -> inputs.add(reference(input.name())));
        ArrayNode outputs = config.putArray("output_layers");
        ends.forEach(name -> outputs.add(reference(name)));
        return Config.object("keras", "Functional", config);
    }

    private static ArrayNode reference(String name) {
        return Config.object().putArray("reference").add(name).add(0).add(0);
    }

    private void input(Port port) {
        ObjectNode config = Config.object().put("name", port.name()).put("dtype", "float32").put("sparse", false);
        config.set("batch_shape", extents(port.shape().prepend(Shape.ROWS)));
        add("InputLayer", port.name(), config, List.of());
        shapes.put(port.name(), port.shape().prepend(Shape.ROWS));
        double[] shift = model.shift(port.name());
        double[] factor = model.factor(port.name());
        if (Arrays.stream(shift).allMatch(number -> number == 0) && Arrays.stream(factor).allMatch(number -> number == 1)) {
            return;
        }
        double[] variance = new double[factor.length];
        for (int i = 0; i < variance.length; i++) {
            variance[i] = 1 / (factor[i] * factor[i]);
            if (factor[i] <= 0 || 1 / factor[i] < SMALLEST_DEVIATION) {
                throw TechniqueWriter.problem("scaling of " + port.name(), "the factor " + factor[i]
                        + " is none that Keras's Normalization can have");
            }
        }
        String name = port.name() + "_scaling";
        ObjectNode scaling = common(name, true);
        ArrayNode axes = scaling.putArray("axis");
        for (int axis = 1; axis <= port.shape().rank(); axis++) {
            axes.add(axis);
        }
        scaling.put("invert", false);
        scaling.set("mean", Config.of(nested(port.shape().toArray(), 0, shift, new int[1])));
        scaling.set("variance", Config.of(nested(port.shape().toArray(), 0, variance, new int[1])));
        add("Normalization", name, scaling, List.of(port.name()));
        shapes.put(name, port.shape().prepend(Shape.ROWS));
        sources.put(port.name(), name);
    }

    private static Object nested(int[] extents, int axis, double[] values, int[] at) {
        List<Object> list = new ArrayList<>();
        for (int i = 0; i < extents[axis]; i++) {
            list.add(axis + 1 == extents.length ? (Object) values[at[0]++] : nested(extents, axis + 1, values, at));
        }
        return list;
    }

    private void layer(Written written, Summary.Line line, String previous) {
        String where = "layer '" + line.name() + "'";
        List<String> from = new ArrayList<>();
        Object given = written.options().get("inputs");
        if (given instanceof List<?> names) {
            names.forEach(name -> from.add(String.valueOf(name)));
        } else {
            from.add(given == null ? previous : String.valueOf(given));
        }
        from.forEach(name -> requireLayer(name, where));
        from.replaceAll(name -> sources.getOrDefault(name, name));
        ObjectNode config = common(line.name(), !Boolean.FALSE.equals(written.options().get("trainable")));
        String theirs;
        String tensors = written.name();
        Written activation = written.name().equals("activation")
                ? techniques.written(written.options().get("activation"), Kind.ACTIVATION) : null;
        if (activation != null && ACTIVATIONS.containsKey(activation.name())) {
            theirs = Objects.requireNonNull(ACTIVATIONS.get(activation.name()));
            tensors = activation.name();
            config.setAll(techniques.options(activation, Kind.ACTIVATION, where));
        } else {
            theirs = type(written.name(), Objects.requireNonNull(shapes.get(from.get(0))).rank(), where);
            config.setAll(techniques.options(written, Kind.LAYER, where));
        }
        Layer layer = add(theirs, line.name(), config, from);
        shapes.put(line.name(), line.output());
        layer.isTrained = !Boolean.FALSE.equals(written.options().get("trainable"));
        layer.tensors = Names.tensors(tensors).stream().map(tensor -> line.name() + "/" + tensor.split(" ")[0])
                .filter(model.tensors()::containsKey).toList();
        long kept = model.tensors().keySet().stream().filter(path -> path.startsWith(line.name() + "/")).count();
        if (kept != layer.tensors.size()) {
            throw TechniqueWriter.problem(where, "it has tensors that Keras's layer " + theirs + " has not");
        }
    }

    // What Keras's layers give beside their outputs are more outputs of theirs, by number.
    private static void requireLayer(String name, String where) {
        if (name.indexOf('/') >= 0) {
            throw TechniqueWriter.problem(where, "it reads '" + name + "', a further result of a layer, which cannot be written");
        }
    }

    private String type(String name, int rank, String where) {
        String theirs = techniques.theirs(Kind.LAYER, name);
        if (theirs == null) {
            throw TechniqueWriter.problem(where, "the layer '" + name + "' has no equal in Keras");
        }
        return BY_RANK.contains(name) ? theirs.replace("2D", rank - 2 + "D") : theirs;
    }

    private static ObjectNode common(String name, boolean trainable) {
        return Config.object().put("name", name).put("trainable", trainable).put("dtype", "float32");
    }

    /** The layers in Keras's order, in which their tensors are numbered. */
    private ArrayNode ordered(List<String> outputs) {
        Map<String, List<String>> from = new LinkedHashMap<>();
        layers.forEach((name, layer) -> from.put(name, layer.from));
        List<String> order = new LayerOrder(from).of(outputs);
        layers.keySet().stream().filter(name -> !order.contains(name)).findFirst().ifPresent(name -> {
            throw TechniqueWriter.problem("layer '" + name + "'", "it leads to no output, and Keras keeps no such layer");
        });
        ArrayNode all = Config.object().putArray("layers");
        Map<String, Integer> counts = new HashMap<>();
        for (String name : order) {
            Layer layer = Objects.requireNonNull(layers.get(name));
            all.add(layer.object);
            String folder = Names.folder(layer.type);
            int count = counts.merge(folder, 1, Integer::sum) - 1;
            String path = "layers/" + folder + (count == 0 ? "" : "_" + count) + "/vars";
            weights.group(path);
            folders.put(path, layer.tensors);
            int number = 0;
            for (String tensor : layer.tensors) {
                Shape shape = Objects.requireNonNull(model.tensors().get(tensor));
                weights.tensor(path, Integer.toString(number++), shape, () -> model.tensor(tensor));
                if (layer.isTrained && Names.isTrained(tensor)) {
                    trained.add(new SlotOrder.Trained(tensor, shape));
                }
            }
        }
        return all;
    }

    private Layer add(String type, String name, ObjectNode config, List<String> from) {
        ObjectNode layer = Config.object("keras.layers", type, config);
        layer.put("name", name);
        ArrayNode calls = layer.putArray("inbound_nodes");
        if (!from.isEmpty()) {
            ObjectNode call = calls.addObject();
            ArrayNode arguments = call.putArray("args");
            ArrayNode list = from.size() > 1 ? arguments.addArray() : arguments;
            from.forEach(source -> list.add(tensor(source)));
            call.putObject("kwargs");
        }
        Layer made = new Layer(type, layer, from);
        layers.put(name, made);
        return made;
    }

    private ObjectNode tensor(String source) {
        ObjectNode tensor = Config.object().put("class_name", "__keras_tensor__");
        ObjectNode config = tensor.putObject("config");
        config.set("shape", extents(Objects.requireNonNull(shapes.get(source))));
        config.put("dtype", "float32");
        config.set("keras_history", reference(source));
        return tensor;
    }

    private static ArrayNode extents(Shape shape) {
        ArrayNode extents = Config.object().putArray("shape");
        for (int extent : shape.toArray()) {
            if (extent == Shape.ROWS) {
                extents.addNull();
            } else {
                extents.add(extent);
            }
        }
        return extents;
    }
}
