package org.fascicle.backend.nd4j;

import java.util.List;
import java.util.Map;

import org.fascicle.api.graph.Graph;

/** A graph, lowered, ordered and with a place for every tensor. Immutable; holds no memory. */
final class Program {
    final List<Op> run;
    final List<Op> once;
    final int guardAt;
    final Value guard;
    final List<Root> constants;
    final List<Lowering.Store> stores;
    final Map<String, Value> outputs;
    final Map<String, Root> variables;
    final Map<String, Root> inputs;
    final int scalars;
    final int maxRows;
    final long runBytes;
    final long keptBytes;

    Program(Graph graph, int maxRows) {
        Lowering lowered = new Lowering(graph);
        Order order = new Order(lowered);
        this.run = order.run;
        this.once = order.once;
        this.guardAt = order.guardAt;
        this.guard = lowered.guard;
        this.constants = lowered.constants;
        this.stores = lowered.stores;
        this.outputs = lowered.outputs;
        this.variables = lowered.variables;
        this.inputs = lowered.inputs;
        this.scalars = graph.scalars().size();
        this.maxRows = maxRows;
        this.runBytes = Planner.planRun(lowered, run, maxRows);
        this.keptBytes = Planner.planKept(lowered, once);
    }
}
