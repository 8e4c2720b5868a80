package org.fascicle.api.backend;

import org.jspecify.annotations.Nullable;

/**
 * A backend cannot do something; if it cannot compile or run an operation, the message names it and where it comes from.
 *
 * <p>Three kinds of it have a class of their own: {@link ClosedException}, {@link StoppedException} and {@link MemoryException}.
 */
public class BackendException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A new exception. */
    public BackendException(String message) {
        super(message);
    }

    /** A new exception with its cause. */
    public BackendException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
