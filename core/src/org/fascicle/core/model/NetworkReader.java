package org.fascicle.core.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.fascicle.api.problem.Nearest;
import org.fascicle.api.technique.Kind;

/** Reads the key {@code network}: layers, their names, and what each is applied to. */
final class NetworkReader {
    private static final String NAME = "name";
    private static final String TRAINABLE = "trainable";
    private static final String INPUTS = "inputs";
    private static final String FROM = "from";
    private static final Pattern NAMES = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_.-]*");

    private final TechniqueReader techniques;

    NetworkReader(TechniqueReader techniques) {
        this.techniques = techniques;
    }

    List<LayerSpec> read(Place place) {
        if (!place.node().isArray()) {
            throw place.mismatch("a list of layers");
        }
        if (place.node().isEmpty()) {
            throw place.problem("the network has no layers", "Add one, such as { \"dense\": { \"units\": 10 } }");
        }
        List<TechniqueReader.Read> layers = place.items().stream()
                .map(item -> techniques.readWithCommon(item, Kind.LAYER)).collect(Collectors.toList());
        Names automatic = new Names(givenNames(layers));
        Set<String> earlier = new LinkedHashSet<>(List.of(LayerSpec.INPUT));
        List<LayerSpec> network = new ArrayList<>();
        String previous = LayerSpec.INPUT;
        for (TechniqueReader.Read layer : layers) {
            Place given = layer.given;
            List<String> inputs = gives(given, INPUTS) ? inputs(given.at(INPUTS), earlier) : List.of(previous);
            previous = gives(given, NAME) ? given.at(NAME).node().textValue() : automatic.next(layer.spec.name());
            earlier.add(previous);
            boolean trainable = !gives(given, TRAINABLE) || given.at(TRAINABLE).flag();
            String from = gives(given, FROM) ? given.at(FROM).text("an archive, such as \"base.fasc\" or \"base.fasc#dense_1\"") : null;
            network.add(new LayerSpec(layer.spec, previous, trainable, inputs, from));
        }
        return network;
    }

    private static boolean gives(Place given, String option) {
        return given != null && given.gives(option);
    }

    private static Set<String> givenNames(List<TechniqueReader.Read> layers) {
        Set<String> names = new LinkedHashSet<>();
        for (TechniqueReader.Read layer : layers) {
            if (gives(layer.given, NAME)) {
                Place place = layer.given.at(NAME);
                String name = place.text("a text");
                if (!NAMES.matcher(name).matches()) {
                    throw place.problem("\"" + name + "\" cannot be a layer's name",
                            "A name begins with a letter or _, and has letters, digits, '_', '-' and '.' only");
                } else if (name.equals(LayerSpec.INPUT)) {
                    throw place.problem("\"" + name + "\" means the network's input and cannot be a layer's name", null);
                } else if (LayerSpec.RESERVED.contains(name)) {
                    throw place.problem("\"" + name + "\" is where the platform keeps tensors of its own, and cannot be a layer's name",
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
        if (!earlier.contains(name)) {
            String hint = Nearest.hint(name, earlier);
            throw place.problem("no earlier layer is called \"" + name + "\"",
                    hint != null ? hint : "There are: " + String.join(", ", earlier));
        }
        return name;
    }
}
