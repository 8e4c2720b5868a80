package org.fascicle.api.expr;

/** Thrown where shapes or types of expressions do not fit together. The message names them. */
public class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /**
     * A new exception.
     *
     * @param message what does not fit, with the shapes
     */
    public ShapeException(String message) {
        super(message);
    }
}
