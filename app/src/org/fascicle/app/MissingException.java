package org.fascicle.app;

/** A service that a verb needs is not there. The message says which, and why. */
public final class MissingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A new exception. */
    public MissingException(String message) {
        super(message);
    }
}
