package org.fascicle.backend.jit.gemm;

import org.jspecify.annotations.Nullable;

/** A library of matrix products cannot do what was asked. */
public final class GemmException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A problem, with its cause if there is one. */
    public GemmException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
