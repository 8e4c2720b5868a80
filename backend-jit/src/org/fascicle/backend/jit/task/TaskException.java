package org.fascicle.backend.jit.task;

import org.fascicle.api.graph.Node;

/** Says which of several operations failed. */
public final class TaskException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public final transient Node operation;

    public TaskException(Node operation, RuntimeException cause) {
        super(cause);
        this.operation = operation;
    }
}
