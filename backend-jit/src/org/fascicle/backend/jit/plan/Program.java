package org.fascicle.backend.jit.plan;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.ShapeException;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Loop;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.compiler.pass.BufferPlan;
import org.fascicle.compiler.pass.Fusion;
import org.fascicle.compiler.pass.FusionPolicy;
import org.fascicle.compiler.pass.Kernel;
import org.fascicle.compiler.pass.Schedule;

/** A graph, scheduled and with a place for every tensor. Immutable; holds no memory. */
public final class Program {
    /** What is computed. */
    public final Graph graph;
    /** The most rows of a run. */
    public final int maxRows;
    /** How many threads may run it. */
    public final int threads;
    /** Where every tensor lies. */
    public final BufferPlan plan;
    final Tools tools;
    /** What has something to do. */
    final List<Kernel> kernels = new ArrayList<>();
    /** How many kernels run whatever the guard says. */
    final int guardedFrom;
    /** The loops, by each of their results. */
    final Map<Node, Loop> loops;
    /** What one step of each loop computes. */
    final Map<Loop, Program> steps = new IdentityHashMap<>();

    /**
     * A program.
     *
     * @throws BackendException if an operation has no kernel, or a tensor is too large
     */
    public Program(Tools tools, Graph graph, CompileSettings settings) {
        this(tools, graph, settings, false);
    }

    private Program(Tools tools, Graph graph, CompileSettings settings, boolean isStep) {
        this.tools = tools;
        this.graph = graph;
        this.maxRows = settings.maxRows();
        this.threads = settings.threads().orElse(Integer.MAX_VALUE);
        graph.nodes().forEach(this::require);
        this.loops = Loop.of(graph);
        loops.values().forEach(loop -> steps.computeIfAbsent(loop, any -> new Program(tools, loop.step(), settings, true)));
        Policy policy = new Policy(graph, isStep);
        Schedule schedule = Fusion.schedule(graph, settings.isFused() ? policy : FusionPolicy.NONE);
        this.plan = BufferPlan.of(schedule, maxRows, policy);
        int unguarded = 0;
        for (Kernel kernel : schedule.kernels()) {
            if (!plan.isElided(kernel)) {
                kernels.add(kernel);
                unguarded += kernel.isGuarded() ? 0 : 1;
            }
        }
        this.guardedFrom = unguarded;
    }

    /**
     * Refuses an operation of which it has no kernel; and a tensor that no array holds, though it may never have to lie in one: its
     * elements could not be counted.
     */
    private void require(Node node) {
        if (!Primitives.initial().contains(node.op()) && node.op() != Primitives.SCAN) {
            throw new BackendException("jit has no kernel for " + node);
        }
        long elements;
        try {
            elements = node.shape().size(maxRows);
        } catch (ShapeException e) {
            elements = Long.MAX_VALUE;
        }
        Room.require(elements, node.toString());
    }
}
