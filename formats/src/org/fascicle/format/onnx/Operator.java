package org.fascicle.format.onnx;

/** Writes one primitive as operators. */
@FunctionalInterface
interface Operator {
    /**
     * Writes it.
     *
     * @return the name of the result
     */
    String write(Operation operation, OnnxGraph graph);
}
