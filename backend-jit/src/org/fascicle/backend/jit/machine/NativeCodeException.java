package org.fascicle.backend.jit.machine;

import org.fascicle.api.backend.BackendException;
import org.jspecify.annotations.Nullable;

/** No native code can be made or run here, whatever it is; the message says why, and what to do. */
public final class NativeCodeException extends BackendException {
    private static final long serialVersionUID = 1L;

    /**
     * A new exception.
     *
     * @param reason why there is no native code, as a sentence goes on behind a colon
     */
    public NativeCodeException(String reason, @Nullable Throwable cause) {
        super("no native code can be run here: " + reason, cause);
    }
}
