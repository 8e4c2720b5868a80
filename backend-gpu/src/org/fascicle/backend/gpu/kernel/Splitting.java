package org.fascicle.backend.gpu.kernel;

import java.util.Arrays;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.expr.Type;
import org.fascicle.api.expr.Window;
import org.fascicle.api.graph.Node;
import org.fascicle.compiler.pass.Kernel;

/**
 * In how many pieces a sum is made, so that its groups fill a GPU where it has few results: each piece by a group of its own, and their
 * sum by a kernel behind it, in their order. That depends on shapes alone.
 */
public final class Splitting {
    /** With so many groups a GPU is busy. */
    private static final int ENOUGH = 64;
    /** At most so many groups are made by splitting. */
    private static final int MOST = 128;
    /** A piece of a product has at least so many elements, else adding up pieces takes longer than it saves. */
    private static final int PRODUCT_LEAST = 256;
    /** Likewise that of a sum for each of its threads. */
    private static final int SUM_LEAST = 128;

    private Splitting() {}

    /** Whether so many groups make a GPU busy. */
    static boolean isEnough(int groups) {
        return groups >= ENOUGH;
    }

    /** The pieces of a product. */
    static int ofProduct(int tiles, int inner) {
        return tiles == 0 || tiles >= ENOUGH ? 1 : Math.max(1, Math.min(MOST / tiles, inner / PRODUCT_LEAST));
    }

    /**
     * The pieces of a sum.
     *
     * @param groups how many make it if it is not split
     * @param folded how many elements each result has
     * @param threads how many make one result together
     */
    static int ofSum(int groups, int folded, int threads) {
        return groups == 0 || groups >= ENOUGH ? 1 : Math.max(1, Math.min(MOST / groups, folded / (SUM_LEAST * threads)));
    }

    /** How many reals the pieces of a kernel's result take at most, for any number of rows up to the greatest. */
    public static long scratch(Kernel kernel, int maxRows) {
        Node anchor = kernel.anchor().orElse(null);
        if (anchor == null || anchor.type() != Type.REAL || !ProductKernel.isProduct(anchor) && !GpuPolicy.isFold(anchor)) {
            return 0;
        }
        // The more rows are summed up, the more pieces; the more rows the result has, the fewer, down to one.
        long most = 0;
        for (int rows = anchor.shape().isBatched() ? 1 : maxRows; rows <= maxRows && groups(anchor, rows) < ENOUGH; rows++) {
            int pieces = ProductKernel.isProduct(anchor) ? ProductKernel.pieces(anchor, rows)
                    : FusedKernel.pieces(kernel, anchor, rows);
            most = Math.max(most, pieces == 1 ? 0 : pieces * anchor.shape().size(rows));
        }
        return most;
    }

    private static int groups(Node anchor, int rows) {
        return ProductKernel.isProduct(anchor) ? ProductKernel.tiles(anchor, rows) : FusedKernel.groups(anchor, rows);
    }

    /** The inner extent of a product: how many pairs make a result. */
    static int inner(Node product, int rows) {
        if (product.op() == Primitives.MATMUL) {
            int[] left = product.operand(0).shape().withRows(rows).toArray();
            return left[left.length - (product.attributes().flag("transpose_a") ? 2 : 1)];
        }
        int cells = Arrays.stream(Window.of(product.attributes()).extents()).reduce(1, Math::multiplyExact);
        if (product.op() == Primitives.CONV) {
            return Math.multiplyExact(cells, product.operand(0).shape().extent(-1));
        }
        int[] places = product.operand(product.op() == Primitives.CONV_GRAD_INPUT ? 0 : 1).shape().withRows(rows).toArray();
        return product.op() == Primitives.CONV_GRAD_INPUT ? Math.multiplyExact(cells, places[3])
                : Math.multiplyExact(places[0], Math.multiplyExact(places[1], places[2]));
    }
}
