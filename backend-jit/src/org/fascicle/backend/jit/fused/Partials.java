package org.fascicle.backend.jit.fused;

import org.fascicle.api.expr.Type;
import org.fascicle.backend.jit.machine.Block;
import org.fascicle.backend.jit.recipe.Op;
import org.fascicle.backend.jit.task.Reach;
import org.fascicle.backend.jit.task.Room;
import org.jspecify.annotations.Nullable;

/**
 * Results of a reduction that is cut into groups of what it sums up: each group has a place of its own for them, and they
 * are put together in the order of the groups.
 */
final class Partials {
    private static final int MOST = 16;
    /** A reduction over fewer elements than this is not cut. */
    private static final int LEAST = 1 << 15;

    final int groups;
    private final int pieces;
    private final int width;
    private final Op fold;
    private final Room target;
    private final Room room;

    private Partials(int groups, int pieces, int width, Op fold, Room target, Room room) {
        this.groups = groups;
        this.pieces = pieces;
        this.width = width;
        this.fold = fold;
        this.target = target;
        this.room = room;
    }

    /**
     * Groups of a reduction.
     *
     * @param elements how many are summed up in all
     * @param pieces in how many pieces they are; a group has some whole ones
     * @param width how many results there are
     * @param fold how they are put together
     * @param target where they go
     * @return null if cutting it does not pay
     */
    static @Nullable Partials of(long elements, int pieces, int width, Op fold, Room target) {
        int groups = Math.min(MOST, pieces);
        if (elements < LEAST || groups < 2) {
            return null;
        }
        return new Partials(groups, pieces, width, fold, target, Room.allocate(Type.REAL,
                (long) groups * width, "partial sums"));
    }

    /** The memory that groups write to. */
    Block block() {
        return room.block;
    }

    /** Where a group's results begin in it. */
    int begin(int group) {
        return room.offset + group * width;
    }

    /** The first piece of a group. */
    int piece(int group) {
        return (int) ((long) pieces * group / groups);
    }

    /** Puts them together. */
    void combine() {
        for (int i = 0; i < width; i++) {
            float result = room.block.real(room.offset + i);
            for (int group = 1; group < groups; group++) {
                float next = room.block.real(room.offset + group * width + i);
                result = fold == Op.ADD ? result + next : Math.max(result, next);
            }
            target.block.real(target.offset + i, result);
        }
    }

    /** Where the results go. */
    Reach reach() {
        return Reach.written(target, width);
    }
}
