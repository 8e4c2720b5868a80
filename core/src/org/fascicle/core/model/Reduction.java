package org.fascicle.core.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the losses of the rows become one number, by Keras's names. */
public enum Reduction {
    /** Their sum, divided by the number of rows: the default. */
    SUM_OVER_BATCH_SIZE,
    /** The same. */
    MEAN,
    /** Their sum, divided by the sum of the rows' weights. */
    MEAN_WITH_SAMPLE_WEIGHT,
    /** Their sum. */
    SUM;

    /** The names as model files have them. */
    static List<String> names() {
        return Arrays.stream(values()).map(Reduction::toString).collect(Collectors.toList());
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
