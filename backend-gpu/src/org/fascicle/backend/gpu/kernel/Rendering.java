package org.fascicle.backend.gpu.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.graph.Node;
import org.fascicle.compiler.pass.BufferPlan;
import org.fascicle.compiler.pass.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * The kernels of a plan for one number of rows: fused under a GPU's policy, one source per structure. Extents, offsets, constants and
 * the places of scheduled numbers are arguments; scalars, seed and step are read from the frame of a run, so that what was launched once
 * can be launched again as it is. Sums are made in an order that depends on the shapes alone. Used once.
 */
public final class Rendering {
    private final BufferPlan plan;
    private final int rows;
    private final Delegation delegation;
    private final List<Part> parts = new ArrayList<>();

    private Rendering(BufferPlan plan, int rows, Delegation delegation) {
        this.plan = plan;
        this.rows = rows;
        this.delegation = delegation;
    }

    /** Where kernels find what they read and write. */
    public interface Layout {
        /** Those of a kernel; null for one that runs in any case. */
        Places of(@Nullable Kernel kernel);

        /** Whether two tensors share memory. */
        boolean meet(Node one, Node other);
    }

    /**
     * The launches of a plan, in their order.
     *
     * @param guard says whether the results of some kernels are written; null if there is none
     * @param waitsInBranches whether parts whose threads wait for each other may share a launch
     * @param delegation which products a library computes
     * @throws BackendException if an operation has no kernel; the message names it and its provenance
     */
    public static List<Rendered> of(BufferPlan plan, int rows, @Nullable Node guard, boolean waitsInBranches,
            Delegation delegation,
            Layout layout) {
        Waiting waiting = new Waiting(layout);
        Launches launches = new Launches(waiting::waits, waitsInBranches);
        boolean decided = guard == null;
        for (Kernel kernel : plan.schedule().kernels()) {
            if (!plan.isElided(kernel)) {
                if (guard != null && !decided && kernel.isGuarded()) {
                    launches.add(Decision.of(guard, layout.of(kernel)), null);
                    decided = true;
                }
                Rendering rendering = new Rendering(plan, rows, delegation);
                rendering.add(kernel, layout.of(kernel));
                rendering.parts.stream().filter(part -> part.groups() > 0).forEach(part -> launches.add(part, kernel));
            }
        }
        if (guard != null && !decided) {
            launches.add(Decision.of(guard, layout.of(null)), null);
        }
        return launches.rendered();
    }

    /** Which parts wait for which: for those that write what they read or write, and for those that read what they write. */
    private record Waiting(Layout layout) {
        boolean waits(Part part, Part before) {
            if (part.whole() != null && part.whole() == before.whole()) {
                return false;
            }
            boolean isRefused = part.words().get(0) >= 0;
            return meet(part.reads(), before.writes()) || meet(part.writes(), before.writes())
                    || meet(part.writes(), before.reads())
                    || isRefused && before.writes().contains(Decision.state());
        }

        private boolean meet(List<Node> some, List<Node> others) {
            return some.stream().anyMatch(one -> others.stream().anyMatch(other -> meet(one, other)));
        }

        private boolean meet(Node one, Node other) {
            return one == other || one != Decision.state() && other != Decision.state() && layout.meet(one, other);
        }
    }

    private void add(Kernel kernel, Places places) {
        Node anchor = kernel.anchor().orElse(null);
        Node cause = anchor == null ? kernel.outputs().get(0) : anchor;
        try {
            if (anchor == null || GpuPolicy.isFold(anchor)) {
                parts.addAll(FusedKernel.of(kernel, rows, places));
            } else if (ProductKernel.isProduct(anchor)) {
                parts.addAll(LibraryProduct.of(kernel, anchor, rows, places, delegation)
                        .orElseGet(() -> ProductKernel.of(kernel, anchor, rows, places)));
            } else if (GpuPolicy.isEven(anchor)) {
                parts.add(FusedKernel.moved(kernel, anchor, rows, places));
            } else if (anchor.op() == Primitives.RESHAPE) {
                Node from = anchor.operand(0);
                int[] line = {Math.toIntExact(anchor.shape().size(rows))};
                parts.add(FusedKernel.copy(kernel, from, Shape.of(line), View.whole(line), View.whole(line), rows, places));
            } else if (anchor.op() == Primitives.CONCAT) {
                joined(kernel, anchor, places);
            } else {
                parts.add(FixedKernel.of(anchor, rows, places));
            }
        } catch (ArithmeticException e) {
            throw new BackendException("a GPU's kernels count elements with 32 bits, which are too few for " + cause, e);
        }
    }

    private void joined(Kernel kernel, Node anchor, Places places) {
        int axis = anchor.shape().axis(anchor.attributes().integer("axis"));
        List<Integer> copied = plan.operandsToCopy(anchor);
        int start = 0;
        for (int i = 0; i < anchor.operands().size(); i++) {
            Node from = anchor.operand(i);
            int[] extents = extents(from);
            View result = View.whole(extents(anchor));
            if (copied.contains(i)) {
                parts.add(FusedKernel.copy(kernel, from, from.shape(), View.whole(extents),
                        new View(result.strides, start * result.strides[axis]), rows, places).ofWhole(anchor));
            }
            start += extents[axis];
        }
    }

    private int[] extents(Node tensor) {
        return tensor.shape().withRows(rows).toArray();
    }

    /**
     * All that is to be compiled for some kernels: the words, what kernels call, the kernels that are not rendered where one of them is
     * among these, and each structure once.
     *
     * @param prelude the name of the text that defines the words
     */
    public static String source(String prelude, List<Rendered> kernels) {
        Map<String, String> sources = new TreeMap<>();
        kernels.forEach(kernel -> sources.put(kernel.name(), kernel.source()));
        StringBuilder text = new StringBuilder();
        List.of(prelude, "functions.txt", "operations.txt").forEach(name -> text.append(Template.text(name)).append('\n'));
        if (sources.containsValue("")) {
            text.append(Template.text("fixed.txt"));
        }
        sources.values().forEach(source -> text.append('\n').append(source));
        return text.toString();
    }
}
