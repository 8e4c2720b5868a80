package org.fascicle.backend.gpu.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import org.fascicle.api.expr.Primitives;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.gpu.device.Product;
import org.fascicle.compiler.pass.Kernel;
import org.jspecify.annotations.Nullable;

/**
 * A product of matrices that a library computes. It knows nothing of what follows element by element, nor whether the run at hand is accepted:
 * where there is one or the other, its result goes to memory for parts of sums, and a kernel behind it does the rest.
 */
public final class LibraryProduct {
    private LibraryProduct() {}

    /** The parts of a kernel whose product the library computes; empty if it does not. */
    static Optional<List<Part>> of(Kernel kernel, Node product, int rows, Places places, Delegation delegation) {
        if (product.op() != Primitives.MATMUL) {
            return Optional.empty();
        }
        boolean isWhole = isWhole(kernel, product) && places.guard() < 0;
        Node result = isWhole ? product : Scratch.of(kernel.index());
        boolean isPacked = isPacked(product, places);
        List<Node> operands = new ArrayList<>();
        for (Node operand : product.operands()) {
            Node packed = places.packed(operand);
            operands.add(isPacked && packed != null ? packed : operand);
        }
        Product asked =
                described(product, rows, isPacked ? Product.Elements.BFLOAT16 : delegation.reals(), operands, result, places);
        if (!delegation.computes().test(product, asked)) {
            return Optional.empty();
        }
        List<Integer> begins = List.of(places.offset(operands.get(0)), places.offset(operands.get(1)), places.offset(result));
        Part part = Part.of(asked, product.toString(), operands, result, begins);
        return Optional.of(isWhole ? List.of(part) : List.of(part, ProductKernel.behind(kernel, product, rows, places)));
    }

    /** How many reals such a product takes beside its operands and results. */
    public static long scratch(Kernel kernel, int maxRows, Delegation delegation) {
        Node product = kernel.anchor().orElse(null);
        if (product == null || product.op() != Primitives.MATMUL || isWhole(kernel, product) && !kernel.isGuarded()) {
            return 0;
        }
        // The more rows, the larger it is.
        return isWanted(product, maxRows, delegation) ? product.shape().size(maxRows) : 0;
    }

    /** Whether the library computes a product of so many rows, wherever its operands lie. */
    public static boolean isWanted(Node product, int rows, Delegation delegation) {
        return delegation.computes().test(product,
                described(product, rows, delegation.reals(), product.operands(), product, null));
    }

    private static boolean isWhole(Kernel kernel, Node product) {
        return kernel.outputs().equals(List.of(product));
    }

    private static boolean isPacked(Node product, Places places) {
        return product.operands().stream().allMatch(operand -> places.packed(operand) != null);
    }

    private static Product described(Node product, int rows, Product.Elements elements, List<Node> operands, Node result,
            @Nullable Places places) {
        int[] extents = product.shape().withRows(rows).toArray();
        int rank = extents.length;
        boolean isLeftTransposed = product.attributes().flag("transpose_a");
        int batches = Arrays.stream(extents, 0, rank - 2).reduce(1, Math::multiplyExact);
        return new Product(elements, batches, extents[rank - 2], extents[rank - 1], Splitting.inner(product, rows),
                isLeftTransposed,
                product.attributes().flag("transpose_b"), alignment(operands.get(0), elements.bytes(), places),
                alignment(operands.get(1), elements.bytes(), places), alignment(result, Float.BYTES, places));
    }

    private static int alignment(Node tensor, int bytes, @Nullable Places places) {
        return Product.alignment(places == null ? 0 : (long) bytes * places.offset(tensor));
    }
}
