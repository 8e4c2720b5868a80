package org.fascicle.backend.jit.kernel;

/** How kernels are generated: on the vector module, where it is there, or as plain loops. */
public enum Form {
    /** On {@code jdk.incubator.vector}. */
    VECTOR,
    /** Plain loops. */
    PLAIN;

    /** The best form that this virtual machine can run. */
    public static Form best() {
        try {
            Class.forName("jdk.incubator.vector.FloatVector", false, Form.class.getClassLoader());
            return Vectors.width() >= 4 && Vectors.width() <= Scratch.LANES ? VECTOR : PLAIN;
        } catch (ClassNotFoundException | LinkageError e) {
            return PLAIN;
        }
    }
}
