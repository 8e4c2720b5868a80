package org.fascicle.backend.nd4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.ShapeException;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.api.graph.Variable;
import org.fascicle.backend.nd4j.kernel.Kernels;
import org.fascicle.backend.nd4j.kernel.Op;
import org.fascicle.backend.nd4j.kernel.Value;
import org.fascicle.backend.nd4j.natives.Extents;
import org.fascicle.compiler.pass.BufferPlan;
import org.fascicle.compiler.pass.Copy;
import org.fascicle.compiler.pass.Fusion;
import org.fascicle.compiler.pass.FusionPolicy;
import org.fascicle.compiler.pass.Kernel;
import org.fascicle.compiler.pass.Schedule;
import org.jspecify.annotations.Nullable;

/** A graph, scheduled and with a place for every tensor. Immutable; holds no memory. */
final class Program {
    /** An input or a variable, and what its buffer must hold. */
    record Argument(String name, Type type, Shape shape) {}

    final List<Op> ops = new ArrayList<>();
    /** How many operations run whatever the guard says. */
    final int guardedFrom;
    final @Nullable Value guard;
    final List<Copy> copies;
    final Map<String, Value> outputs = new LinkedHashMap<>();
    final List<Argument> variables = new ArrayList<>();
    final List<Argument> inputs = new ArrayList<>();
    final int scalars;
    final int maxRows;
    private final BufferPlan plan;

    Program(Graph graph, int maxRows, boolean fused) {
        this.maxRows = maxRows;
        this.scalars = graph.scalars().size();
        graph.nodes().forEach(node -> Extents.requireBytes(node.type(), elements(node, maxRows), node.toString()));
        Policy policy = new Policy();
        Schedule schedule = Fusion.schedule(graph, fused ? policy : FusionPolicy.NONE);
        this.plan = BufferPlan.of(schedule, maxRows, policy);
        int unguarded = 0;
        for (Kernel kernel : schedule.kernels()) {
            if (!plan.isElided(kernel)) {
                ops.add(op(kernel));
                unguarded += kernel.isGuarded() ? 0 : 1;
            }
        }
        this.guardedFrom = unguarded;
        this.guard = graph.guard().map(this::value).orElse(null);
        this.copies = plan.copies();
        graph.outputs().forEach((name, node) -> outputs.put(name, Value.of(node, plan.output(name))));
        graph.inputs().forEach((name, node) -> inputs.add(new Argument(name, node.type(), node.shape())));
        for (Variable variable : graph.variables()) {
            variables.add(new Argument(variable.path(), variable.type(), variable.shape()));
        }
    }

    private Op op(Kernel kernel) {
        Node node = kernel.outputs().get(0);
        if (!Kernels.TABLE.containsKey(node.op().name())) {
            throw new BackendException("nd4j has no kernel for " + node);
        }
        boolean product = node.op() == Primitives.MATMUL;
        boolean[] transposed =
                {product && node.attributes().flag("transpose_a"), product && node.attributes().flag("transpose_b")};
        List<Value> in = new ArrayList<>();
        for (int i = 0; i < node.operands().size(); i++) {
            Node operand = node.operand(i);
            boolean map = operand != node && kernel.nodes().contains(operand);
            if (!map) {
                in.add(value(operand));
            } else if (product) {
                in.add(value(operand.operand(0)));
                transposed[i] = !transposed[i];
            } else {
                in.add(Value.repeated(operand.operand(0), plan.placement(operand.operand(0)), operand.shape()));
            }
        }
        return new Op(node, in, value(node), transposed[0], transposed[1],
                node.op() == Primitives.CONCAT ? plan.operandsToCopy(node) : List.of());
    }

    private static long elements(Node node, int maxRows) {
        try {
            return node.shape().size(maxRows);
        } catch (ShapeException e) {
            return Long.MAX_VALUE;
        }
    }

    private Value value(Node node) {
        return Value.of(node, plan.placement(node));
    }

    /** How many elements the arena of a type has. */
    long arena(Type type) {
        return plan.arena(type);
    }
}
