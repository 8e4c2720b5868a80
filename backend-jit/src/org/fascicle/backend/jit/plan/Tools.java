package org.fascicle.backend.jit.plan;

import org.fascicle.backend.jit.kernel.KernelCache;
import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.machine.Compiler;
import org.fascicle.backend.jit.movement.Elements;
import org.fascicle.backend.jit.product.Library;
import org.fascicle.backend.jit.product.NativeGemm;
import org.fascicle.backend.jit.product.Rounding;
import org.fascicle.backend.jit.product.Transposition;
import org.fascicle.backend.jit.random.Draws;

/** What the tasks of all programs of a backend are made with. Safe for any thread. */
public final class Tools {
    /** What compiles. */
    public final Compiler compiler;
    /** The kernels of networks. */
    public final KernelCache cache;
    /** What is the same for all programs. */
    final Natives natives;
    /** Matrix products. */
    public final NativeGemm gemm;
    /** What draws random bits. */
    public final Draws draws;
    /** The library of matrix products, if there is one. */
    public final Library library;
    final Rounding rounding;
    final Transposition transposition;

    /** Those that a compiler makes. */
    public Tools(Compiler compiler) {
        this.compiler = compiler;
        this.cache = new KernelCache(compiler);
        this.natives = new Natives(compiler);
        this.gemm = new NativeGemm(natives);
        this.draws = new Draws(natives);
        this.rounding = new Rounding(natives);
        this.transposition = new Transposition(natives);
        this.library = new Library();
    }

    /** Has compiled soon what nearly each program needs, while the first is being made. Takes no time when that has been done. */
    public void prepare() {
        gemm.prepare();
        Elements.prepare(natives);
    }
}
