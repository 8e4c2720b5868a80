package org.fascicle.backend.reference;

import java.util.Arrays;
import java.util.List;

import org.fascicle.api.backend.RunArguments;
import org.jspecify.annotations.Nullable;

/**
 * Products of matrices. Each element is added up in the order of the inner index, in one accumulator, whatever the flags
 * say. The innermost loop runs along rows of the right operand and the result; a transposed right operand is
 * transposed back first.
 */
final class MatrixProduct implements Kernel {
    private final Tensor left;
    private final Tensor right;
    private final Tensor result;
    private final boolean transposeLeft;
    private final double @Nullable [] transposed;
    private int rows;
    private int columns;
    private int inner;
    private int rowStride;
    private int innerStride;

    private MatrixProduct(Tensor result, Tensor left, Tensor right) {
        this.left = left;
        this.right = right;
        this.result = result;
        this.transposeLeft = result.node.attributes().flag("transpose_a");
        int rank = right.extents.length;
        boolean transposeRight = result.node.attributes().flag("transpose_b");
        this.transposed = transposeRight ? result.memory.reals(right.extent(rank - 2, rank)) : null;
    }

    static Kernel of(Tensor result, List<Tensor> operands) {
        return new MatrixProduct(result, operands.get(0), operands.get(1));
    }

    @Override
    public void resize() {
        int rank = result.extents.length;
        rows = result.extents[rank - 2];
        columns = result.extents[rank - 1];
        inner = left.extents[transposeLeft ? rank - 2 : rank - 1];
        rowStride = transposeLeft ? 1 : inner;
        innerStride = transposeLeft ? rows : 1;
    }

    @Override
    public void run(RunArguments arguments) {
        Arrays.fill(result.reals, 0, result.size(), 0);
        int products = result.extent(0, result.extents.length - 2);
        for (int product = 0; product < products; product++) {
            int at = product * inner * columns;
            if (transposed != null) {
                transpose(transposed, at);
                at = 0;
            }
            multiply(product * rows * inner, transposed == null ? right.reals : transposed, at, product * rows * columns);
        }
    }

    private void transpose(double[] into, int at) {
        for (int j = 0; j < columns; j++) {
            for (int k = 0; k < inner; k++) {
                into[k * columns + j] = right.reals[at++];
            }
        }
    }

    private void multiply(int leftAt, double[] b, int rightAt, int resultAt) {
        double[] a = left.reals;
        double[] c = result.reals;
        for (int row = 0; row < rows; row++) {
            int ci = resultAt + row * columns;
            for (int k = 0; k < inner; k++) {
                double factor = a[leftAt + row * rowStride + k * innerStride];
                int bk = rightAt + k * columns;
                for (int j = 0; j < columns; j++) {
                    c[ci + j] += factor * b[bk + j];
                }
            }
        }
    }
}
