package org.fascicle.backend.reference;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.expr.Scan;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Loop;
import org.fascicle.api.graph.Node;
import org.jspecify.annotations.Nullable;

/** A loop: the graph of its step is run once for each step, on tensors of its own, which slices are brought to and results taken from. */
final class LoopKernel implements Kernel {
    /** Whole tensors and the parts of them that belong to one step. */
    private static final class Slices {
        private final Tensor whole;
        private final Tensor part;
        private final boolean isBatched;

        Slices(Tensor whole, Tensor part) {
            this.whole = whole;
            this.part = part;
            this.isBatched = part.shape().isBatched();
        }

        void copy(int step, int steps, int rows, boolean reads) {
            int lines = isBatched ? rows : 1;
            int length = part.size() / lines;
            for (int line = 0; line < lines; line++) {
                int at = (line * steps + step) * length;
                if (reads) {
                    System.arraycopy(whole.array(), at, part.array(), line * length, length);
                } else {
                    System.arraycopy(part.array(), line * length, whole.array(), at, length);
                }
            }
        }
    }

    private final Loop loop;
    private final Assembly step;
    private final Map<String, Tensor> placeholders = new HashMap<>();
    /** By needed carry: what it is at first, what it is in a step, what it becomes, and where it goes at the end. */
    private final List<Tensor> initial = new ArrayList<>();
    private final List<Tensor> carries = new ArrayList<>();
    private final List<Tensor> next = new ArrayList<>();
    private final List<@Nullable Tensor> last = new ArrayList<>();
    private final List<Slices> sequences = new ArrayList<>();
    private final List<Slices> outputs = new ArrayList<>();
    /** 0 before the first run. */
    private int rows;

    LoopKernel(Loop loop, CompileSettings settings, Memory memory, Function<Node, Tensor> outer) {
        this.loop = loop;
        Graph graph = loop.step();
        Map<String, Integer> kinds = new HashMap<>();
        loop.body().captured().forEach(captured -> kinds.put(captured.attributes().text("name"), 0));
        loop.body().slices().forEach(slice -> kinds.put(slice.attributes().text("name"), 1));
        graph.inputs().forEach((name, node) -> {
            Tensor operand = outer.apply(loop.operand(name));
            boolean isCaptured = kinds.getOrDefault(name, 2) == 0;
            Tensor own = isCaptured ? new Tensor(node, settings.maxRows(), memory, operand.reals, operand.integers)
                    : Tensor.allocate(node, settings.maxRows(), memory);
            placeholders.put(name, own);
            if (kinds.getOrDefault(name, 2) == 1) {
                sequences.add(new Slices(operand, own));
            }
        });
        this.step = new Assembly(graph, settings, memory, node -> placeholders.get(node.attributes().text("name")));
        for (int carry : loop.carries()) {
            String name = loop.body().carries().get(carry).attributes().text("name");
            Tensor became = step.tensor(loop.computed(carry));
            Tensor first = outer.apply(loop.operand(name));
            initial.add(first);
            carries.add(placeholders.getOrDefault(name, became));
            next.add(became);
            last.add(loop.results().stream().filter(node -> Loop.result(node) == carry).findFirst().map(outer).orElse(null));
        }
        for (Node result : loop.results()) {
            if (Loop.result(result) >= loop.body().next().size()) {
                outputs.add(new Slices(outer.apply(result), step.tensor(loop.computed(Loop.result(result)))));
            }
        }
    }

    @Override
    public void run(RunArguments arguments) {
        if (arguments.rows() != rows) {
            resize(arguments.rows());
        }
        for (int i = 0; i < carries.size(); i++) {
            copy(initial.get(i), carries.get(i));
        }
        for (int at = 0; at < loop.steps(); at++) {
            int place = loop.isBackwards() ? loop.steps() - 1 - at : at;
            for (int i = 0; i < sequences.size(); i++) {
                sequences.get(i).copy(place, loop.steps(), rows, true);
            }
            for (Kernel kernel : step.kernels) {
                if (kernel != null) {
                    kernel.run(arguments);
                }
            }
            for (int i = 0; i < outputs.size(); i++) {
                outputs.get(i).copy(place, loop.steps(), rows, false);
            }
            for (int i = 0; i < carries.size(); i++) {
                copy(next.get(i), carries.get(i));
            }
        }
        for (int i = 0; i < carries.size(); i++) {
            Tensor result = last.get(i);
            if (result != null) {
                copy(next.get(i), result);
            }
        }
    }

    private static void copy(Tensor from, Tensor to) {
        if (from != to) {
            System.arraycopy(from.array(), 0, to.array(), 0, to.size());
        }
    }

    private void resize(int newRows) {
        rows = newRows;
        for (Tensor placeholder : placeholders.values()) {
            placeholder.rows(rows);
        }
        for (Tensor tensor : step.tensors) {
            tensor.rows(rows);
        }
        for (Kernel kernel : step.kernels) {
            if (kernel != null) {
                kernel.resize();
            }
        }
    }
}
