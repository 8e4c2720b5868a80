package org.fascicle.backend.jit;

import org.fascicle.api.graph.Node;

/** Tells which of several operations failed. */
final class TaskException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final transient Node operation;

    TaskException(Node operation, RuntimeException cause) {
        super(cause);
        this.operation = operation;
    }
}
