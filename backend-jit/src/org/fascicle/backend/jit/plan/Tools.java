package org.fascicle.backend.jit.plan;

import org.fascicle.backend.jit.kernel.Form;
import org.fascicle.backend.jit.kernel.KernelCache;
import org.fascicle.backend.jit.product.Gemm;
import org.fascicle.backend.jit.product.Library;
import org.fascicle.backend.jit.product.PlainGemm;
import org.fascicle.backend.jit.product.Rounding;
import org.fascicle.backend.jit.product.VectorGemm;
import org.fascicle.backend.jit.random.Draws;
import org.fascicle.backend.jit.window.Addition;
import org.jspecify.annotations.Nullable;

/** What the tasks of all programs of a backend are made with. Safe for any thread. */
public final class Tools {
    /** The generated classes. */
    public final KernelCache cache;
    /** Matrix products in Java. */
    public final Gemm gemm;
    /** What draws random bits. */
    public final Draws draws;
    /** The library of matrix products, if there is one. */
    public final Library library;
    final Rounding rounding;
    private @Nullable Addition addition;

    /**
     * Tools that make kernels of one form.
     *
     * @param refused called when a library of matrix products has turned out not to work
     */
    public Tools(Form form, Runnable refused) {
        this.cache = new KernelCache(form);
        this.gemm = form == Form.VECTOR ? new VectorGemm() : new PlainGemm();
        this.draws = Draws.of(form);
        this.rounding = Rounding.of(form);
        this.library = new Library(refused);
    }

    /** Adds lines to lines. */
    synchronized Addition addition() {
        if (addition == null) {
            addition = new Addition(cache);
        }
        return addition;
    }
}
