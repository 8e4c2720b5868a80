package org.fascicle.api.training;

import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/**
 * The loss of a training is not finite any more. The step in which that happened has changed nothing: parameters, slots and statistics are
 * those from before it, and the training can be saved.
 */
public final class DivergedException extends InputException {
    private static final long serialVersionUID = 1L;

    private final long step;

    /**
     * A training has diverged.
     *
     * @param file what messages call the definition; or null
     * @param problem in which step, for people
     * @param remedy what to do, as a sentence; or null
     * @param step the number of steps before that one, at least 0
     */
    public DivergedException(@Nullable String file, String problem, @Nullable String remedy, long step) {
        super(file, null, problem, remedy);
        this.step = step;
    }

    @Override
    public InputException in(String where) {
        return file() != null ? this
                : (InputException) new DivergedException(where, problem(), remedy(), step).initCause(getCause());
    }

    /** The number of steps that were made, over all epochs; the next one is the one whose loss is not finite. */
    public long step() {
        return step;
    }
}
