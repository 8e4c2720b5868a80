package org.fascicle.tck.subject;

import org.fascicle.api.expr.Shape;
import org.jspecify.annotations.Nullable;

/** That a technique does not take a shape, and what it said. Immutable. */
public final class Refusal {
    private final Shape shape;
    private final String message;

    Refusal(Shape shape, @Nullable String message) {
        this.shape = shape;
        this.message = message == null ? "" : message;
    }

    /** What it said; empty if nothing. */
    public String message() {
        return message;
    }

    @Override
    public String toString() {
        return shape + ": " + message;
    }
}
