package org.fascicle.api.backend;

/** A backend cannot compile or run something; the message names the operation and where it comes from. */
public class BackendException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A new exception. */
    public BackendException(String message) {
        super(message);
    }

    /** A new exception with its cause. */
    public BackendException(String message, Throwable cause) {
        super(message, cause);
    }
}
