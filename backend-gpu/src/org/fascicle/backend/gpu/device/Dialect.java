package org.fascicle.backend.gpu.device;

/** A language of kernels. Kernels are rendered in words that both define. */
public enum Dialect {
    /** CUDA C++. */
    CUDA("cuda.txt", Integer.MAX_VALUE),
    /** OpenCL C 1.2. POCL copies all that may follow each barrier that stands in a branch: with more of them it compiles for minutes. */
    OPENCL("opencl.txt", 2);

    private final String prelude;
    private final int mostWaiting;

    Dialect(String prelude, int mostWaiting) {
        this.prelude = prelude;
        this.mostWaiting = mostWaiting;
    }

    /** How many parts of a kernel, each for some of its groups, may have threads that wait for each other. */
    public int mostWaiting() {
        return mostWaiting;
    }

    /** The name of the text that defines those words. */
    public String prelude() {
        return prelude;
    }
}
