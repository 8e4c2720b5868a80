package org.fascicle.api.problem;

import org.jspecify.annotations.Nullable;

/**
 * Something cannot be done now: a model or training is closed, a model is being trained, a backend has gone. The message says what,
 * and what to do. It never needs a stack trace.
 */
public class StateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What is in the way, as a sentence. */
    public StateException(String message) {
        super(message);
    }

    /** What is in the way, and what it came from. */
    public StateException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
