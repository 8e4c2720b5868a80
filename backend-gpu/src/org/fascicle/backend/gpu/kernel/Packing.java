package org.fascicle.backend.gpu.kernel;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.fascicle.api.expr.Bfloat16;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.graph.Graph;
import org.fascicle.api.graph.Node;
import org.fascicle.compiler.pass.BufferPlan;
import org.fascicle.compiler.pass.Kernel;
import org.fascicle.compiler.pass.Placement;
import org.jspecify.annotations.Nullable;

/**
 * The tensors that a library's products read as bfloat16, 2 bytes an element: whoever computes such a tensor stores it so, too, in
 * memory behind what is planned. To kernels, this second form is a tensor like any other. Immutable.
 */
public final class Packing {
    /** Places are multiples of so many reals, as libraries like it best. */
    private static final int ALIGNED = 64;

    private final Map<Node, Node> packed = new HashMap<>();
    private final Map<Node, Placement> placements = new LinkedHashMap<>();
    private final Set<Node> forms = new HashSet<>();

    /**
     * The packed forms of a plan.
     *
     * @param begin the number of the first real behind what is planned
     */
    public Packing(BufferPlan plan, int maxRows, Delegation delegation, long begin) {
        long end = begin;
        for (Kernel kernel : plan.schedule().kernels()) {
            Node product = kernel.anchor().orElse(null);
            if (product == null || product.op() != Primitives.MATMUL
                    || !product.operands().stream().allMatch(each -> isRounded(plan, each))
                    || !LibraryProduct.isWanted(product, maxRows, delegation)) {
                continue;
            }
            for (Node operand : product.operands()) {
                if (!packed.containsKey(operand)) {
                    Node form = new Graph.Builder().add(Expressions.constant(0), List.of(), "packed");
                    long reals = aligned((operand.shape().size(maxRows) + 1) / 2);
                    packed.put(operand, form);
                    forms.add(form);
                    placements.put(form, Placement.arena(Type.REAL, end, reals));
                    end += reals;
                }
            }
        }
    }

    /** The least multiple of what places are multiples of, that is not below a number. */
    public static long aligned(long reals) {
        return (reals + ALIGNED - 1) / ALIGNED * ALIGNED;
    }

    private static boolean isRounded(BufferPlan plan, Node operand) {
        return Bfloat16.isRounding(operand.op(), operand.attributes()) && plan.isStored(operand);
    }

    /** What stands for a tensor's packed form; null if it has none. */
    public @Nullable Node of(Node tensor) {
        return packed.get(tensor);
    }

    /** Whether something stands for a packed form. */
    public boolean isForm(Node tensor) {
        return forms.contains(tensor);
    }

    /** Where each packed form lies, in reals. */
    public Map<Node, Placement> placements() {
        return placements;
    }
}
