package org.fascicle.core.archive;

import java.nio.file.Path;

import org.fascicle.api.expr.Shape;

/** A process that writes archives until it is killed: to the file that its first argument names. */
final class KilledWriter {
    private static final int ELEMENTS = 1 << 18;

    private KilledWriter() {}

    public static void main(String[] arguments) {
        Path file = Path.of(arguments[0]);
        for (long step = 1;; step++) {
            archive(step).write(file);
            System.out.println(step);
        }
    }

    static Archive archive(long step) {
        return new Archive.Builder("{}").step(step).weight("a", Tensor.of(Shape.of(ELEMENTS), new float[ELEMENTS])).build();
    }
}
