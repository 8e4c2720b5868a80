package org.fascicle.api.technique;

import org.jspecify.annotations.Nullable;

/** An option of a technique is missing, unknown, of the wrong type or out of its range. */
public class OptionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final @Nullable String option;

    /**
     * A new exception.
     *
     * @param option the option's name; null if the options do not fit together
     * @param message what is wrong, without naming the place
     */
    public OptionException(@Nullable String option, @Nullable String message) {
        super(message);
        this.option = option;
    }

    /** The option's name; null if the options do not fit together. */
    public @Nullable String option() {
        return option;
    }
}
