package org.fascicle.format.keras;

import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.format.Imported;
import org.fascicle.api.format.TrainingState;
import org.fascicle.api.technique.Kind;

/** Reads what an optimizer of Keras has accumulated. What cannot be taken over is listed, and then nothing of it is. */
final class OptimizerReader {
    private static final String WHERE = "model.weights.h5/optimizer/vars";
    private static final String BEGINS = "; a training begins without what was accumulated";

    private final SlotOrder order;
    private final SortedMap<Integer, Imported.Numbers> variables;
    private final List<String> left;

    private OptimizerReader(SlotOrder order, SortedMap<Integer, Imported.Numbers> variables, List<String> left) {
        this.order = order;
        this.variables = variables;
        this.left = left;
    }

    /**
     * A reader of what an optimizer of a model file has accumulated.
     *
     * @param optimizer as the model file has it
     */
    static OptimizerReader of(TechniqueWriter techniques, Object optimizer, SortedMap<Integer, Imported.Numbers> variables,
            List<String> left) {
        TechniqueWriter.Written written = techniques.written(optimizer, Kind.OPTIMIZER);
        return new OptimizerReader(
                new SlotOrder(written.name(), option -> techniques.value(written, Kind.OPTIMIZER, option)), variables, left);
    }

    /**
     * The state; empty if there is none.
     *
     * @param scheduled whether the learning rate is no variable
     * @param trained the parameters in Keras's order
     * @param recent whether Keras 3.10 or a later version wrote the file, as far as it is known
     */
    Optional<TrainingState> read(boolean scheduled, List<SlotOrder.Trained> trained, boolean recent) {
        Imported.Numbers iteration = variables.get(0);
        double step = iteration == null || iteration.shape().rank() != 0 ? 0 : iteration.values()[0];
        int first = scheduled ? 1 : 2;
        if (step == 0 && variables.size() <= first) {
            return Optional.empty();
        } else if (!(step >= 0 && step <= Long.MAX_VALUE / 2) || step != Math.rint(step)) {
            return without("/0: " + step + " is no number of steps");
        } else if (!order.isKnown()) {
            return without(": the order of this optimizer's variables is not known");
        }
        List<SlotOrder.Place> places = order.of(trained, recent);
        if (variables.size() != first + places.size() || variables.lastKey() != variables.size() - 1) {
            return without(": there are " + variables.size() + " variables, and the optimizer has " + (first + places.size()));
        }
        if (misfit(places, first) >= 0 && misfit(order.of(trained, !recent), first) < 0) {
            places = order.of(trained, !recent);
        }
        int misfit = misfit(places, first);
        if (misfit >= 0) {
            return without("/" + (first + misfit) + ": it has the shape " + shape(first + misfit) + ", and "
                    + places.get(misfit).path() + " has " + places.get(misfit).shape());
        }
        SortedMap<String, Imported.Numbers> slots = new TreeMap<>();
        for (int i = 0; i < places.size(); i++) {
            Shape own = places.get(i).own();
            Imported.Numbers stored = variables.get(first + i);
            if (own != null && stored != null) {
                slots.put(places.get(i).path(), new Shaped(own, stored));
            }
        }
        return Optional.of(TrainingState.of((long) step, slots));
    }

    /** The number of the first variable that has another shape; -1 without any. */
    private int misfit(List<SlotOrder.Place> places, int first) {
        for (int i = 0; i < places.size(); i++) {
            if (!places.get(i).shape().toString().equals(shape(first + i))) {
                return i;
            }
        }
        return -1;
    }

    private String shape(int number) {
        Imported.Numbers variable = variables.get(number);
        return variable == null ? "none" : variable.shape().toString();
    }

    private Optional<TrainingState> without(String problem) {
        left.add(WHERE + problem + BEGINS);
        return Optional.empty();
    }

    /** The same numbers in another shape. */
    private record Shaped(Shape shape, Imported.Numbers stored) implements Imported.Numbers {
        @Override
        public double[] values() {
            return stored.values();
        }
    }
}
