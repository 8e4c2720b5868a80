package org.fascicle.compiler.pass;

import java.util.Locale;

import org.fascicle.api.expr.Type;

/** Where a value lies: a home, and a place in it. Immutable. */
public final class Placement {
    /** What kind of memory. */
    public enum Home {
        /** The arena of the value's type, which belongs to the workspace. */
        ARENA,
        /** The buffer of the variable {@link #name()}. */
        VARIABLE,
        /** The buffer of the input {@link #name()}. */
        INPUT,
        /** No memory of the plan's: a constant, or a scalar of the program's scalar buffer. */
        NUMBER
    }

    private final Home home;
    private final Type type;
    private final String name;
    private final long offset;
    private final long elements;

    Placement(Home home, Type type, String name, long offset, long elements) {
        this.home = home;
        this.type = type;
        this.name = name;
        this.offset = offset;
        this.elements = elements;
    }

    /** A piece of an arena that a backend adds behind what is planned, for memory that its kernels need beside that of values. */
    public static Placement arena(Type type, long offset, long elements) {
        return new Placement(Home.ARENA, type, "", offset, elements);
    }

    /** The kind of memory. */
    public Home home() {
        return home;
    }

    /** The type of the elements, which determines the arena. */
    public Type type() {
        return type;
    }

    /** The variable's path or the input's name; empty for others. */
    public String name() {
        return name;
    }

    /** The first element's index in its home. */
    public long offset() {
        return offset;
    }

    /** The number of elements for the greatest number of rows; with fewer rows only the first of them are used. */
    public long elements() {
        return elements;
    }

    /** Whether both share an element. */
    public boolean overlaps(Placement other) {
        boolean sameMemory = home == other.home && name.equals(other.name) && (home != Home.ARENA || type == other.type);
        boolean meet = offset < other.offset + other.elements && other.offset < offset + elements;
        return sameMemory && meet && home != Home.NUMBER;
    }

    /** For messages: {@code arena real [128, 228)}. */
    @Override
    public String toString() {
        return home.name().toLowerCase(Locale.ROOT) + (name.isEmpty() ? " " + type : " " + name)
                + " [" + offset + ", " + (offset + elements) + ")";
    }
}
