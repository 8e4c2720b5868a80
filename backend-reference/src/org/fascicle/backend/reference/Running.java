package org.fascicle.backend.reference;

import org.fascicle.api.backend.StoppedException;

/** Whether the backend runs or has been stopped. Safe for any thread. */
final class Running {
    private volatile boolean stopped;

    /** Refuses what comes after the end. */
    void require() {
        if (stopped) {
            throw new StoppedException(ReferenceBackend.NAME);
        }
    }

    void stop() {
        stopped = true;
    }
}
