package org.fascicle.compiler.pass;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Node;
import org.fascicle.compiler.rewrite.ExprEvaluator;
import org.fascicle.compiler.rewrite.Tensor;

/** Runs a schedule in the memory of its plan, kernel by kernel: a backend in small. */
final class PlannedRun {
    private final BufferPlan plan;
    private final ExprEvaluator evaluator;
    private final int rows;
    private final Map<String, double[]> memory = new HashMap<>();

    PlannedRun(BufferPlan plan, ExprEvaluator evaluator, Map<String, Tensor> leaves, int rows) {
        this.plan = plan;
        this.evaluator = evaluator;
        this.rows = rows;
        leaves.forEach((name, tensor) -> memory.put(name, tensor.data.clone()));
        for (Type type : Type.values()) {
            double[] arena = new double[(int) plan.arena(type)];
            Arrays.fill(arena, 12345);
            memory.put("arena " + type, arena);
        }
    }

    void run() {
        Schedule schedule = plan.schedule();
        int kernels = schedule.guardedFrom();
        schedule.kernels().subList(0, kernels).forEach(this::run);
        boolean guard = schedule.graph().guard().map(node -> read(node).data[0] != 0).orElse(true);
        if (guard) {
            schedule.kernels().subList(kernels, schedule.kernels().size()).forEach(this::run);
        }
        for (Copy copy : plan.copies()) {
            if (guard || !copy.isGuarded()) {
                write(copy.to(), read(copy.value(), copy.from()));
            }
        }
    }

    double[] output(String name) {
        return read(plan.schedule().graph().outputs().get(name), plan.output(name)).data;
    }

    double[] variable(String path) {
        return memory.get(path);
    }

    private void run(Kernel kernel) {
        if (plan.isElided(kernel)) {
            return;
        }
        Map<Node, Tensor> values = new HashMap<>();
        kernel.inputs().forEach(input -> values.put(input, read(input)));
        for (Node node : kernel.nodes()) {
            List<Tensor> operands = new ArrayList<>();
            node.operands().forEach(operand -> operands.add(values.get(operand)));
            values.put(node, evaluator.compute(plan.schedule().graph(), node, operands));
        }
        kernel.outputs().forEach(output -> write(plan.placement(output), values.get(output)));
    }

    private Tensor read(Node node) {
        return read(node, plan.placement(node));
    }

    private Tensor read(Node node, Placement at) {
        if (at.home() == Placement.Home.NUMBER) {
            return evaluator.compute(plan.schedule().graph(), node, List.of());
        }
        Shape shape = node.shape().withRows(rows);
        int from = (int) at.offset();
        return new Tensor(node.type(), shape, Arrays.copyOfRange(memory(at), from, from + (int) shape.size()));
    }

    private void write(Placement at, Tensor value) {
        System.arraycopy(value.data, 0, memory(at), (int) at.offset(), value.data.length);
    }

    private double[] memory(Placement at) {
        return memory.get(at.home() == Placement.Home.ARENA ? "arena " + at.type() : at.name());
    }
}
