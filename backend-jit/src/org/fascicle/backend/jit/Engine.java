package org.fascicle.backend.jit;

import org.fascicle.api.backend.BackendException;

/** What all programs of a backend share. Safe for any thread. */
final class Engine {
    final KernelCache cache;
    final Gemm gemm;
    final Team team;
    private volatile boolean stopped;

    Engine(Form form, int threads) {
        this.cache = new KernelCache(form);
        this.gemm = form == Form.VECTOR ? new VectorGemm() : new PlainGemm();
        this.team = new Team(threads);
    }

    /** Refuses work after the end. */
    void requireRunning() {
        if (stopped) {
            throw new BackendException("the backend has been stopped");
        }
    }

    /** Ends the threads. */
    void stop() {
        stopped = true;
        team.close();
    }
}
