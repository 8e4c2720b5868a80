package org.fascicle.backend.jit.product;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.fascicle.backend.jit.gemm.Element;
import org.fascicle.backend.jit.gemm.GemmException;
import org.fascicle.backend.jit.gemm.GemmLibrary;
import org.jspecify.annotations.Nullable;

/**
 * The library of matrix products that is bound, if one is. A workspace notes {@link #generation()} when it makes its tasks, and drops
 * them when that has become another: so a library comes and goes between two runs, and nobody waits for a run. Safe for any thread.
 */
public final class Library {
    private static final System.Logger LOG = System.getLogger(Library.class.getName());

    /** A library and how many changes there were until it came. */
    private static final class Bound {
        final @Nullable GemmLibrary library;
        final int generation;

        Bound(@Nullable GemmLibrary library, int generation) {
            this.library = library;
            this.generation = generation;
        }
    }

    private final AtomicReference<Bound> bound = new AtomicReference<>(new Bound(null, 0));

    /** Takes a library, or null for none. */
    public void bind(@Nullable GemmLibrary library) {
        bound.updateAndGet(now -> new Bound(library, now.generation + 1));
    }

    /** Gives up a library that does not work, and says so once. Products are computed by compiled tiles from now on. */
    public void refuse(GemmLibrary library, GemmException problem) {
        Bound now = now();
        // The generation stays: who meets the problem goes on without the library, and others meet it, or never need it.
        if (now.library == library && bound.compareAndSet(now, new Bound(null, now.generation))) {
            LOG.log(System.Logger.Level.WARNING, "matrix products are computed without a library: " + problem.getMessage());
        }
    }

    private Bound now() {
        return Objects.requireNonNull(bound.get());
    }

    /** The library; null if there is none. */
    public @Nullable GemmLibrary get() {
        return now().library;
    }

    /** Counts the changes. */
    public int generation() {
        return now().generation;
    }

    /** Whether there is a library with such products. */
    public boolean multiplies(Element element) {
        GemmLibrary library = get();
        return library != null && library.multiplies(element);
    }
}
