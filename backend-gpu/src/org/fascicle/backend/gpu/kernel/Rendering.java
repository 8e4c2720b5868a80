package org.fascicle.backend.gpu.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import org.fascicle.api.backend.BackendException;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.graph.Node;
import org.fascicle.compiler.pass.BufferPlan;
import org.fascicle.compiler.pass.Kernel;

/**
 * The kernels of a plan for one number of rows: fused under a GPU's policy, one source per structure. Extents, offsets, constants and
 * the places of scheduled numbers are arguments; scalars, seed and step are read from the frame of a run, so that what was launched once
 * can be launched again as it is. Sums are made in an order that depends on the shapes alone. Used once.
 */
public final class Rendering {
    private final BufferPlan plan;
    private final int rows;
    private final Places places;
    private final List<Rendered> rendered = new ArrayList<>();

    private Rendering(BufferPlan plan, int rows, Places places) {
        this.plan = plan;
        this.rows = rows;
        this.places = places;
    }

    /**
     * What a kernel of a schedule becomes: nothing, one launch, or several.
     *
     * @param places where its tensors lie
     * @throws BackendException if an operation has no kernel; the message names it and its provenance
     */
    public static List<Rendered> of(Kernel kernel, BufferPlan plan, int rows, Places places) {
        Rendering rendering = new Rendering(plan, rows, places);
        rendering.add(kernel);
        return rendering.rendered;
    }

    private void add(Kernel kernel) {
        Node anchor = kernel.anchor().orElse(null);
        Node cause = anchor == null ? kernel.outputs().get(0) : anchor;
        try {
            if (anchor == null || GpuPolicy.isFold(anchor)) {
                add(FusedKernel.of(kernel, rows, places));
            } else if (GpuPolicy.isEven(anchor) || anchor.op() == Primitives.RESHAPE) {
                add(moved(kernel, anchor));
            } else if (anchor.op() == Primitives.CONCAT) {
                joined(kernel, anchor);
            } else {
                add(FixedKernel.of(anchor, rows, places));
            }
        } catch (ArithmeticException e) {
            throw new BackendException("a GPU's kernels count elements with 32 bits, which are too few for " + cause, e);
        }
    }

    private void add(Rendered one) {
        if (one.groups() > 0) {
            rendered.add(one);
        }
    }

    private Rendered moved(Kernel kernel, Node anchor) {
        if (anchor.op() != Primitives.RESHAPE) {
            return FusedKernel.moved(kernel, anchor, rows, places);
        }
        int[] line = {Math.toIntExact(anchor.shape().size(rows))};
        return FusedKernel.copy(kernel, anchor.operand(0), line, View.whole(line), View.whole(line), rows, places);
    }

    private void joined(Kernel kernel, Node anchor) {
        int axis = anchor.shape().axis(anchor.attributes().integer("axis"));
        List<Integer> copied = plan.operandsToCopy(anchor);
        int start = 0;
        for (int i = 0; i < anchor.operands().size(); i++) {
            Node from = anchor.operand(i);
            int[] extents = extents(from);
            View result = View.whole(extents(anchor));
            if (copied.contains(i)) {
                add(FusedKernel.copy(kernel, from, extents, View.whole(extents),
                        new View(result.strides, start * result.strides[axis]), rows, places));
            }
            start += extents[axis];
        }
    }

    private int[] extents(Node tensor) {
        return tensor.shape().withRows(rows).toArray();
    }

    /**
     * All that is to be compiled for some kernels: the words, what kernels call, the kernels of single operations where one of them is
     * among these, and each structure once.
     *
     * @param prelude the name of the text that defines the words
     */
    public static String source(String prelude, List<Rendered> kernels) {
        Map<String, String> fused = new TreeMap<>();
        kernels.forEach(kernel -> fused.put(kernel.name(), kernel.source()));
        StringBuilder text = new StringBuilder(text(prelude)).append('\n').append(text("functions.txt"));
        if (kernels.stream().anyMatch(kernel -> kernel.source().isEmpty())) {
            text.append('\n').append(text("fixed.txt")).append('\n').append(text("products.txt"));
        }
        fused.values().forEach(source -> text.append('\n').append(source));
        return text.toString();
    }

    private static String text(String name) {
        try (InputStream in = Rendering.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
