package org.fascicle.backend.jit;

import org.fascicle.backend.jit.gemm.Element;
import org.fascicle.backend.jit.gemm.GemmLibrary;
import org.fascicle.backend.jit.kernel.Form;
import org.jspecify.annotations.Nullable;

/** Where the backend ranks among the others (nd4j is at 100, the reference below 0), and why: by what was measured. */
enum Rank {
    /** The fastest on every network that was measured. */
    VECTORS(200, "vector kernels: the virtual machine has jdk.incubator.vector"),
    /** On the networks of the benchmark about one and a half times as fast as nd4j. */
    LIBRARY(150, "plain loops, and a library for matrix products: the virtual machine was started without --add-modules "
            + "jdk.incubator.vector"),
    /** About half as fast as nd4j. */
    LOOPS(5, "plain loops: the virtual machine was started without --add-modules jdk.incubator.vector, and there is no library for "
            + "matrix products, such as the bundle fascicle.gemm.onednn");

    final int ranking;
    final String reason;

    Rank(int ranking, String reason) {
        this.ranking = ranking;
        this.reason = reason;
    }

    /**
     * The rank.
     *
     * @param library null if there is none
     */
    static Rank of(Form form, @Nullable GemmLibrary library) {
        if (form == Form.VECTOR) {
            return VECTORS;
        }
        return library != null && library.multiplies(Element.FLOAT32) ? LIBRARY : LOOPS;
    }
}
