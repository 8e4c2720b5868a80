package org.fascicle.backend.nd4j;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Decides which commits are computed in their variable's own memory, and the order of the operations that this asks for: such an
 * operation runs after all that read the old value and, if the commit is guarded, after the guard.
 */
final class Order {
    /** Operations that read each operand at the place that they write, element by element, or before they write anything. */
    private static final Set<String> ALIGNED = Set.of("neg", "abs", "sign", "floor", "exp", "expm1", "log", "log1p", "sqrt", "tanh",
            "erf", "erfinv", "sin", "cos", "not", "add", "sub", "mul", "div", "pow", "max", "min", "and", "or", "where", "copy");

    /** The operations of a run, in order. */
    final List<Op> run = new ArrayList<>();
    /** What is computed once, in order. */
    final List<Op> once = new ArrayList<>();
    /** How many operations of a run come before the guard can be read. */
    int guardAt;

    private final Lowering lowered;
    private final List<List<Op>> after = new ArrayList<>();
    private final Map<Root, List<Op>> readers = new HashMap<>();

    Order(Lowering lowered) {
        this.lowered = lowered;
        BitSet needed = needed();
        for (Op op : lowered.ops) {
            after.add(new ArrayList<>());
            if (needed.get(op.index)) {
                (op.once ? once : run).add(op);
                for (Value value : op.in) {
                    readers.computeIfAbsent(value.root.outermost(), root -> new ArrayList<>()).add(op);
                    value.root.writers.forEach(writer -> after.get(writer.index).add(op));
                }
            }
        }
        markGuarded();
        lowered.stores.forEach(this::tryInPlace);
        sort();
    }

    private BitSet needed() {
        BitSet needed = new BitSet();
        lowered.outputs.values().forEach(value -> mark(value, needed));
        lowered.stores.forEach(store -> mark(store.value, needed));
        if (lowered.guard != null) {
            mark(lowered.guard, needed);
        }
        for (int i = lowered.ops.size() - 1; i >= 0; i--) {
            if (needed.get(i)) {
                lowered.ops.get(i).in.forEach(value -> mark(value, needed));
            }
        }
        return needed;
    }

    private static void mark(Value value, BitSet needed) {
        value.root.writers.forEach(op -> needed.set(op.index));
    }

    /** An operation is guarded if nothing but guarded commits hangs on it. */
    private void markGuarded() {
        BitSet free = new BitSet();
        lowered.outputs.values().forEach(value -> mark(value, free));
        if (lowered.guard != null) {
            mark(lowered.guard, free);
        }
        for (Lowering.Store store : lowered.stores) {
            if (!store.guarded || lowered.guard == null) {
                mark(store.value, free);
            }
        }
        for (int i = lowered.ops.size() - 1; i >= 0; i--) {
            Op op = lowered.ops.get(i);
            op.guarded = !free.get(i) && !op.once;
            if (!op.guarded) {
                op.in.forEach(value -> mark(value, free));
            }
        }
    }

    private void tryInPlace(Lowering.Store store) {
        Root root = store.value.root;
        boolean own = root.home == Root.Home.RUN && root.within == null && store.value.isWhole() && root.writers.size() == 1
                && hasOneWriter(root) && lowered.outputs.values().stream().noneMatch(v -> v.root.outermost() == root);
        boolean guarded = store.guarded && lowered.guard != null;
        if (!own || guarded && !root.writer().guarded) {
            return;
        }
        Op writer = root.writer();
        for (Value value : writer.in) {
            if (value.root.outermost() == store.variable
                    && !(ALIGNED.contains(writer.name) && value.isPlain() && value.isWhole())) {
                return;
            }
        }
        List<Op> before = new ArrayList<>(readers.getOrDefault(store.variable, List.of()));
        before.removeIf(op -> op == writer);
        if (guarded) {
            before.addAll(lowered.guard.root.writers);
        }
        BitSet reached = reached(writer);
        if (before.stream().anyMatch(op -> reached.get(op.index))) {
            return;
        }
        before.forEach(op -> after.get(op.index).add(writer));
        root.within = store.variable;
        store.inPlace = true;
    }

    /** Whether it is no concatenation, whose parts are written by others. */
    private boolean hasOneWriter(Root root) {
        return root.writer().out == root;
    }

    private BitSet reached(Op from) {
        BitSet reached = new BitSet();
        List<Op> stack = new ArrayList<>(List.of(from));
        while (!stack.isEmpty()) {
            Op op = stack.remove(stack.size() - 1);
            if (!reached.get(op.index)) {
                reached.set(op.index);
                stack.addAll(after.get(op.index));
            }
        }
        return reached;
    }

    /** A topological order, as near to the lowered one as may be. */
    private void sort() {
        int[] waiting = new int[lowered.ops.size()];
        for (Op op : run) {
            after.get(op.index).forEach(next -> waiting[next.index]++);
        }
        PriorityQueue<Op> ready = new PriorityQueue<>((a, b) -> Integer.compare(a.index, b.index));
        run.stream().filter(op -> waiting[op.index] == 0).forEach(ready::add);
        List<Op> sorted = new ArrayList<>();
        while (!ready.isEmpty()) {
            Op op = ready.remove();
            sorted.add(op);
            for (Op next : after.get(op.index)) {
                if (--waiting[next.index] == 0) {
                    ready.add(next);
                }
            }
        }
        if (sorted.size() != run.size()) {
            throw new IllegalStateException("the operations wait for one another in a circle");
        }
        run.clear();
        run.addAll(sorted);
        guardAt = lowered.guard == null ? 0 : lowered.guard.root.writers.stream().mapToInt(run::indexOf).max().orElse(-1) + 1;
    }
}
