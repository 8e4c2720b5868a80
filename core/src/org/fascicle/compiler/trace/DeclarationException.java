package org.fascicle.compiler.trace;

/**
 * Thrown where a technique declares what no network can have: a tensor twice, a parameter with the batch's rows, a penalty that
 * is no number. That is a fault of the technique, and not a refusal of its input. The message names the place.
 */
public final class DeclarationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    DeclarationException(String message) {
        super(message);
    }
}
