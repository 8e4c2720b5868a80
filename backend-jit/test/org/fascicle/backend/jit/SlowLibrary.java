package org.fascicle.backend.jit;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

import org.fascicle.backend.jit.gemm.Element;
import org.fascicle.backend.jit.gemm.GemmException;
import org.fascicle.backend.jit.gemm.GemmLibrary;
import org.fascicle.backend.jit.gemm.Matrix;
import org.fascicle.backend.jit.gemm.Product;

/** A library that multiplies as the definition says, and counts. */
final class SlowLibrary implements GemmLibrary {
    final AtomicInteger made = new AtomicInteger();
    final AtomicInteger runs = new AtomicInteger();
    final AtomicInteger closed = new AtomicInteger();
    private final boolean works;
    private final boolean readsPairs;

    SlowLibrary(boolean works) {
        this(works, true);
    }

    SlowLibrary(boolean works, boolean readsPairs) {
        this.works = works;
        this.readsPairs = readsPairs;
    }

    @Override
    public boolean readsPairs() {
        return readsPairs;
    }

    @Override
    public String description() {
        return "slow 1.0";
    }

    @Override
    public boolean multiplies(Element element) {
        return true;
    }

    @Override
    public Product product(Element element, int m, int n, int k, Matrix a, Matrix b, Matrix c) {
        if (!works) {
            throw new GemmException("it was not meant to", null);
        }
        made.incrementAndGet();
        return new Product() {
            @Override
            public void run() {
                runs.incrementAndGet();
                for (int i = 0; i < m; i++) {
                    for (int j = 0; j < n; j++) {
                        double sum = 0;
                        for (int p = 0; p < k; p++) {
                            sum += get(element, a, i, p) * (double) get(element, b, p, j);
                        }
                        c.memory().putFloat(4 * c.at(i, j), (float) sum);
                    }
                }
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }

    private static float get(Element element, Matrix matrix, int row, int column) {
        ByteBuffer memory = matrix.memory();
        int at = matrix.at(row, column);
        return element == Element.FLOAT32 ? memory.getFloat(4 * at) : Float.intBitsToFloat(memory.getShort(2 * at) << 16);
    }
}
