package org.fascicle.api.technique;

/** An option of a technique is missing, unknown, of the wrong type or out of its range. */
public class OptionException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String option;

    /**
     * A new exception.
     *
     * @param option the option's name; null if the options do not fit together
     * @param message what is wrong, without naming the place
     */
    public OptionException(String option, String message) {
        super(message);
        this.option = option;
    }

    /** The option's name; null if the options do not fit together. */
    public String option() {
        return option;
    }
}
