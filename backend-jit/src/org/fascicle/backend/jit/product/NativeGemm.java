package org.fascicle.backend.jit.product;

import org.fascicle.backend.jit.kernel.LateFunction;
import org.fascicle.backend.jit.kernel.Natives;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.machine.Block;
import org.fascicle.backend.jit.machine.Words;

/** Products by compiled tiles. */
public final class NativeGemm implements Gemm {
    static final String TEXT = "products.cc";
    /** What a strip of B is packed into: the longest piece of the inner extent, and the widest strip. */
    private static final int PACKED = 1 << 16;

    private final Natives natives;
    private final LateFunction multiply;

    public NativeGemm(Natives natives) {
        this.natives = natives;
        this.multiply = new LateFunction(natives, NativeGemm.class, TEXT, "product");
    }

    /** Has them compiled soon. */
    public void prepare() {
        natives.prepare(NativeGemm.class, TEXT);
    }

    @Override
    public String description() {
        return "native, " + Scratch.LANES + " lanes";
    }

    @Override
    public void multiply(int m0, int m1, int n0, int n1, int k, Block a, int ao, int ai, int ap, Block b, int bo, int bp,
            int bj, Block c, int co, int ldc, boolean adds, Scratch scratch) {
        Words words = scratch.words;
        words.put(0, m0);
        words.put(1, m1);
        words.put(2, n0);
        words.put(3, n1);
        words.put(4, k);
        words.put(5, a.address(ao));
        words.put(6, ai);
        words.put(7, ap);
        words.put(8, b.address(bo));
        words.put(9, bp);
        words.put(10, bj);
        words.put(11, c.address(co));
        words.put(12, ldc);
        words.put(13, adds ? 1 : 0);
        words.put(14, scratch.packed(PACKED).address());
        multiply.call(words);
    }
}
