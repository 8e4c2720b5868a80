package org.fascicle.doctor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.Option;
import org.jspecify.annotations.Nullable;

/** A definition as a tree of maps and lists, in which single options can be read, and changed in a copy. */
final class ModelTree {
    private static final String NETWORK = "network";
    private static final String OPTIMIZER = "optimizer";
    private static final String VERSION = "version";

    private final Map<String, Object> root;
    private final Installed installed;

    /**
     * A tree.
     *
     * @param installed knows the names that stand for others
     */
    ModelTree(Map<String, Object> root, Installed installed) {
        this.root = root;
        this.installed = installed;
    }

    /** A copy, to be changed. */
    ModelTree copy() {
        return new ModelTree(map(copied(root)), installed);
    }

    Map<String, Object> root() {
        return root;
    }

    /** How many layers there are; 0 if they are not in a list. */
    int layers() {
        return network().size();
    }

    /** The technique of a layer. */
    String layer(int index) {
        return installed.name(Kind.LAYER, name(network().get(index)));
    }

    /** Puts a layer with its defaults behind another one. */
    ModelTree insert(int layer, String technique) {
        network().add(layer + 1, new LinkedHashMap<>(Map.of(technique, Map.of())));
        return this;
    }

    /** A layer's option as it is written; null if it is not. */
    @Nullable
    Object option(int layer, String option) {
        return options(network().get(layer)).get(option);
    }

    /** The initializer of a layer's kernel: as it is written, or by default. */
    String initializer(int layer) {
        String written = technique(option(layer, Activations.KERNEL_INITIALIZER));
        return written != null ? installed.name(Kind.INITIALIZER, written)
                : installed.option(Kind.LAYER, layer(layer), Activations.KERNEL_INITIALIZER).flatMap(Option::defaultText)
                        .orElse("");
    }

    /** Gives a layer's option a value. */
    ModelTree set(int layer, String option, Object value) {
        Object entry = network().get(layer);
        network().set(layer, with(entry, option, value));
        return this;
    }

    /** The name of a technique that stands for an option: {@code elu}, or {@code {"elu": …}}; null for none. */
    static @Nullable String technique(@Nullable Object value) {
        return value == null ? null : value instanceof Map && ((Map<?, ?>) value).isEmpty() ? null : name(value);
    }

    /** The optimizer's name; null if there is none. */
    @Nullable
    String optimizer() {
        return technique(root.get(OPTIMIZER));
    }

    /** An option of the optimizer as it is written; null if it is not. */
    @Nullable
    Object optimizerOption(String option) {
        Object optimizer = root.get(OPTIMIZER);
        return optimizer == null ? null : options(optimizer).get(option);
    }

    /** Gives an option of the optimizer a value. */
    ModelTree setOptimizer(String option, Object value) {
        root.put(OPTIMIZER, with(root.get(OPTIMIZER), option, value));
        return this;
    }

    /** Gives an option of the data a value. */
    ModelTree setData(String option, Object value) {
        root.put("data", with(root.get("data"), option, value));
        return this;
    }

    /** Whether the definition names its data. */
    boolean namesData() {
        return technique(root.get("data")) != null;
    }

    /** An option of the training as it is written; null if it is not. */
    @Nullable
    Object trainingOption(String option) {
        return root.get("training") instanceof Map ? map(root.get("training")).get(option) : null;
    }

    /** Gives an option of the training a value. */
    ModelTree setTraining(String option, Object value) {
        Map<String, Object> training = root.get("training") instanceof Map ? map(root.get("training")) : new LinkedHashMap<>();
        training.put(option, value);
        root.put("training", training);
        return this;
    }

    private List<Object> network() {
        Object network = root.get(NETWORK);
        if (!(network instanceof List)) {
            return new ArrayList<>();
        }
        @SuppressWarnings("unchecked")
        List<Object> list = (List<Object>) network;
        return list;
    }

    private static String name(Object entry) {
        if (entry instanceof Map) {
            for (Object key : ((Map<?, ?>) entry).keySet()) {
                if (!VERSION.equals(key)) {
                    return String.valueOf(key);
                }
            }
        }
        return String.valueOf(entry);
    }

    private static Map<String, Object> options(Object entry) {
        Object options = entry instanceof Map ? ((Map<?, ?>) entry).get(name(entry)) : null;
        return options instanceof Map ? map(options) : Map.of();
    }

    private static Map<String, Object> with(@Nullable Object entry, String option, Object value) {
        Map<String, Object> changed = entry instanceof Map ? map(entry) : new LinkedHashMap<>();
        String name = name(entry == null ? "" : entry);
        Map<String, Object> options = new LinkedHashMap<>(options(entry == null ? "" : entry));
        options.put(option, value);
        changed.put(name, options);
        return changed;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Object value) {
        return (Map<String, Object>) value;
    }

    private static Object copied(Object value) {
        if (value instanceof Map) {
            Map<String, Object> copy = new LinkedHashMap<>();
            ((Map<?, ?>) value).forEach((key, inner) -> copy.put(String.valueOf(key), inner == null ? null : copied(inner)));
            return copy;
        } else if (value instanceof List) {
            List<Object> copy = new ArrayList<>();
            ((List<?>) value).forEach(inner -> copy.add(inner == null ? null : copied(inner)));
            return copy;
        }
        return value;
    }

    /** Whether a layer's activation is one of some. */
    boolean activates(int layer, Set<String> names) {
        String name = technique(option(layer, "activation"));
        return name != null && names.contains(installed.name(Kind.ACTIVATION, name));
    }
}
