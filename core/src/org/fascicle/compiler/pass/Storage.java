package org.fascicle.compiler.pass;

import org.fascicle.api.expr.Type;
import org.jspecify.annotations.Nullable;

/**
 * A piece of memory that one value fills, and others may share parts of; it lives from its first writing to its last
 * reading.
 */
final class Storage {
    Placement.Home home;
    String name;
    final Type type;
    final long elements;
    int from = Integer.MAX_VALUE;
    int to = -1;
    long offset;
    private @Nullable Storage within;
    private long shift;

    Storage(Placement.Home home, Type type, String name, long elements) {
        this.home = home;
        this.type = type;
        this.name = name;
        this.elements = elements;
    }

    /** Gives up memory of its own for a variable's. */
    void moveToVariable(String path) {
        home = Placement.Home.VARIABLE;
        name = path;
    }

    /** The storage that this one has become a part of; itself, if it stands alone. */
    Storage root() {
        Storage root = this;
        while (root.within != null) {
            root = root.within;
        }
        return root;
    }

    /** Where this begins in its root. */
    long shift() {
        long total = 0;
        for (Storage s = this; s.within != null; s = s.within) {
            total += s.shift;
        }
        return total;
    }

    /** Makes this a part of another, which lives as long as both. */
    void moveInto(Storage other, long at) {
        within = other;
        shift = at;
        Storage root = root();
        root.from = Math.min(root.from, from);
        root.to = Math.max(root.to, to);
    }

    void usedAt(int kernel) {
        Storage root = root();
        root.from = Math.min(root.from, kernel);
        root.to = Math.max(root.to, kernel);
    }
}
