package org.fascicle.backend.gpu.device;

/** A language of kernels. Kernels are rendered in words that both define. */
public enum Dialect {
    /** CUDA C++. */
    CUDA("cuda.txt", true),
    /** OpenCL C 1.2. POCL copies all that may follow each barrier that stands in a branch, and would compile for minutes. */
    OPENCL("opencl.txt", false);

    private final String prelude;
    private final boolean waitsInBranches;

    Dialect(String prelude, boolean waitsInBranches) {
        this.prelude = prelude;
        this.waitsInBranches = waitsInBranches;
    }

    /** Whether threads of a group may wait for each other within a branch that all of them take. */
    public boolean waitsInBranches() {
        return waitsInBranches;
    }

    /** The name of the text that defines those words. */
    public String prelude() {
        return prelude;
    }
}
