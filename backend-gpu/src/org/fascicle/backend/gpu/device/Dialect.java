package org.fascicle.backend.gpu.device;

/** A language of kernels. Kernels are rendered in words that both define. */
public enum Dialect {
    /** CUDA C++. */
    CUDA("cuda.txt"),
    /** OpenCL C 1.2. */
    OPENCL("opencl.txt");

    private final String prelude;

    Dialect(String prelude) {
        this.prelude = prelude;
    }

    /** The name of the text that defines those words. */
    public String prelude() {
        return prelude;
    }
}
