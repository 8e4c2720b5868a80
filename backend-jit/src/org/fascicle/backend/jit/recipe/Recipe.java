package org.fascicle.backend.jit.recipe;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What is to be generated: a body, the slots that it reads and writes, and how it goes through them. Immutable once built.
 */
public final class Recipe {
    /** How a kernel goes through its two loops. */
    public enum Mode {
        /** Element by element. */
        EACH,
        /** The outer loop is summed up: one result per turn of the inner loop. */
        OUTER,
        /** The inner loop is summed up: one result per turn of the outer loop. */
        INNER
    }

    /** An array that is read or written. */
    public static final class Slot {
        public final boolean isInt;
        /** Whether neighbouring turns of the inner loop are neighbouring elements; else they are the same. */
        public final boolean moves;
        /** Whether it is one row, read again and again; see {@code Scratch.repeat}. */
        public final boolean repeats;

        Slot(boolean isInt, boolean moves, boolean repeats) {
            this.isInt = isInt;
            this.moves = moves;
            this.repeats = repeats;
        }
    }

    /** A value that is stored. */
    public static final class Store {
        public final Value value;
        public final int slot;

        public Store(Value value, int slot) {
            this.value = value;
            this.slot = slot;
        }
    }

    public final Body body = new Body();
    public final List<Slot> slots = new ArrayList<>();
    public final List<Store> stores = new ArrayList<>();
    public Mode mode = Mode.EACH;
    /** What is summed up; null in mode {@link Mode#EACH}. */
    public @Nullable Value folded;
    /** ADD or MAX; without a meaning in mode {@link Mode#EACH}. */
    public Op fold = Op.MAX;
    /** The slot of the reduction's result. */
    public int result = -1;

    public int slot(boolean isInt, boolean moves) {
        slots.add(new Slot(isInt, moves, false));
        return slots.size() - 1;
    }

    /** A slot of reals that is one row, read again and again. */
    public int repeatedSlot() {
        slots.add(new Slot(false, true, true));
        return slots.size() - 1;
    }

    /** Whether there is a slot that is one row, read again and again. */
    public boolean repeats() {
        return slots.stream().anyMatch(slot -> slot.repeats);
    }

    /** Whether each turn of the inner loop reads the same element. */
    public boolean isInvariant(Value value) {
        return value.op == Op.INPUT && !slots.get(value.argument).moves;
    }

    /** The values that are needed, operands first. */
    public List<Value> needed() {
        Set<Value> needed = new HashSet<>();
        stores.forEach(store -> needed.add(store.value));
        if (folded != null) {
            needed.add(folded);
        }
        List<Value> values = body.values();
        for (int i = values.size() - 1; i >= 0; i--) {
            if (needed.contains(values.get(i))) {
                needed.addAll(values.get(i).operands);
            }
        }
        List<Value> order = new ArrayList<>(values);
        order.retainAll(needed);
        return order;
    }

    /** What is summed up, in another mode than {@link Mode#EACH}. */
    public Value folded() {
        return Objects.requireNonNull(folded, "nothing is summed up");
    }

    public float neutral() {
        return fold == Op.ADD ? 0f : Float.NEGATIVE_INFINITY;
    }

    /** What a cache goes by: the computation and its access patterns; no size, offset or number of a technique. */
    public String key() {
        StringBuilder key = new StringBuilder(mode.name());
        slots.forEach(slot -> key.append(slot.isInt ? 'i' : 'f').append(slot.repeats ? 'r' : slot.moves ? '1' : '0'));
        key.append(body);
        stores.forEach(store -> key.append('>').append(store.value.index).append('@').append(store.slot));
        if (folded != null) {
            key.append(fold).append(folded.index).append('@').append(result);
        }
        return key.toString();
    }
}
