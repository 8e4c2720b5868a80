package org.fascicle.core.model;

import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/** A technique is not there, or does not work as its bundle has left: what needs it may go on when it is there again. */
public final class GoneException extends InputException {
    private static final long serialVersionUID = 1L;

    /** As {@link InputException#InputException(String, String, String, String)}. */
    public GoneException(@Nullable String file, @Nullable String pointer, String problem, @Nullable String remedy) {
        super(file, pointer, problem, remedy);
    }

    /** A problem at a place: of this kind if the one that it repeats is. */
    static InputException like(InputException e, @Nullable String file, @Nullable String pointer) {
        return e instanceof GoneException ? new GoneException(file, pointer, e.problem(), e.remedy())
                : new InputException(file, pointer, e.problem(), e.remedy());
    }

    /**
     * The problem that something thrown by a technique is: what the framework throws for a bundle that has left, linkage errors and
     * illegal states, is of this kind.
     */
    public static InputException of(Throwable thrown, @Nullable String file, @Nullable String pointer, String problem) {
        return thrown instanceof LinkageError || thrown instanceof IllegalStateException
                ? new GoneException(file, pointer, problem, null) : new InputException(file, pointer, problem, null);
    }
}
