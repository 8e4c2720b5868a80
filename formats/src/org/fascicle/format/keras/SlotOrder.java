package org.fascicle.format.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.format.TrainingState;
import org.jspecify.annotations.Nullable;

/**
 * The variables that an optimizer of Keras keeps behind its step and its learning rate, in Keras's order. A variable is a slot of the same
 * name and meaning here, since our rules have Keras's numbers.
 */
final class SlotOrder {
    /**
     * By our name of an optimizer, its slots: those joined by a comma lie side by side for each parameter, and the next group begins when all
     * parameters have theirs. Those in brackets are kept once.
     */
    private static final Map<String, List<String>> GROUPS = Map.ofEntries(
            Map.entry("sgd", List.of("momentum")), Map.entry("momentum", List.of("momentum")),
            Map.entry("nesterov", List.of("momentum")), Map.entry("adam", List.of("momentum,velocity", "velocity_hat")),
            Map.entry("adamw", List.of("momentum,velocity", "velocity_hat")), Map.entry("adamax", List.of("momentum,norm")),
            Map.entry("nadam", List.of("momentum,velocity", "(u_product)")),
            Map.entry("rmsprop", List.of("velocity", "momentum", "average_gradient")),
            Map.entry("adagrad", List.of("accumulator")),
            Map.entry("adadelta", List.of("accumulated_grad,accumulated_delta_var")),
            Map.entry("adafactor", List.of("row,column,velocity")), Map.entry("ftrl", List.of("accumulator,linear")),
            Map.entry("lion", List.of("momentum")), Map.entry("lamb", List.of("momentum,velocity")),
            Map.entry("muon", List.of("momentum,velocity")));
    /** What every optimizer may keep, in front of its own. */
    private static final List<String> AROUND = List.of("weight_average", "gradient_accumulator");

    private final String optimizer;
    private final Function<String, @Nullable Object> options;

    /**
     * The order of an optimizer's variables.
     *
     * @param optimizer our name
     * @param options gives the value of an option, null for none
     */
    SlotOrder(String optimizer, Function<String, @Nullable Object> options) {
        this.optimizer = optimizer;
        this.options = options;
    }

    /** A trained parameter. */
    record Trained(String path, Shape shape) {}

    /**
     * A variable.
     *
     * @param path of our slot
     * @param shape of Keras's variable
     * @param own of our slot; null if there is none here, since the next step computes it without having read it
     */
    record Place(String path, Shape shape, @Nullable Shape own) {}

    /** Whether the variables are known. */
    boolean isKnown() {
        return GROUPS.containsKey(optimizer);
    }

    /**
     * The variables.
     *
     * @param parameters in Keras's order
     * @param recent whether the order is that of Keras 3.10 and later
     */
    List<Place> of(List<Trained> parameters, boolean recent) {
        List<String> groups = new ArrayList<>(GROUPS.getOrDefault(optimizer, List.of()));
        if (!recent) {
            groups.sort((a, b) -> Boolean.compare(!a.startsWith("("), !b.startsWith("(")));
            groups.add(0, String.join(",", AROUND));
        } else {
            groups.addAll(0, AROUND);
        }
        List<Place> places = new ArrayList<>();
        for (String group : groups) {
            if (group.startsWith("(")) {
                places.add(place(group.substring(1, group.length() - 1), Shape.scalar(), Shape.scalar()));
                continue;
            }
            for (Trained parameter : parameters) {
                for (String slot : group.split(",")) {
                    String path = parameter.path() + "/" + slot;
                    if (!keeps(slot, parameter)) {
                        continue;
                    }
                    places.add(optimizer.equals("adafactor") && !AROUND.contains(slot) ? factored(path, slot, parameter.shape())
                            : place(path, parameter.shape(), parameter.shape()));
                }
            }
        }
        return places;
    }

    /** Whether the optimizer keeps a slot for a parameter, as its options are. */
    private boolean keeps(String slot, Trained parameter) {
        return switch (slot) {
            case "weight_average" -> isOn("use_ema");
            case "gradient_accumulator" -> isOn("gradient_accumulation_steps");
            case "velocity_hat" -> isOn("amsgrad");
            case "average_gradient" -> isOn("centered");
            case "momentum" -> !Set.of("sgd", "rmsprop").contains(optimizer) || isOn("momentum");
            case "velocity" -> !optimizer.equals("muon") || isNoMatrixOfMuon(parameter);
            default -> true;
        };
    }

    private boolean isOn(String option) {
        Object value = options.apply(option);
        return value != null && !Boolean.FALSE.equals(value) && !(value instanceof Number number && number.doubleValue() == 0);
    }

    /** What Muon leaves to AdamW. */
    private boolean isNoMatrixOfMuon(Trained parameter) {
        return parameter.shape().rank() != 2
                || isOn("exclude_embeddings") && parameter.path().toLowerCase(Locale.ROOT).contains("embedding")
                || options.apply("exclude_layers") instanceof List<?> patterns && patterns.stream()
                        .anyMatch(pattern -> Pattern.compile(String.valueOf(pattern)).matcher(parameter.path()).find());
    }

    /**
     * Means of rows and columns keep their axis here, and lose it in Keras. For what is no matrix Keras keeps two numbers that nobody reads, and
     * for matrices their product, which each step computes anew.
     */
    private static Place factored(String path, String slot, Shape shape) {
        int rank = shape.rank();
        boolean mean = !slot.equals("velocity");
        if (rank < 2) {
            return place(path, mean ? Shape.scalar() : shape, mean ? null : shape);
        } else if (!mean) {
            return place(path, shape, null);
        }
        int axis = slot.equals("row") ? rank - 1 : rank - 2;
        return place(path, shape.drop(axis), shape.with(axis, 1));
    }

    private static Place place(String path, Shape shape, @Nullable Shape own) {
        return new Place(TrainingState.SLOTS + path, shape, own);
    }
}
