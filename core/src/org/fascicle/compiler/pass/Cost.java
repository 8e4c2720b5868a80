package org.fascicle.compiler.pass;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import org.fascicle.api.backend.Profile;
import org.fascicle.api.expr.Primitive.Access;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.expr.Window;
import org.fascicle.api.graph.Node;

/** What a kernel must move and compute at least, for profiles. */
public final class Cost {
    private static final int INT_BYTES = 4;

    private Cost() {}

    /**
     * A kernel as a part of a profile.
     *
     * @param rows of the batch
     * @param realBytes the bytes of a real number in memory; a truth value counts as many
     * @param phase see {@link Profile.Part#phase()}
     * @param nanos how long it took
     */
    public static Profile.Part part(Kernel kernel, int rows, int realBytes, int phase, double nanos) {
        Set<String> provenances = new LinkedHashSet<>();
        List<String> operations = new ArrayList<>();
        long count = 0;
        for (Node node : kernel.nodes()) {
            boolean isAnchor = kernel.anchor().filter(anchor -> anchor == node).isPresent();
            boolean isMap = node.op().access() == Access.MOVEMENT && !isAnchor;
            if (!isMap) {
                provenances.add(node.provenance());
                operations.add(node.op().name());
                count += operations(node, rows);
            }
        }
        boolean isMove = kernel.anchor().filter(anchor -> anchor.op().access() == Access.MOVEMENT).isPresent() && count == 0;
        return Profile.Part.of(text(operations), new ArrayList<>(provenances), phase, isMove, bytes(kernel, rows, realBytes),
                count, nanos);
    }

    /** The bytes of all that a kernel reads or writes, each once; of what it gathers from, as many as it takes. */
    public static long bytes(Kernel kernel, int rows, int realBytes) {
        Node gather = kernel.anchor().filter(anchor -> anchor.op() == Primitives.GATHER).orElse(null);
        long sum = 0;
        for (Node input : kernel.inputs()) {
            if (input.op() != Primitives.CONSTANT && input.op() != Primitives.SCALAR) {
                sum += bytes(gather != null && input == gather.operand(0) ? gather : input, rows, realBytes);
            }
        }
        for (Node output : kernel.outputs()) {
            sum += bytes(output, rows, realBytes);
        }
        return sum;
    }

    /** The bytes of a node's elements. */
    public static long bytes(Node node, int rows, int realBytes) {
        boolean isInt = node.type() == Type.INT32 || node.type() == Type.UINT32;
        return node.shape().size(rows) * (isInt ? INT_BYTES : realBytes);
    }

    // The arithmetic of one operation: a product and a sum for each pair that a matrix product or convolution joins, else
    // one an element.
    private static long operations(Node node, int rows) {
        long result = node.shape().size(rows);
        switch (node.op().name()) {
            case "matmul":
                int[] left = node.operand(0).shape().withRows(rows).toArray();
                return 2 * result * left[left.length - (node.attributes().flag("transpose_a") ? 2 : 1)];
            case "conv":
                return 2 * result * Window.of(node.attributes()).size() * node.operand(0).shape().extent(-1);
            case "conv_grad_input":
                return 2 * node.operand(0).shape().size(rows) * Window.of(node.attributes()).size()
                        * node.shape().extent(-1);
            case "conv_grad_kernel":
                return 2 * node.operand(1).shape().size(rows) * Window.of(node.attributes()).size()
                        * node.operand(0).shape().extent(-1);
            default:
                boolean moves = node.op().access() == Access.MOVEMENT || node.op() == Primitives.GATHER
                        || node.op() == Primitives.IOTA || node.op() == Primitives.STOP_GRADIENT;
                return moves ? 0 : Math.max(result, node.operands().isEmpty() ? 0 : node.operand(0).shape().size(rows));
        }
    }

    /** Each operation once, with how often it is there: {@code 2 mul, add, where}. */
    private static String text(List<String> operations) {
        return operations.stream().distinct().map(name -> {
            long times = operations.stream().filter(name::equals).count();
            return times == 1 ? name : times + " " + name;
        }).collect(Collectors.joining(", "));
    }
}
