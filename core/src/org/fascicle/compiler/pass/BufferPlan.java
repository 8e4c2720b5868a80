package org.fascicle.compiler.pass;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Commit;
import org.fascicle.api.graph.Node;

/**
 * Where each value of a schedule lies. Values that never live at the same time share memory; views, concatenations,
 * elementwise results and the new values of variables take no memory of their own where nothing else reads it. For each
 * element type there is one arena; offsets count elements.
 *
 * <p>How to run it: run the kernels in their order, the guarded ones only if the guard is true; then make the {@linkplain
 * #copies() copies} in their order, again the guarded ones only if the guard is true. All outputs can then be read.
 * Immutable.
 */
public final class BufferPlan {
    private final Schedule schedule;
    private final Map<Node, Placement> placements;
    private final Map<String, Placement> outputs;
    private final Map<Type, Long> arenas;
    private final Set<Node> shared;
    private final Set<Commit> direct;
    private final List<Copy> copies;

    BufferPlan(Planner planner, Map<Type, Arena> arenas) {
        this.schedule = planner.schedule();
        this.placements = planner.placements();
        this.outputs = planner.outputs();
        this.arenas = new EnumMap<>(Type.class);
        arenas.forEach((type, arena) -> this.arenas.put(type, arena.size()));
        this.shared = planner.shared();
        this.direct = planner.direct();
        this.copies = List.copyOf(planner.copies());
    }

    /**
     * Plans the memory of a schedule.
     *
     * @param schedule what runs, in which order
     * @param maxRows the greatest number of rows, at least 1
     * @param policy what the kernels can bear
     */
    public static BufferPlan of(Schedule schedule, int maxRows, PlanPolicy policy) {
        return new Planner(schedule, maxRows, policy).plan();
    }

    /** The schedule. */
    public Schedule schedule() {
        return schedule;
    }

    /** Whether a node has a place: sources that are read, and what kernels store. */
    public boolean isStored(Node node) {
        return placements.containsKey(node);
    }

    /**
     * Where kernels read and write a node.
     *
     * @throws IllegalArgumentException if it is computed in passing only
     */
    public Placement placement(Node node) {
        Placement placement = placements.get(node);
        if (placement == null) {
            throw new IllegalArgumentException(node + " is not stored");
        }
        return placement;
    }

    /** Where an output can be read after a run; a constant or a scalar has no place, and the home {@code NUMBER}. */
    public Placement output(String name) {
        Placement placement = outputs.get(name);
        if (placement == null) {
            throw new IllegalArgumentException("there is no output '" + name + "' among " + outputs.keySet());
        }
        return placement;
    }

    /** How many elements the arena of a type needs. */
    public long arena(Type type) {
        return arenas.getOrDefault(type, 0L);
    }

    /** Whether a kernel has nothing to do, because its result lies where its operands lie. */
    public boolean isElided(Kernel kernel) {
        Node anchor = kernel.anchor().orElse(null);
        if (anchor == null || kernel.nodes().size() != 1) {
            return false;
        }
        return shared.contains(anchor) || anchor.op() == Primitives.CONCAT && operandsToCopy(anchor).isEmpty();
    }

    /** Which operands of a concatenation, by number, do not yet lie in their place in its result. */
    public List<Integer> operandsToCopy(Node concat) {
        Placement whole = placement(concat);
        long[] begins = new long[concat.operands().size()];
        for (int i = 1; i < begins.length; i++) {
            begins[i] = begins[i - 1] + placement(concat.operand(i - 1)).elements();
        }
        return IntStream.range(0, begins.length).filter(i -> {
            Placement part = placement(concat.operand(i));
            return !Views.isConsecutive(concat) || !part.overlaps(whole) || part.offset() != whole.offset() + begins[i];
        }).boxed().collect(Collectors.toList());
    }

    /** Whether a commit's value is computed straight into its variable's buffer, so that nothing is copied. */
    public boolean isDirect(Commit commit) {
        return direct.contains(commit);
    }

    /** What is to be copied at the end of a run, in this order. */
    public List<Copy> copies() {
        return copies;
    }

    /**
     * Simulates the plan, with a true and with a false guard: every value must still be there when it is read, outputs
     * and variables must hold at the end what the graph says.
     *
     * @throws IllegalStateException if the plan is wrong; the message names the value
     */
    public void verify() {
        new PlanCheck(this, true).run();
        new PlanCheck(this, false).run();
    }
}
