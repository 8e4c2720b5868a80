package org.fascicle.backend.jit;

import java.util.ArrayList;
import java.util.List;

import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.graph.Graph;
import org.fascicle.backend.jit.kernel.Form;
import org.fascicle.backend.jit.random.Draws;
import org.fascicle.compiler.pass.BufferPlan;
import org.fascicle.compiler.pass.Fusion;
import org.fascicle.compiler.pass.FusionPolicy;
import org.fascicle.compiler.pass.Kernel;
import org.fascicle.compiler.pass.Schedule;

/** A graph, scheduled and with a place for every tensor. Immutable; holds no memory. */
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

    Program(Engine engine, Graph graph, CompileSettings settings) {
        this.engine = engine;
        this.graph = graph;
        this.maxRows = settings.maxRows();
        // Both forms give the same bits, and no compiler will see a loop that runs once.
        this.form = settings.isOnce() ? Form.PLAIN : engine.cache.form();
        this.draws = settings.isOnce() ? Draws.PLAIN : engine.draws;
        Policy policy = new Policy(graph);
        Schedule schedule = Fusion.schedule(graph, settings.isFused() ? policy : FusionPolicy.NONE);
        this.plan = BufferPlan.of(schedule, maxRows, policy);
        int unguarded = 0;
        for (Kernel kernel : schedule.kernels()) {
            if (!plan.isElided(kernel)) {
                Binder.require(kernel);
                kernels.add(kernel);
                unguarded += kernel.isGuarded() ? 0 : 1;
            }
        }
        this.guardedFrom = unguarded;
    }

    @Override
    public Workspace open(Bindings bindings) {
        return new JitWorkspace(this, new Memory(this, bindings));
    }

    /** Does nothing: a program holds no memory. */
    @Override
    public void close() {}
}
