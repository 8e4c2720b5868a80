package org.fascicle.backend.jit;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.ClosedException;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.ShapeException;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.kernel.Form;
import org.fascicle.backend.jit.random.Draws;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.compiler.pass.BufferPlan;
import org.fascicle.compiler.pass.Fusion;
import org.fascicle.compiler.pass.FusionPolicy;
import org.fascicle.compiler.pass.Kernel;
import org.fascicle.compiler.pass.Schedule;

/** A graph, scheduled and with a place for every tensor, and the workspaces that are open on it. Holds no memory. Safe for any thread. */
final class Program implements Executable {
    final Engine engine;
    final Graph graph;
    final int maxRows;
    /** How its loops are made. */
    final Form form;
    /** What draws its random bits. */
    final Draws draws;
    final BufferPlan plan;
    /** What has something to do. */
    final List<Kernel> kernels = new ArrayList<>();
    /** How many kernels run whatever the guard says. */
    final int guardedFrom;
    /** Guards itself and {@link #closed}. */
    private final Set<JitWorkspace> workspaces = new HashSet<>();
    private boolean closed;

    Program(Engine engine, Graph graph, CompileSettings settings) {
        this.engine = engine;
        this.graph = graph;
        this.maxRows = settings.maxRows();
        // Both forms give the same bits, and no compiler will see a loop that runs once.
        this.form = settings.isOnce() ? Form.PLAIN : engine.cache.form();
        this.draws = settings.isOnce() ? Draws.PLAIN : engine.draws;
        graph.nodes().forEach(this::require);
        Policy policy = new Policy(graph);
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

    @Override
    public Workspace open(Bindings bindings) {
        requireOpen();
        engine.requireRunning();
        JitWorkspace workspace = new JitWorkspace(this, new Memory(this, bindings));
        try {
            synchronized (workspaces) {
                requireOpen();
                workspaces.add(workspace);
            }
        } catch (ClosedException e) {
            workspace.close();
            throw e;
        }
        return workspace;
    }

    private void requireOpen() {
        synchronized (workspaces) {
            if (closed) {
                throw new ClosedException("the program is closed");
            }
        }
    }

    /** A workspace has been closed. */
    void closed(JitWorkspace workspace) {
        synchronized (workspaces) {
            workspaces.remove(workspace);
        }
    }

    @Override
    public void close() {
        List<JitWorkspace> left;
        synchronized (workspaces) {
            closed = true;
            left = List.copyOf(workspaces);
        }
        left.forEach(JitWorkspace::close);
    }

    /**
     * Refuses an operation of which it has no kernel; and a tensor that no array holds, though it may never have to lie in one: its
     * elements could not be counted.
     */
    private void require(Node node) {
        if (!Primitives.initial().contains(node.op())) {
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
