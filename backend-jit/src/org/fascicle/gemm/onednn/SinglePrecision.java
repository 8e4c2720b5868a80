package org.fascicle.gemm.onednn;

import static org.bytedeco.dnnl.global.dnnl.dnnl_sgemm;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

import org.bytedeco.javacpp.FloatPointer;
import org.fascicle.backend.jit.gemm.Element;
import org.fascicle.backend.jit.gemm.Matrix;
import org.fascicle.backend.jit.gemm.Product;

/** A product in binary32. */
final class SinglePrecision implements Product {
    private final Natives natives;
    private final int m;
    private final int n;
    private final int k;
    private final byte transposeA;
    private final byte transposeB;
    private final int leadingA;
    private final int leadingB;
    private final int leadingC;
    private final FloatPointer a;
    private final FloatPointer b;
    private final FloatPointer c;
    /** Kept, for the pointers do not keep memory. */
    private final ByteBuffer[] memory;

    SinglePrecision(Natives natives, int m, int n, int k, Matrix a, Matrix b, Matrix c) {
        this.natives = natives;
        this.m = m;
        this.n = n;
        this.k = k;
        this.transposeA = (byte) (a.isTransposed() ? 'T' : 'N');
        this.transposeB = (byte) (b.isTransposed() ? 'T' : 'N');
        this.leadingA = a.leading();
        this.leadingB = b.leading();
        this.leadingC = c.leading();
        this.a = pointer(a);
        this.b = pointer(b);
        this.c = pointer(c);
        this.memory = new ByteBuffer[] {a.memory(), b.memory(), c.memory()};
    }

    private static FloatPointer pointer(Matrix matrix) {
        FloatBuffer floats = matrix.memory().duplicate().order(matrix.memory().order())
                .position(matrix.offset() * Element.FLOAT32.bytes()).slice().order(matrix.memory().order()).asFloatBuffer();
        return new FloatPointer(floats);
    }

    @Override
    public void run() {
        natives.useOneThread();
        Natives.check(dnnl_sgemm(transposeA, transposeB, m, n, k, 1f, a, leadingA, b, leadingB, 0f, c, leadingC), "a product");
    }

    @Override
    public void close() {
        a.close();
        b.close();
        c.close();
    }
}
