package org.fascicle.backend.jit;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.fascicle.api.backend.StoppedException;
import org.fascicle.backend.jit.gemm.GemmLibrary;
import org.fascicle.backend.jit.kernel.Form;
import org.fascicle.backend.jit.kernel.KernelCache;
import org.fascicle.backend.jit.product.Gemm;
import org.fascicle.backend.jit.product.Library;
import org.fascicle.backend.jit.product.PlainGemm;
import org.fascicle.backend.jit.product.Rounding;
import org.fascicle.backend.jit.product.VectorGemm;
import org.fascicle.backend.jit.random.Draws;
import org.fascicle.backend.jit.task.Team;
import org.fascicle.backend.jit.window.Addition;
import org.jspecify.annotations.Nullable;

/** What all programs of a backend share. Safe for any thread. */
final class Engine {
    final KernelCache cache;
    final Gemm gemm;
    /** The products of convolutions, whose matrices overlap. */
    final Gemm windows;
    final Draws draws;
    /** The library of matrix products, if there is one. */
    final Library library;
    final Rounding rounding;
    final Team team;
    /** Those that are open. */
    final Set<JitWorkspace> workspaces = ConcurrentHashMap.newKeySet();
    /** Null until memory is asked for, and where no processor is free for it or no vectors are used. */
    private @Nullable Preheating preheating;
    private @Nullable Addition addition;
    private volatile boolean stopped;

    /**
     * An engine whose threads have not started.
     *
     * @param refused called when a library of matrix products has turned out not to work
     */
    Engine(Form form, int threads, Runnable refused) {
        this.library = new Library(refused);
        this.cache = new KernelCache(form);
        this.gemm = form == Form.VECTOR ? new VectorGemm() : new PlainGemm();
        this.windows = gemm;
        this.draws = Draws.of(form);
        this.rounding = Rounding.of(form);
        this.team = new Team(threads);
    }

    /** Computes products by another library, or by none. */
    void change(@Nullable GemmLibrary next) {
        library.bind(next);
        workspaces.forEach(JitWorkspace::libraryChanged);
    }

    /** Adds lines to lines. */
    synchronized Addition addition() {
        if (addition == null) {
            addition = new Addition(cache);
        }
        return addition;
    }

    /** Has the virtual machine compile what most programs need, while the first is being made. */
    synchronized void preheat() {
        if (preheating == null && !stopped && cache.form() == Form.VECTOR && team.threads() > 1) {
            preheating = new Preheating(gemm, draws);
            preheating.start();
        }
    }

    /** Refuses work after the end. */
    void requireRunning() {
        if (stopped) {
            throw new StoppedException(JitBackend.NAME);
        }
    }

    /** Ends the threads. */
    void stop() {
        stopped = true;
        team.close();
        synchronized (this) {
            if (preheating != null) {
                preheating.close();
            }
        }
    }
}
