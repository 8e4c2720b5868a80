package org.fascicle.format.onnx.network;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import org.fascicle.format.onnx.proto.NodeFile;
import org.jspecify.annotations.Nullable;

/**
 * Operators that together are one thing: {@code Mul(x,Sigmoid(x))}. A name stands for any tensor, one with {@code $} for a given one, a number
 * for itself, one with {@code #} for a tensor that is this number everywhere, and {@code m:ReduceMean(x)} keeps the node. Immutable.
 */
final class Pattern {
    private static final Set<String> EITHER_WAY = Set.of("Add", "Mul", "Max", "Min", "And", "Or", "Equal");
    private static final double TOLERANCE = 1e-5;
    /** Steps after which a match is given up; a file could make them double at each node. */
    private static final int MOST_STEPS = 5000;

    private final String word;
    private final String label;
    private final @Nullable List<Pattern> operands;

    private Pattern(String word, String label, @Nullable List<Pattern> operands) {
        this.word = word;
        this.label = label;
        this.operands = operands;
    }

    static Pattern of(String text) {
        int[] at = new int[1];
        Pattern pattern = parse(text.replace(" ", ""), at);
        if (at[0] != text.replace(" ", "").length()) {
            throw new IllegalArgumentException(text);
        }
        return pattern;
    }

    private static Pattern parse(String text, int[] at) {
        int from = at[0];
        while (at[0] < text.length() && "(),".indexOf(text.charAt(at[0])) < 0) {
            at[0]++;
        }
        String word = text.substring(from, at[0]);
        if (at[0] == text.length() || text.charAt(at[0]) != '(') {
            return new Pattern(word, "", null);
        }
        List<Pattern> operands = new ArrayList<>();
        do {
            at[0]++;
            operands.add(parse(text, at));
        } while (text.charAt(at[0]) == ',');
        at[0]++;
        int colon = word.indexOf(':');
        return new Pattern(word.substring(colon + 1), word.substring(0, Math.max(0, colon)), operands);
    }

    /** The operator at its root. */
    String operator() {
        return word;
    }

    /** What a match has found: tensors by name, and nodes by label. */
    static final class Found {
        private final Function<String, @Nullable NodeFile> nodes;
        private final Function<String, @Nullable Constant> constants;
        private final Map<String, String> tensors = new LinkedHashMap<>();
        private final Map<String, Object> labels = new LinkedHashMap<>();
        private int steps;

        /**
         * Nothing yet.
         *
         * @param nodes gives the node that a tensor is the first output of
         * @param constants gives a known tensor
         */
        Found(Function<String, @Nullable NodeFile> nodes, Function<String, @Nullable Constant> constants) {
            this.nodes = nodes;
            this.constants = constants;
        }

        Map<String, String> tensors() {
            return tensors;
        }

        Map<String, Object> labels() {
            return labels;
        }
    }

    /** Whether a tensor is this. */
    boolean matches(String tensor, Found found) {
        if (++found.steps > MOST_STEPS || tensor.isEmpty()) {
            return false;
        }
        List<Pattern> wanted = operands;
        if (wanted != null) {
            NodeFile node = found.nodes.apply(tensor);
            return node != null && node.operator().equals(word) && node.domain().isEmpty()
                    && node.inputs().size() == wanted.size() && matches(wanted, node, found);
        } else if (Character.isLetter(word.charAt(0)) && !word.equals("inf")) {
            return tensor.equals(found.tensors.computeIfAbsent(word, any -> tensor));
        }
        Constant constant = found.constants.apply(tensor);
        if (constant == null) {
            return false;
        } else if (word.charAt(0) == '#') {
            double all = Double.parseDouble(word.substring(1));
            return Arrays.stream(constant.values()).allMatch(value -> value == all);
        } else if (word.charAt(0) == '$') {
            return tensor.equals(found.tensors.computeIfAbsent(word, any -> tensor));
        }
        double number = word.equals("inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(word);
        return constant.size() == 1 && (constant.values()[0] == number
                || Math.abs(constant.values()[0] - number) <= TOLERANCE * Math.abs(number));
    }

    private boolean matches(List<Pattern> wanted, NodeFile node, Found found) {
        Map<String, String> tensors = Map.copyOf(found.tensors);
        Map<String, Object> labels = Map.copyOf(found.labels);
        boolean turned = wanted.size() == 2 && EITHER_WAY.contains(word);
        for (int turn = 0; turn < (turned ? 2 : 1); turn++) {
            boolean all = true;
            for (int i = 0; all && i < wanted.size(); i++) {
                all = wanted.get(turn == 0 ? i : 1 - i).matches(node.inputs().get(i), found);
            }
            if (all) {
                if (!label.isEmpty()) {
                    found.labels.put(label, node);
                }
                return true;
            }
            found.tensors.clear();
            found.tensors.putAll(tensors);
            found.labels.clear();
            found.labels.putAll(labels);
        }
        return false;
    }
}
