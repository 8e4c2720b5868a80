package org.fascicle.backend.nd4j;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;

/** A place for a tensor. Mutable while a graph is lowered, then not. */
final class Root {
    /** Whose memory it lies in. */
    enum Home {
        /** The workspace's, for a part of a run: others may lie in the same place before and after. */
        RUN,
        /** The workspace's, as long as it lives: constants, outputs. */
        KEPT,
        /** A bound variable's. */
        VARIABLE,
        /** A bound input's. */
        INPUT,
        /** The scalars that the host computes before each run. */
        SCALARS
    }

    final Type type;
    final Shape shape;
    /** The path of a variable, the name of an input. */
    final String name;
    Home home;
    /** The number that a constant holds everywhere, else null. */
    Double constant;
    /** Another root that this one is a part of, or null. */
    Root within;
    /** Where it starts in the other, in elements. */
    long at;
    /** The operations that write it: one, or one for each part. */
    final List<Op> writers = new ArrayList<>(1);
    /** Where the planner put it, in bytes from the start of its home. */
    long position = -1;

    Root(Home home, Type type, Shape shape, String name) {
        this.home = home;
        this.type = type;
        this.shape = shape;
        this.name = name;
    }

    Op writer() {
        return writers.get(0);
    }

    /** The root whose memory it uses: itself, or the one that it is a part of. */
    Root outermost() {
        Root root = this;
        while (root.within != null) {
            root = root.within;
        }
        return root;
    }

    /** Where it starts in {@link #outermost}, in elements. */
    long start() {
        long start = 0;
        for (Root root = this; root.within != null; root = root.within) {
            start += root.at;
        }
        return start;
    }

    long bytes(int rows) {
        return shape.size(rows) * width(type);
    }

    static int width(Type type) {
        return type == Type.BOOL ? 1 : Float.BYTES;
    }
}
