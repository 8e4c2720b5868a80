package org.fascicle.api.format;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

import org.fascicle.api.problem.InputException;

/**
 * What a training has accumulated beside its model, and needs to go on: the steps that were made, and the slots of its optimizer and of
 * what stands around that. It comes out of an archive, and out of the file of another system. Immutable.
 *
 * <p>Slots are named by path, {@code optimizer/dense/kernel/momentum}; what is kept once for all parameters, {@code optimizer/u_product}.
 */
public final class TrainingState {
    /** The folder of all slots. */
    public static final String SLOTS = "optimizer/";

    private final long step;
    private final long stepsPerEpoch;
    private final SortedMap<String, Imported.Numbers> slots;
    private final SortedMap<String, Imported.Numbers> weights;

    private TrainingState(long step, long stepsPerEpoch, SortedMap<String, Imported.Numbers> slots,
            SortedMap<String, Imported.Numbers> weights) {
        this.step = atLeast(0, step, "steps");
        this.stepsPerEpoch = stepsPerEpoch;
        this.slots = Collections.unmodifiableSortedMap(new TreeMap<>(slots));
        this.weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
    }

    /**
     * A state.
     *
     * @param step the number of steps (batches) made, over all epochs
     * @param slots by path, each below {@link #SLOTS}
     */
    public static TrainingState of(long step, SortedMap<String, Imported.Numbers> slots) {
        requireGiven(slots, "slots").keySet().stream().filter(path -> !path.startsWith(SLOTS)).findFirst().ifPresent(path -> {
            throw new InputException("'" + path + "' is no slot: slots lie below " + SLOTS);
        });
        return new TrainingState(step, 0, slots, new TreeMap<>());
    }

    /** The same, of a training whose epochs have so many steps. */
    public TrainingState stepsPerEpoch(long steps) {
        return new TrainingState(step, atLeast(1, steps, "steps per epoch"), slots, weights);
    }

    /** The same, of a training whose model ended with other parameters than its last step left. */
    public TrainingState weights(SortedMap<String, Imported.Numbers> trained) {
        return new TrainingState(step, stepsPerEpoch, slots, requireGiven(trained, "trained"));
    }

    /** The number of steps (batches) made, over all epochs. */
    public long step() {
        return step;
    }

    /** The number of steps that one epoch has, if it is known. */
    public OptionalLong stepsPerEpoch() {
        return stepsPerEpoch == 0 ? OptionalLong.empty() : OptionalLong.of(stepsPerEpoch);
    }

    /** The slots, by path. */
    public SortedMap<String, Imported.Numbers> slots() {
        return slots;
    }

    /**
     * Parameters and states as the last step left them, by path, where the model ended with others: averages, or those of the best epoch.
     * Empty if the model is as the last step left it.
     */
    public SortedMap<String, Imported.Numbers> weights() {
        return weights;
    }

    private static long atLeast(long least, long number, String what) {
        if (number < least) {
            throw new InputException("a training has at least " + least + " " + what + ", not " + number);
        }
        return number;
    }
}
