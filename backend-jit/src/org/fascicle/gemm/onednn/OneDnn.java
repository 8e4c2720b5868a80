package org.fascicle.gemm.onednn;

import org.fascicle.backend.jit.gemm.Element;
import org.fascicle.backend.jit.gemm.GemmException;
import org.fascicle.backend.jit.gemm.GemmLibrary;
import org.fascicle.backend.jit.gemm.Matrix;
import org.fascicle.backend.jit.gemm.Product;
import org.osgi.service.component.annotations.Component;

/**
 * oneDNN's matrix products: {@code dnnl_sgemm} for binary32, the primitive {@code matmul} for bfloat16. The library is loaded for the
 * first product. Each product runs on the thread that calls it: OpenMP is set so, thread by thread.
 */
@Component(service = GemmLibrary.class, property = {"name=onednn", "service.ranking:Integer=100"})
public final class OneDnn implements GemmLibrary {
    private static final String VERSION = "3.11";

    /** The library, not yet loaded. */
    public OneDnn() {}

    @Override
    public String description() {
        return "oneDNN " + VERSION + ", " + Processor.instructionSet();
    }

    @Override
    public boolean multiplies(Element element) {
        return element == Element.FLOAT32 ? Processor.isSupported() : Processor.hasBfloat16();
    }

    /** As this has blocks of its own for them. */
    @Override
    public boolean readsPairs() {
        return true;
    }

    @Override
    public Product product(Element element, int m, int n, int k, Matrix a, Matrix b, Matrix c) {
        if (c.isTransposed()) {
            throw new GemmException("oneDNN writes rows, not columns", null);
        }
        Natives natives = Natives.get();
        return element == Element.FLOAT32 ? new SinglePrecision(natives, m, n, k, a, b, c)
                : new Matmul(natives, m, n, k, a, b, c);
    }
}
