package org.fascicle.core.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.Nearest;

/** What the losses of the rows of a class are multiplied with, as a model file says it: by class, or balanced. Immutable. */
public final class ClassWeights {
    static final String BALANCED = "balanced";

    private final Map<String, Double> byClass;
    private final boolean balanced;
    private final String source;
    private final String pointer;

    private ClassWeights(Map<String, Double> byClass, boolean balanced, Place place) {
        this.byClass = new LinkedHashMap<>(byClass);
        this.balanced = balanced;
        this.source = place.source();
        this.pointer = place.pointer();
    }

    static ClassWeights read(Place place) {
        String expectation = "\"balanced\", or an object by class such as { \"0\": 1, \"1\": 2.5 }";
        if (place.node().isTextual() && place.node().textValue().equals(BALANCED)) {
            return new ClassWeights(Map.of(), true, place);
        } else if (!place.node().isObject() || place.node().isEmpty()) {
            throw place.mismatch(expectation);
        }
        Map<String, Double> weights = new LinkedHashMap<>();
        for (String name : place.keys()) {
            double weight = place.at(name).number("a number of at least 0");
            if (weight < 0) {
                throw place.at(name).mismatch("a number of at least 0");
            }
            weights.put(name, weight);
        }
        return new ClassWeights(weights, false, place);
    }

    /** Whether the number of rows of each class is needed. */
    public boolean isBalanced() {
        return balanced;
    }

    /**
     * The weights by class; classes that are not named weigh 1.
     *
     * @param classes how many there are; 0 if rows have none
     * @param names of the classes; empty if they have none
     */
    public Map<Integer, Double> byClass(int classes, List<String> names) {
        requireClasses(classes);
        Map<Integer, Double> weights = new TreeMap<>();
        byClass.forEach((name, weight) -> {
            int label = label(name, classes, names);
            if (weights.put(label, weight) != null) {
                throw new InputException(source, pointer + "/" + name,
                        "the class " + label + " is there twice, by name and by number",
                        "Remove one of them");
            }
        });
        return weights;
    }

    /**
     * Weights that let classes count alike, as scikit-learn computes them: rows / (classes · rows of the class), over the classes that
     * have rows.
     *
     * @param counts the number of training rows of each class
     */
    public Map<Integer, Double> balanced(long[] counts) {
        requireClasses(counts.length);
        long rows = 0;
        int present = 0;
        for (long count : counts) {
            rows += count;
            present += count > 0 ? 1 : 0;
        }
        Map<Integer, Double> weights = new TreeMap<>();
        for (int label = 0; label < counts.length; label++) {
            if (counts[label] > 0) {
                weights.put(label, rows / ((double) present * counts[label]));
            }
        }
        return weights;
    }

    /** Refuses rows without classes. */
    public void requireClasses(int classes) {
        if (classes == 0) {
            throw new InputException(source, pointer, "weights of classes need one output, with labels",
                    "Remove them, or give rows weights of their own");
        }
    }

    private int label(String name, int classes, List<String> names) {
        if (names.contains(name)) {
            return names.indexOf(name);
        } else if (name.matches("[0-9]{1,9}") && Integer.parseInt(name) < classes) {
            return Integer.parseInt(name);
        }
        String hint = Nearest.hint(name, names);
        throw new InputException(source, pointer + "/" + name, "there is no class '" + name + "'",
                hint != null ? hint : names.isEmpty() ? "The classes are 0 to " + (classes - 1)
                        : "The classes are: " + String.join(", ", names));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClassWeights && balanced == ((ClassWeights) other).balanced
                && byClass.equals(((ClassWeights) other).byClass);
    }

    @Override
    public int hashCode() {
        return byClass.hashCode() + (balanced ? 1 : 0);
    }
}
