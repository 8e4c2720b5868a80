package org.fascicle.core.service;

import java.util.function.Supplier;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.MemoryException;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;

/** Words what goes wrong within: whoever calls the platform gets exceptions of its API alone. */
final class Problems {
    private static final String SMALLER = "Make the batch, a layer or the data smaller, or give the Java heap more room (-Xmx)";

    private Problems() {}

    /** Runs an action; what a backend throws, or what nobody foresaw, becomes ours. */
    static <T> T ours(Supplier<T> action) {
        try {
            return action.get();
        } catch (RuntimeException | Error e) {
            throw ours(e);
        }
    }

    /** The exception that a caller gets. */
    static RuntimeException ours(Throwable thrown) {
        if (thrown instanceof InputException || thrown instanceof StateException) {
            return (RuntimeException) thrown;
        } else if (thrown instanceof MemoryException) {
            return new InputException(null, null, String.valueOf(thrown.getMessage()), SMALLER);
        } else if (thrown instanceof OutOfMemoryError) {
            return new InputException(null, null, "the Java heap of " + Runtime.getRuntime().maxMemory() / (1 << 20)
                    + " MiB is too small: " + thrown.getMessage(), SMALLER);
        } else if (thrown instanceof BackendException) {
            return new StateException("the backend cannot go on: " + thrown.getMessage(), thrown);
        } else if (thrown instanceof VirtualMachineError || thrown instanceof ThreadDeath) {
            throw (Error) thrown;
        }
        StackTraceElement[] frames = thrown.getStackTrace();
        return new StateException("the platform failed: " + thrown + (frames.length == 0 ? "" : " at " + frames[0]), thrown);
    }
}
