package org.fascicle.format.onnx.network;

/** A node has no equal here. Its message goes on behind the node's name. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Refused(String reason) {
        super(reason, null, false, false);
    }

    /** Refuses unless something holds. */
    static void unless(boolean holds, String reason) {
        if (!holds) {
            throw new Refused(reason);
        }
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
