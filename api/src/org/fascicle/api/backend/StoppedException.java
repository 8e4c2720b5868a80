package org.fascicle.api.backend;

/**
 * The backend has been stopped: its bundle was stopped, updated or uninstalled, or its configuration changed. What the call was to do
 * has not been done. What the backend's buffers hold is what all earlier runs left in them, and can be read until they are closed.
 */
public final class StoppedException extends BackendException {
    private static final long serialVersionUID = 1L;

    /**
     * A new exception.
     *
     * @param backend the name of the backend
     */
    public StoppedException(String backend) {
        super("the backend '" + backend + "' has been stopped");
    }
}
