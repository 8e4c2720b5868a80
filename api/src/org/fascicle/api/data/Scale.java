package org.fascicle.api.data;

import java.util.Locale;

/** How features are scaled before the network sees them. What is fitted on the training rows becomes part of the model. */
public enum Scale {
    /** Not at all. */
    NONE,
    /** To [0, 1]: divided by the largest raw value that the data can have. */
    UNIT,
    /** To mean 0 and standard deviation 1 of each feature over the training rows. */
    STANDARD;

    /** The name as model files write it: {@code standard}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
