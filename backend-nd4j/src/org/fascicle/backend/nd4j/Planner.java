package org.fascicle.backend.nd4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.fascicle.api.expr.Type;

/**
 * Gives every root of a run a place in one block of memory: roots that are not needed at the same time share places, and an
 * elementwise operation writes over an operand that nobody reads any more.
 */
final class Planner {
    private static final Set<String> OVER = Set.of("neg", "abs", "sign", "floor", "exp", "expm1", "log", "log1p", "sqrt", "tanh",
            "erf", "erfinv", "sin", "cos", "add", "sub", "mul", "div", "pow", "max", "min", "where");

    private final int maxRows;
    private final Map<Root, Integer> lastUse = new HashMap<>();
    private final TreeMap<Long, Long> free = new TreeMap<>();
    private long end;

    private Planner(int maxRows) {
        this.maxRows = maxRows;
    }

    /** Plans the memory of runs; returns its size in bytes. */
    static long planRun(Lowering lowered, List<Op> run, int maxRows) {
        Planner planner = new Planner(maxRows);
        planner.findLastUses(lowered, run);
        for (int i = 0; i < run.size(); i++) {
            planner.place(run.get(i), i);
        }
        return planner.end;
    }

    /** Plans the memory of what is kept; returns its size in bytes. */
    static long planKept(Lowering lowered, List<Op> once) {
        long at = 0;
        List<Root> roots = new ArrayList<>(lowered.constants);
        once.forEach(op -> roots.add(op.out));
        for (Root root : roots) {
            root.position = at;
            at += align(root.bytes(1));
        }
        return at;
    }

    private void findLastUses(Lowering lowered, List<Op> run) {
        for (int i = 0; i < run.size(); i++) {
            lastUse.merge(run.get(i).out.outermost(), i, Math::max);
            for (Value value : run.get(i).in) {
                lastUse.merge(value.root.outermost(), i, Math::max);
            }
        }
        lowered.outputs.values().forEach(value -> lastUse.put(value.root.outermost(), Integer.MAX_VALUE));
        lowered.stores.forEach(store -> lastUse.put(store.value.root.outermost(), Integer.MAX_VALUE));
        if (lowered.guard != null) {
            lastUse.put(lowered.guard.root.outermost(), Integer.MAX_VALUE);
        }
    }

    private void place(Op op, int now) {
        Root out = op.out.outermost();
        Root over = null;
        if (out.home == Root.Home.RUN && out.position < 0) {
            over = out == op.out && OVER.contains(op.name) ? dying(op, now) : null;
            if (over != null) {
                out.position = over.position;
            } else {
                out.position = take(align(out.bytes(maxRows)));
            }
        }
        List<Root> ended = new ArrayList<>();
        for (Value value : op.in) {
            ended.add(value.root.outermost());
        }
        ended.add(out);
        ended.stream().distinct().forEach(root -> end(root, now));
        if (over != null) {
            // Its place went over to the result.
            takeAt(over.position, align(over.bytes(maxRows)));
        }
    }

    private void end(Root root, int now) {
        if (root.home == Root.Home.RUN && root.position >= 0 && lastUse.get(root) == now) {
            give(root.position, align(root.bytes(maxRows)));
        }
    }

    /** An operand of the result's extent whose last reader this is. */
    private Root dying(Op op, int now) {
        if (op.out.type != Type.REAL) {
            return null;
        }
        for (Value value : op.in) {
            Root root = value.root;
            boolean fits = root.type == Type.REAL && root.home == Root.Home.RUN && root.within == null && value.isWhole()
                    && root.shape.isBatched() == op.out.shape.isBatched()
                    && root.shape.sizePerRow() == op.out.shape.sizePerRow();
            if (fits && root.position >= 0 && lastUse.get(root) == now && !spreads(op, root)) {
                return root;
            }
        }
        return null;
    }

    /** Whether the operation also reads the root in another way than element by element. */
    private static boolean spreads(Op op, Root root) {
        return op.in.stream().anyMatch(value -> value.root == root && !(value.isPlain() && value.isWhole()));
    }

    private long take(long bytes) {
        Long best = null;
        for (Map.Entry<Long, Long> hole : free.entrySet()) {
            if (hole.getValue() >= bytes && (best == null || hole.getValue() < free.get(best))) {
                best = hole.getKey();
            }
        }
        if (best == null) {
            Map.Entry<Long, Long> last = free.lastEntry();
            boolean atEnd = last != null && last.getKey() + last.getValue() == end;
            long start = atEnd ? last.getKey() : end;
            if (atEnd) {
                free.remove(start);
            }
            end = start + bytes;
            return start;
        }
        takeAt(best, bytes);
        return best;
    }

    private void takeAt(long start, long bytes) {
        if (bytes == 0) {
            return;
        }
        Map.Entry<Long, Long> hole = free.floorEntry(start);
        long from = hole.getKey();
        long size = hole.getValue();
        free.remove(from);
        if (start > from) {
            free.put(from, start - from);
        }
        if (from + size > start + bytes) {
            free.put(start + bytes, from + size - start - bytes);
        }
    }

    private void give(long start, long bytes) {
        if (bytes == 0) {
            return;
        }
        long from = start;
        long size = bytes;
        Map.Entry<Long, Long> before = free.lowerEntry(start);
        if (before != null && before.getKey() + before.getValue() == start) {
            from = before.getKey();
            size += before.getValue();
        }
        Long following = free.remove(start + bytes);
        free.put(from, size + (following == null ? 0 : following));
    }

    static long align(long bytes) {
        return (bytes + Block.LINE - 1) & -Block.LINE;
    }

    static int[] strides(int[] extents) {
        int[] strides = new int[extents.length];
        int stride = 1;
        for (int axis = extents.length - 1; axis >= 0; axis--) {
            strides[axis] = stride;
            stride *= extents[axis];
        }
        return strides;
    }

    static int product(int[] extents, int from, int to) {
        return Arrays.stream(extents, from, to).reduce(1, Math::multiplyExact);
    }
}
