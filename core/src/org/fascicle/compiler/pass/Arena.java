package org.fascicle.compiler.pass;

import java.util.TreeMap;

/** Hands out pieces of one array and takes them back; the smallest gap that fits is used, the first among equals. */
final class Arena {
    private final TreeMap<Long, Long> gaps = new TreeMap<>();
    private final int alignment;
    private long size;

    Arena(int alignment) {
        this.alignment = alignment;
    }

    /** The first element of a free piece. */
    long take(long elements) {
        long need = aligned(elements);
        long best = -1;
        long found = Long.MAX_VALUE;
        for (var gap : gaps.entrySet()) {
            if (gap.getValue() >= need && gap.getValue() < found) {
                best = gap.getKey();
                found = gap.getValue();
            }
        }
        if (best < 0) {
            return grow(need);
        }
        gaps.remove(best);
        if (found > need) {
            gaps.put(best + need, found - need);
        }
        return best;
    }

    // A gap at the end is used and made longer.
    private long grow(long need) {
        var last = gaps.lastEntry();
        long at = last != null && last.getKey() + last.getValue() == size ? last.getKey() : size;
        gaps.remove(at);
        size = at + need;
        return at;
    }

    void give(long at, long elements) {
        long from = at;
        long length = aligned(elements);
        if (length == 0) {
            return;
        }
        var before = gaps.lowerEntry(from);
        if (before != null && before.getKey() + before.getValue() == from) {
            from = before.getKey();
            length += before.getValue();
        }
        Long behind = gaps.remove(from + length);
        gaps.put(from, length + (behind == null ? 0 : behind));
    }

    /** The number of elements that it needs. */
    long size() {
        return size;
    }

    private long aligned(long elements) {
        return (elements + alignment - 1) / alignment * alignment;
    }
}
