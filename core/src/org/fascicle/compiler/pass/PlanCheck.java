package org.fascicle.compiler.pass;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.graph.Commit;
import org.fascicle.api.graph.Node;
import org.fascicle.compiler.pass.Placement.Home;

/** Simulates a plan and records which value lies where; independent of how the plan was found. */
final class PlanCheck {
    private final BufferPlan plan;
    private final Schedule schedule;
    private final boolean guard;
    private final List<Piece> memory = new ArrayList<>();

    PlanCheck(BufferPlan plan, boolean guard) {
        this.plan = plan;
        this.schedule = plan.schedule();
        this.guard = guard;
    }

    void run() {
        for (Node node : schedule.graph().nodes()) {
            if (plan.isStored(node) && Schedule.isSource(node)) {
                memory.add(new Piece(plan.placement(node), node));
            }
        }
        for (Kernel kernel : schedule.kernels()) {
            if (guard || !kernel.isGuarded()) {
                run(kernel);
            }
        }
        for (Copy copy : plan.copies()) {
            if (guard || !copy.isGuarded()) {
                require(holds(copy.from(), content(copy.value())), copy.value(), "is not where it is copied from");
                write(copy.to(), content(copy.value()), List.of());
            }
        }
        schedule.graph().commits().forEach(this::check);
        for (Map.Entry<String, Node> output : schedule.graph().outputs().entrySet()) {
            Node value = output.getValue();
            require(holds(plan.output(output.getKey()), content(value)), value, "is gone at the end");
        }
    }

    private void check(Commit commit) {
        Placement at = new Placement(Home.VARIABLE, commit.variable().type(), commit.variable().path(), 0,
                commit.variable().shape().size());
        boolean carriedOut = guard || !commit.isGuarded() || schedule.graph().guard().isEmpty();
        if (carriedOut) {
            require(holds(at, content(commit.value())), commit.value(), "has not reached " + commit.variable());
        } else {
            for (Node node : schedule.graph().nodes()) {
                if (node.op() == Primitives.VARIABLE && node.attributes().text("path").equals(commit.variable().path())) {
                    require(!plan.isStored(node) || holds(at, node), node, "changed though the guard was false");
                }
            }
        }
    }

    private void run(Kernel kernel) {
        for (Node input : kernel.inputs()) {
            require(holds(plan.placement(input), content(input)), input, "is gone when it is read by " + kernel);
        }
        if (plan.isElided(kernel) && kernel.anchor().orElseThrow().op() != Primitives.CONCAT) {
            Node view = kernel.anchor().orElseThrow();
            require(plan.placement(view).offset() == plan.placement(view.operand(0)).offset() + Views.offset(view), view,
                    "is not where its operand has it");
            return;
        }
        List<Node> staying = new ArrayList<>();
        for (Node output : kernel.outputs()) {
            if (output.op() == Primitives.CONCAT) {
                List<Integer> moved = plan.operandsToCopy(output);
                for (int i = 0; i < output.operands().size(); i++) {
                    if (!moved.contains(i)) {
                        staying.add(content(output.operand(i)));
                    }
                }
            }
            kernel.inputs().forEach(input -> requireSamePlace(kernel, input, output, staying));
        }
        kernel.outputs().forEach(output -> write(plan.placement(output), output, staying));
        for (Node output : kernel.outputs()) {
            require(holds(plan.placement(output), output), output, "was overwritten by its own kernel " + kernel);
        }
    }

    private void requireSamePlace(Kernel kernel, Node input, Node output, List<Node> staying) {
        Placement from = plan.placement(input);
        Placement to = plan.placement(output);
        if (!from.overlaps(to) || staying.contains(content(input))) {
            return;
        }
        boolean elementwise = kernel.anchor().isEmpty() && kernel.nodes().stream()
                .allMatch(node -> !node.operands().contains(input) || node.op().access() == Access.ELEMENTWISE);
        require((elementwise || Stepwise.replaces(output, input)) && from.offset() == to.offset()
                && from.elements() == to.elements(), input,
                "lies where " + kernel + " writes");
    }

    /** The value whose memory a node's is: a view's is its operand's. */
    private Node content(Node node) {
        Node content = node;
        while (schedule.storedBy(content).isPresent() && plan.isElided(schedule.storedBy(content).get())
                && content.op() != Primitives.CONCAT) {
            content = content.operand(0);
        }
        return content;
    }

    private boolean holds(Placement at, Node content) {
        return at.home() == Home.NUMBER || at.elements() == 0
                || memory.stream().anyMatch(piece -> piece.content == content && piece.at.overlaps(at)
                        && piece.at.offset() <= at.offset()
                        && piece.at.offset() + piece.at.elements() >= at.offset() + at.elements());
    }

    private void write(Placement at, Node content, List<Node> staying) {
        memory.removeIf(piece -> piece.at.overlaps(at) && !staying.contains(piece.content));
        memory.add(new Piece(at, content));
    }

    private static void require(boolean holds, Node node, String problem) {
        if (!holds) {
            throw new IllegalStateException("the memory plan is wrong: " + node + " " + problem);
        }
    }

    private static final class Piece {
        private final Placement at;
        private final Node content;

        Piece(Placement at, Node content) {
            this.at = at;
            this.content = content;
        }
    }
}
