package org.fascicle.core.data;

import java.util.Iterator;

import org.fascicle.api.data.Batch;
import org.fascicle.api.data.Batches;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.Examples;
import org.fascicle.api.data.Rows;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** What a training takes of data: examples to train on, how many they are, and examples to watch it. Immutable. */
public final class Split {
    private static final double ROUNDING = 1e-9;

    private final Examples training;
    private final @Nullable Examples validation;
    private final long count;

    private Split(Examples training, @Nullable Examples validation, long count) {
        this.training = training;
        this.validation = validation;
        this.count = count;
    }

    /**
     * Splits data as they say. Batches of unknown number are counted.
     *
     * @param rule what holds where they do not say it
     * @param seed of rows that are held back by chance
     */
    public static Split of(Data data, SplitRule rule, long seed) {
        Examples training = data.training();
        Examples validation = data.validation().orElse(null);
        double part = data.validationPart();
        if (part > 0) {
            Rows rows = data.trainingRows();
            long held = Math.max(1, part < 1 ? (long) Math.ceil(rows.count() * part - ROUNDING) : (long) part);
            if (held >= rows.count()) {
                throw new InputException(null, null, "it would hold back " + held + " rows for validation, but there are only "
                        + rows.count(), "Hold back fewer: some must be left to train on");
            }
            boolean labelled = rows.outputs().size() == 1 && rows.classes() > 0;
            if (data.stratified().orElse(false) && !labelled) {
                throw new InputException(null, null, "the rows have no classes, of which each could be held back in its share",
                        "Remove \"stratify\"");
            }
            Holdback holdback = Holdback.of(rows, (int) held,
                    data.stratified().orElse(labelled && rule == SplitRule.STRATIFIED), data.isShuffled(), seed);
            training = holdback.training();
            validation = holdback.heldBack();
        }
        long count = count(training);
        if (count < 1) {
            throw new InputException("there are no rows to train on");
        }
        return new Split(training, validation, count);
    }

    /** The examples to train on. */
    public Examples training() {
        return training;
    }

    /** How many they are. */
    public long count() {
        return count;
    }

    /** The examples to watch training; null without. */
    public @Nullable Examples validation() {
        return validation;
    }

    private static long count(Examples examples) {
        if (examples instanceof Rows) {
            return ((Rows) examples).count();
        }
        Batches batches = (Batches) examples;
        long count = batches.count();
        if (count >= 0) {
            return count;
        }
        count = 0;
        Iterator<Batch> iterator = batches.iterator();
        try {
            while (iterator.hasNext()) {
                Batch batch = iterator.next();
                if (batch == null) {
                    throw new InputException("the data's batch from row " + count + " on is null");
                }
                count += batch.rows();
            }
            return count;
        } finally {
            BatchCursor.close(iterator);
        }
    }
}
