package org.fascicle.api.backend;

/**
 * A buffer, workspace or executable was used that is closed, or that was closed while the call waited for it. What the call was
 * to do has not been done.
 */
public final class ClosedException extends BackendException {
    private static final long serialVersionUID = 1L;

    /**
     * A new exception.
     *
     * @param message names what is closed: {@code the buffer of 300 real (float32) is closed}
     */
    public ClosedException(String message) {
        super(message);
    }
}
