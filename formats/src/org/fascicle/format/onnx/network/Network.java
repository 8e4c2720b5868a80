package org.fascicle.format.onnx.network;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fascicle.api.format.Imported;
import org.jspecify.annotations.Nullable;

/** Layers in order, with their names, inputs and tensors. Used by one thread. */
final class Network {
    /** Names that mean something else in a model file. */
    private static final Set<String> RESERVED = Set.of("optimizer", "training", "evaluation", "loss", "best", "data", "packed");
    private static final List<String> TENSORS = List.of("weight", "kernel", "embeddings", "gamma", "alpha");
    private static final String NAMES = "[\\p{L}_][\\p{L}\\p{N}_.-]*";

    private final Map<String, Source> inputs = new LinkedHashMap<>();
    private final List<Source> layers = new ArrayList<>();
    private final Map<Source, double[][]> scaling = new HashMap<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private final Set<String> shared = new LinkedHashSet<>();
    private final Set<String> taken = new HashSet<>(RESERVED);

    /** An input. */
    Source input(String name, int... shape) {
        Source input = new Source(null, List.of(), shape).named(unique(name));
        inputs.put(Objects.requireNonNull(input.name()), input);
        return input;
    }

    /** A layer of one input. */
    Source layer(String technique, Source input, int... shape) {
        return layer(technique, List.of(input), shape);
    }

    /** A layer. */
    Source layer(String technique, List<Source> from, int... shape) {
        Constant.product(shape);
        Source layer = new Source(technique, from, shape);
        layers.add(layer);
        return layer;
    }

    /** A layer with the name that its weights have in the file, if that can be one. */
    Source layer(String technique, Source input, String weights, int... shape) {
        Source layer = layer(technique, input, shape);
        if (!weights.isEmpty() && !used.add(weights)) {
            shared.add(weights);
        }
        String path = weights.replace('/', '.');
        int dot = path.lastIndexOf('.');
        if (dot > 0 && TENSORS.contains(path.substring(dot + 1))) {
            String own = path.substring(0, dot);
            name(layer, Character.isDigit(own.charAt(0)) ? technique + "_" + own : own);
        }
        return layer;
    }

    /** Gives a layer a name, or one like it. */
    void name(Source layer, String wanted) {
        String old = layer.name();
        if (old != null) {
            taken.remove(old);
        }
        layer.named(unique(wanted));
    }

    private String unique(String wanted) {
        String valid = wanted.matches(NAMES) ? wanted : ("_" + wanted.replaceAll("[^\\p{L}\\p{N}_.-]", "_"));
        String free = valid;
        while (!taken.add(free)) {
            free = valid + "_" + counts.merge(valid, 1, Integer::sum);
        }
        return free;
    }

    /** Scales an input: factor · x + shift; false if it is scaled already, or cannot be scaled so. */
    boolean scale(Source input, double[] factor, double[] shift) {
        double[] before = new double[factor.length];
        for (int i = 0; i < factor.length; i++) {
            before[i] = shift[i] == 0 ? 0 : -shift[i] / factor[i];
            if (factor[i] == 0 || !Double.isFinite(factor[i]) || !Double.isFinite(before[i])) {
                return false;
            }
        }
        return scaling.putIfAbsent(input, new double[][] {before, factor.clone()}) == null;
    }

    /** What nobody needs is left out again, as an input's cast in front of its embedding. */
    private Set<Source> needed(List<Source> outputs) {
        Set<Source> needed = new HashSet<>(outputs);
        for (int i = layers.size() - 1; i >= 0; i--) {
            if (needed.contains(layers.get(i))) {
                needed.addAll(layers.get(i).inputs());
            }
        }
        return needed;
    }

    /** The keys inputs, network and, if they are needed, outputs of a model file. */
    Map<String, Object> definition(List<Source> outputs) {
        Set<Source> needed = needed(outputs);
        layers.removeIf(layer -> !needed.contains(layer));
        layers.stream().filter(layer -> layer.name() == null)
                .forEach(layer -> layer.named(unique(Objects.requireNonNull(layer.technique()))));
        Map<String, Object> definition = new LinkedHashMap<>();
        Map<String, Object> shapes = new LinkedHashMap<>();
        inputs.forEach((name, input) -> shapes.put(name, IntStream.of(input.shape()).boxed().collect(Collectors.toList())));
        definition.put("inputs", shapes);
        List<Object> network = new ArrayList<>();
        Source previous = inputs.values().iterator().next();
        for (Source layer : layers) {
            Map<String, Object> options = new LinkedHashMap<>(layer.options());
            options.put("name", Objects.requireNonNull(layer.name()));
            if (!layer.inputs().equals(List.of(previous))) {
                options.put("inputs", layer.inputs().stream().map(Source::name).collect(Collectors.toList()));
            }
            network.add(Map.of(Objects.requireNonNull(layer.technique()), options));
            previous = layer;
        }
        definition.put("network", network);
        if (outputs.size() > 1 || !outputs.get(0).equals(previous)) {
            definition.put("outputs", outputs.stream().map(Source::name).collect(Collectors.toList()));
        }
        return definition;
    }

    /** Whether an input feeds nothing that is needed. */
    List<String> unused(List<Source> outputs) {
        Set<Source> needed = needed(outputs);
        return inputs.entrySet().stream().filter(entry -> !needed.contains(entry.getValue())).map(Map.Entry::getKey)
                .collect(Collectors.toList());
    }

    /** The weights that several layers of the file share. */
    Set<String> shared() {
        return shared;
    }

    /** Takes an input out. */
    void remove(String input) {
        inputs.remove(input);
    }

    /** The tensors by path, once the layers have their names. */
    SortedMap<String, Imported.Numbers> tensors() {
        SortedMap<String, Imported.Numbers> tensors = new TreeMap<>();
        layers.forEach(layer -> layer.tensors()
                .forEach((key, value) -> tensors.put(layer.name() + "/" + key, value.tensor())));
        return tensors;
    }

    /** Shift and factor of an input; null if it is not scaled. */
    double @Nullable [][] scaling(String input) {
        return scaling.get(inputs.get(input));
    }

    /** The names of the inputs. */
    List<String> inputs() {
        return List.copyOf(inputs.keySet());
    }
}
