package org.fascicle.backend.jit.run;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.fascicle.api.backend.StoppedException;
import org.fascicle.backend.jit.gemm.GemmLibrary;
import org.fascicle.backend.jit.plan.Tools;
import org.fascicle.backend.jit.task.Team;
import org.jspecify.annotations.Nullable;

/** What all that runs of a backend shares: the tools, the threads, and whether it has been stopped. Safe for any thread. */
public final class Engine {
    /** What tasks are made with. */
    public final Tools tools;
    /** The threads that compute. */
    public final Team team;
    private final String name;
    private final Set<Runnable> users = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;
    /** How many runs are under way. Guarded by the tools. */
    private int runs;

    /**
     * An engine whose threads have not started.
     *
     * @param name of the backend, for messages
     */
    public Engine(String name, Tools tools, int threads) {
        this.name = name;
        this.tools = tools;
        this.team = new Team(threads);
    }

    /** Computes products by another library, or by none. */
    public void change(@Nullable GemmLibrary next) {
        tools.library.bind(next);
        users.forEach(Runnable::run);
    }

    /** From now on something is to be called when the library of matrix products has changed. */
    void add(Runnable user) {
        users.add(user);
    }

    void remove(Runnable user) {
        users.remove(user);
    }

    /** Refuses work after the end. */
    public void requireRunning() {
        if (stopped) {
            throw new StoppedException(name);
        }
    }

    /** A run begins: until it has ended, no code is unloaded. */
    void begin() {
        synchronized (tools) {
            requireRunning();
            runs++;
        }
    }

    /** A run has ended. */
    void end() {
        synchronized (tools) {
            runs--;
            unload();
        }
    }

    private void unload() {
        if (stopped && runs == 0) {
            tools.compiler.close();
        }
    }

    /** Ends the threads, and unloads the code when the last run has ended, which nobody waits for. */
    public void stop() {
        stopped = true;
        team.close();
        synchronized (tools) {
            unload();
        }
    }
}
