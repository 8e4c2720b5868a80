package org.fascicle.backend.jit.product;

import java.util.List;

import org.fascicle.api.expr.Bfloat16;
import org.fascicle.api.expr.Primitives;
import org.fascicle.api.graph.Node;
import org.fascicle.backend.jit.gemm.Element;
import org.fascicle.backend.jit.movement.Movements;
import org.fascicle.compiler.pass.Cut;
import org.fascicle.compiler.pass.Kernel;

/** What a kernel of a matrix product computes, for one number of rows: how many products, of which extents and operands. Immutable. */
public final class Multiplication {
    public final Node node;
    /** Whether each row of the batch is a row of the first matrix. */
    public final boolean isRowWise;
    public final Side a;
    public final Side b;
    public final int products;
    public final int m;
    public final int n;
    public final int k;

    /** Of a kernel whose anchor is a product. */
    public Multiplication(Kernel kernel, int rows) {
        this.node = kernel.anchor().orElseThrow();
        this.isRowWise = kernel.cut() == Cut.ROWS;
        this.a = new Side(node, 0, kernel.nodes());
        this.b = new Side(node, 1, kernel.nodes());
        int[] result = Movements.extents(node, rows);
        int[] left = Movements.extents(node.operand(0), rows);
        int last = result.length - 1;
        this.products = Movements.product(result, 0, last - 1);
        this.m = result[last - 1];
        this.n = result[last];
        this.k = left[node.attributes().flag("transpose_a") ? last - 1 : last];
    }

    /** What its operands consist of, once they are rounded if they are to be. */
    public Element element() {
        return a.isRounded && b.isRounded ? Element.BFLOAT16 : Element.FLOAT32;
    }

    /** How many elements there are. */
    public long elements() {
        return (long) products * m * n;
    }

    /** How many multiplications one of the products takes. */
    public long work() {
        return (long) m * n * k;
    }

    /** An operand as it lies in memory. */
    public static final class Side {
        /** What is in memory. */
        public final Node source;
        public final boolean isTransposed;
        /** Whether it consists of numbers that bfloat16 has, once it is rounded if it is to be. */
        final boolean isRounded;
        public final boolean isToBeRounded;

        private Side(Node product, int at, List<Node> inside) {
            Node operand = product.operand(at);
            boolean isInside = inside.contains(operand);
            boolean transposes = isInside && operand.op() == Primitives.TRANSPOSE;
            source = isInside ? operand.operand(0) : operand;
            isTransposed = product.attributes().flag(at == 0 ? "transpose_a" : "transpose_b") ^ transposes;
            isToBeRounded = isInside && !transposes;
            isRounded = isToBeRounded || Bfloat16.isRounding(source.op(), source.attributes());
        }
    }
}
