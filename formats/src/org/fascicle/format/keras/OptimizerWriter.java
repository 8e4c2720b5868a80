package org.fascicle.format.keras;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.format.Imported;
import org.fascicle.api.format.TrainingState;

/** Writes what an optimizer has accumulated as Keras's optimizer keeps it. What has no place there is listed. */
final class OptimizerWriter {
    private static final String GROUP = "optimizer/vars";

    private final SlotOrder order;
    private final TrainingState state;
    private final List<String> left;

    OptimizerWriter(SlotOrder order, TrainingState state, List<String> left) {
        this.order = order;
        this.state = state;
        this.left = left;
    }

    /**
     * Writes the variables; all or none, since Keras takes them by their number.
     *
     * @param rate the learning rate, if it is a number
     * @param trained the parameters in Keras's order
     */
    void write(Hdf5Writer weights, double rate, boolean scheduled, List<SlotOrder.Trained> trained) {
        List<SlotOrder.Place> places = order.of(trained, true);
        Set<String> others = new TreeSet<>(state.slots().keySet());
        for (SlotOrder.Place place : places) {
            Imported.Numbers slot = state.slots().get(place.path());
            if (place.own() != null && (slot == null || !slot.shape().equals(place.own()))) {
                left.add("what the optimizer has accumulated: there is no slot " + place.path() + " of the shape " + place.own()
                        + ", which Keras wants");
                return;
            }
            others.remove(place.path());
        }
        weights.whole(GROUP, "0", state.step());
        int number = 1;
        if (!scheduled) {
            weights.tensor(GROUP, "1", Shape.scalar(), () -> new double[] {rate});
            number++;
        }
        for (SlotOrder.Place place : places) {
            Imported.Numbers slot = place.own() == null ? null : state.slots().get(place.path());
            weights.tensor(GROUP, Integer.toString(number++), place.shape(),
                    () -> slot == null ? new double[Math.toIntExact(place.shape().size())] : slot.values());
        }
        if (!others.isEmpty()) {
            left.add("slots that Keras has no place for: " + String.join(", ", others));
        }
        if (!state.weights().isEmpty()) {
            left.add(
                    "the weights as the last step left them: the file has those that the training ended with, averages or those of the best"
                            + " epoch, and Keras goes on from these");
        }
    }
}
