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
    private static final double SMALLEST_DEVIATION = 1e-7;

    private final Model model;
    private final TechniqueWriter techniques;
    private final LayerWriter writer;
    private final Hdf5Writer weights;
    private final Map<String, Layer> layers = new LinkedHashMap<>();
    private final List<SlotOrder.Trained> trained = new ArrayList<>();
    private final Map<String, List<String>> folders = new LinkedHashMap<>();
    private final Map<String, Shape> shapes = new HashMap<>();
    /** The number of an output of Keras's that is a state of a layer, by its name here. */
    private final Map<String, Integer> states = new HashMap<>();
    /** Where what a name means really comes from: behind the scaling, for inputs. */
    private final Map<String, String> sources = new HashMap<>();

    NetworkWriter(Model model, TechniqueWriter techniques, Hdf5Writer weights) {
        this.model = model;
        this.techniques = techniques;
        this.writer = new LayerWriter(techniques);
        this.weights = weights;
    }

    /** A layer, before its place is known. */
    private static final class Layer {
        private final String type;
        private final ObjectNode object;
        private final List<String> from;
        private List<Variables.Variable> variables = List.of();
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
        ends.stream().filter(name -> name.indexOf('/') >= 0).findFirst().ifPresent(name -> {
            throw TechniqueWriter.problem("the model's outputs",
                    "'" + name + "' is a further result of a layer, which cannot be written");
        });
        config.set("layers", ordered(ends));
        config.set("input_layers", references(model.inputs().stream().map(Port::name).toList()));
        config.set("output_layers", references(ends));
        // Functional is no public name of Keras's: of a Model with layers it makes one.
        return Config.object("keras", "Model", config);
    }

    /** Where there is one alone, Keras's model takes or gives an array, and else a list of arrays. */
    private static ArrayNode references(List<String> names) {
        ArrayNode all = Config.object().putArray("references");
        names.forEach(name -> all.addArray().add(name).add(0).add(0));
        return names.size() == 1 ? (ArrayNode) all.get(0) : all;
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
        boolean trainable = !Boolean.FALSE.equals(written.options().get("trainable"));
        int rank = Objects.requireNonNull(shapes.get(from.get(0))).rank();
        LayerWriter.Made made = writer.write(written, line.name(), trainable, rank, where);
        Layer layer = add(made.type(), line.name(), made.config(), from);
        arguments(layer, written.name(), made);
        shapes.put(line.name(), line.output());
        states(written, line);
        layer.isTrained = trainable;
        layer.variables = Variables.of(written, writer).stream()
                .filter(each -> model.tensors().containsKey(line.name() + "/" + each.path())).toList();
        long kept = model.tensors().keySet().stream().filter(path -> path.startsWith(line.name() + "/")).count();
        if (kept != layer.variables.size()) {
            throw TechniqueWriter.problem(where, "it has tensors that Keras's layer " + made.type() + " has not");
        }
    }

    /** Names the states that a layer gives beside its output. */
    private void states(Written written, Summary.Line line) {
        int number = 1;
        for (String state : RecurrentStates.of(written, writer)) {
            shapes.put(line.name() + "/" + state, Shape.batch(RecurrentStates.units(written, writer)));
            states.put(line.name() + "/" + state, number++);
        }
    }

    // Of what layers give beside their outputs, states of recurrent layers are outputs of theirs in Keras.
    private void requireLayer(String name, String where) {
        if (name.indexOf('/') >= 0 && !states.containsKey(name)) {
            throw TechniqueWriter.problem(where, "it reads '" + name + "', a further result of a layer, which cannot be written");
        }
    }

    private static ObjectNode common(String name, boolean trainable) {
        return Config.object().put("name", name).put("trainable", trainable).put("dtype", "float32");
    }

    /** The layers in Keras's order, in which their tensors are numbered. */
    private ArrayNode ordered(List<String> outputs) {
        Map<String, List<String>> from = new LinkedHashMap<>();
        layers.forEach((name, layer) -> from.put(name, layer.from.stream().map(NetworkWriter::layerOf).toList()));
        List<String> order = new LayerOrder(from).of(outputs);
        layers.keySet().stream().filter(name -> !order.contains(name)).findFirst().ifPresent(name -> {
            throw TechniqueWriter.problem("layer '" + name + "'", "it leads to no output, and Keras keeps no such layer");
        });
        ArrayNode all = Config.object().putArray("layers");
        Map<String, Integer> counts = new HashMap<>();
        for (String name : order) {
            Layer layer = Objects.requireNonNull(layers.get(name));
            all.add(layer.object);
            String folder = "layers/" + Variables.numbered(Names.folder(layer.type), counts);
            weights.group(folder + "/vars");
            folders.put(folder + "/vars", new ArrayList<>());
            for (Variables.Variable variable : layer.variables) {
                String path = folder + (variable.folder().isEmpty() ? "" : "/" + variable.folder()) + "/vars";
                List<String> there = folders.computeIfAbsent(path, any -> new ArrayList<>());
                String tensor = name + "/" + variable.path();
                Shape shape = Objects.requireNonNull(model.tensors().get(tensor));
                weights.tensor(path, Integer.toString(there.size()), shape, () -> model.tensor(tensor));
                there.add(tensor);
                if (layer.isTrained && Names.isTrained(tensor)) {
                    trained.add(new SlotOrder.Trained(tensor, shape));
                }
            }
        }
        return all;
    }

    /** The layer that a name, or that of a state of it, belongs to. */
    private static String layerOf(String source) {
        int slash = source.indexOf('/');
        return slash < 0 ? source : source.substring(0, slash);
    }

    /** Attention takes its inputs one by one, and two at least; a recurrent layer takes states by a name. */
    private void arguments(Layer layer, String name, LayerWriter.Made made) {
        ObjectNode call = (ObjectNode) layer.object.path("inbound_nodes").path(0);
        if (name.equals("multi_head_attention")) {
            ArrayNode arguments = call.putArray("args");
            layer.from.forEach(source -> arguments.add(tensor(source)));
            if (layer.from.size() == 1) {
                arguments.add(tensor(layer.from.get(0)));
            }
        } else if (Names.RECURRENT.contains(name) && layer.from.size() > 1) {
            call.putArray("args").add(tensor(layer.from.get(0)));
            ArrayNode initial = ((ObjectNode) call.path("kwargs")).putArray("initial_state");
            layer.from.subList(1, layer.from.size()).forEach(source -> initial.add(tensor(source)));
        }
        ((ObjectNode) call.path("kwargs")).setAll(made.arguments());
    }

    private Layer add(String type, String name, ObjectNode config, List<String> from) {
        ObjectNode layer = Config.object(LayerWriter.module(type), type, config);
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
        ArrayNode history = Config.object().putArray("keras_history");
        config.set("keras_history", history.add(layerOf(source)).add(0).add(states.getOrDefault(source, 0)));
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
