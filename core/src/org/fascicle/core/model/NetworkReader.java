package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.problem.Nearest;
import org.fascicle.api.technique.Kind;

/**
 * Reads the keys {@code network}, {@code inputs} and {@code outputs}: layers, their names, what each is applied to, and what goes
 * in and comes out.
 */
final class NetworkReader {
    private static final String NAME = "name";
    private static final String TRAINABLE = "trainable";
    static final String INPUTS = "inputs";
    private static final String FROM = "from";
    static final String OUTPUTS = "outputs";
    private static final Pattern NAMES = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]*");

    private final TechniqueReader techniques;

    NetworkReader(TechniqueReader techniques) {
        this.techniques = techniques;
    }

    /** The network of a model file, whatever else stands there. */
    NetworkSpec read(Place root) {
        Map<String, Shape> inputs = root.gives(INPUTS) ? shapes(root.at(INPUTS)) : Map.of();
        Set<String> names = inputs.isEmpty() ? Set.of(LayerSpec.INPUT) : inputs.keySet();
        List<LayerSpec> layers =
                layers(ModelReader.required(root, ModelReader.NETWORK, "\"network\": [ … ], the list of layers"), names);
        return new NetworkSpec(root.whole(), inputs, layers,
                root.gives(OUTPUTS) ? outputs(root.at(OUTPUTS), layers) : List.of());
    }

    private static Map<String, Shape> shapes(Place place) {
        if (!place.node().isObject() || place.node().isEmpty()) {
            throw place.mismatch("an object of shapes by input, such as { \"input\": [28, 28] }");
        }
        Map<String, Shape> shapes = new LinkedHashMap<>();
        for (String name : place.keys()) {
            Place shape = place.at(name);
            if (!NAMES.matcher(name).matches() || LayerSpec.RESERVED.contains(name)) {
                throw shape.problem("\"" + name + "\" cannot be an input's name",
                        "A name begins with a letter or _, and has letters, digits, '_', '-' and '.' only");
            } else if (!shape.node().isArray()) {
                throw shape.mismatch("the shape of one row, a list of whole numbers such as [28, 28]");
            }
            shapes.put(name, Shape.of(shape.items().stream().mapToInt(item -> item.integerFrom(1)).toArray()));
        }
        return shapes;
    }

    private static List<String> outputs(Place place, List<LayerSpec> layers) {
        if (!place.node().isArray() || place.node().isEmpty()) {
            throw place.mismatch("a list of layers by name");
        }
        List<String> known = layers.stream().map(LayerSpec::name).collect(Collectors.toList());
        List<String> outputs = new ArrayList<>();
        for (Place item : place.items()) {
            String name = item.text("a layer's name");
            if (!known.contains(layerOf(name))) {
                String hint = Nearest.hint(name, known);
                throw item.problem("no layer is called \"" + name + "\"",
                        hint != null ? hint : "There are: " + String.join(", ", known));
            } else if (outputs.contains(name)) {
                throw item.problem("the output \"" + name + "\" is there twice", "Remove one of them");
            }
            outputs.add(name);
        }
        return outputs;
    }

    /** The layer that a name means: a further result of a layer has its own name behind the layer's, {@code lstm_1/state_h}. */
    private static String layerOf(String name) {
        return name.replaceFirst("/.*", "");
    }

    private List<LayerSpec> layers(Place place, Set<String> inputNames) {
        if (!place.node().isArray()) {
            throw place.mismatch("a list of layers");
        }
        if (place.node().isEmpty()) {
            throw place.problem("the network has no layers", "List one or more, each as { name: { options } }");
        }
        List<TechniqueReader.Read> layers = place.items().stream()
                .map(item -> techniques.readWithCommon(item, Kind.LAYER)).collect(Collectors.toList());
        Names automatic = new Names(givenNames(layers, inputNames));
        Set<String> earlier = new LinkedHashSet<>(inputNames);
        List<LayerSpec> network = new ArrayList<>();
        String previous = inputNames.iterator().next();
        for (TechniqueReader.Read layer : layers) {
            Place given = layer.given;
            List<String> inputs = given != null && given.gives(INPUTS) ? inputs(given.at(INPUTS), earlier) : List.of(previous);
            previous = given != null && given.gives(NAME) ? given.at(NAME).node().textValue() : automatic.next(layer.spec.name());
            earlier.add(previous);
            boolean trainable = given == null || !given.gives(TRAINABLE) || given.at(TRAINABLE).flag();
            String from =
                    given != null && given.gives(FROM)
                            ? given.at(FROM).text("an archive, such as \"base.fasc\" or \"base.fasc#dense_1\"") : null;
            network.add(new LayerSpec(layer.spec, previous, trainable, inputs, from));
        }
        return network;
    }

    private static Set<String> givenNames(List<TechniqueReader.Read> layers, Set<String> inputNames) {
        Set<String> names = new LinkedHashSet<>();
        for (TechniqueReader.Read layer : layers) {
            Place given = layer.given;
            if (given != null && given.gives(NAME)) {
                Place place = given.at(NAME);
                String name = place.text("a text");
                if (!NAMES.matcher(name).matches()) {
                    throw place.problem("\"" + name + "\" cannot be a layer's name",
                            "A name begins with a letter or _, and has letters, digits, '_', '-' and '.' only");
                } else if (inputNames.contains(name)) {
                    throw place.problem("\"" + name + "\" means an input of the network and cannot be a layer's name", null);
                } else if (LayerSpec.RESERVED.contains(name)) {
                    throw place.problem(
                            "\"" + name + "\" is where the platform keeps tensors of its own, and cannot be a layer's name",
                            null);
                } else if (!names.add(name)) {
                    throw place.problem("two layers are called \"" + name + "\"", "Give each a name of its own");
                }
            }
        }
        return names;
    }

    private static List<String> inputs(Place place, Set<String> earlier) {
        if (place.node().isTextual()) {
            return List.of(input(place, earlier));
        } else if (!place.node().isArray() || place.node().isEmpty()) {
            throw place.mismatch("the name of an earlier layer, or a list of such names");
        }
        List<String> inputs = new ArrayList<>();
        for (Place item : place.items()) {
            inputs.add(input(item, earlier));
        }
        return inputs;
    }

    private static String input(Place place, Set<String> earlier) {
        String name = place.text("the name of an earlier layer");
        if (!earlier.contains(layerOf(name))) {
            String hint = Nearest.hint(name, earlier);
            throw place.problem("no earlier layer is called \"" + name + "\"",
                    hint != null ? hint : "There are: " + String.join(", ", earlier));
        }
        return name;
    }
}
