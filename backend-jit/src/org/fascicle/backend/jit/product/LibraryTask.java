package org.fascicle.backend.jit.product;

import java.nio.ByteBuffer;
import java.util.List;

import org.fascicle.backend.jit.gemm.GemmLibrary;
import org.fascicle.backend.jit.gemm.Matrix;
import org.fascicle.backend.jit.gemm.Product;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.CutTask;
import org.fascicle.backend.jit.task.Reach;
import org.fascicle.backend.jit.task.Room;

/** Matrix products of one shape by a library, each cut into a few {@linkplain LibraryBlocks blocks}. */
public final class LibraryTask implements CutTask, AutoCloseable {
    private final Multiplication of;
    private final Operand a;
    private final Operand b;
    private final Room to;
    private final LibraryBlocks cut;
    private final Product[] blocks;

    public LibraryTask(GemmLibrary library, Operand a, Operand b, Room to, Multiplication of) {
        this.of = of;
        this.a = a;
        this.b = b;
        this.to = to;
        this.cut = new LibraryBlocks(of, b.isInPairs());
        this.blocks = new Product[of.products * cut.rowBlocks * cut.columnBlocks];
        ByteBuffer results = to.block.bytes(to.offset, Math.toIntExact(of.elements() * Float.BYTES));
        int at = 0;
        try {
            for (int product = 0; product < of.products; product++) {
                for (int row = 0; row < of.m; row += cut.rowStep) {
                    for (int column = 0; column < of.n; column += cut.columnStep) {
                        blocks[at++] = block(library, results, product, row, column);
                    }
                }
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Product block(GemmLibrary library, ByteBuffer c, int product, int row, int column) {
        int m = of.m;
        int n = of.n;
        int k = of.k;
        Matrix left =
                Matrix.of(a.memory, product * m * k + (of.a.isTransposed ? row : row * k), of.a.isTransposed ? m : k,
                        of.a.isTransposed);
        Matrix right = b.isInPairs() ? b.matrix(column)
                : Matrix.of(b.memory, product * k * n + (of.b.isTransposed ? column * k : column), of.b.isTransposed ? k : n,
                        of.b.isTransposed);
        Matrix result = Matrix.of(c, product * m * n + row * n + column, n, false);
        return library.product(a.element, Math.min(cut.rowStep, m - row), Math.min(cut.columnStep, n - column), k, left, right,
                result);
    }

    @Override
    public int blocks() {
        return blocks.length;
    }

    @Override
    public void run(int block, Scratch scratch) {
        blocks[block].run();
    }

    @Override
    public boolean isCut() {
        return cut.isByRows;
    }

    @Override
    public int extent() {
        return of.m;
    }

    @Override
    public int unit() {
        return cut.rowStep;
    }

    @Override
    public long work() {
        return of.work() / (2 * Scratch.LANES);
    }

    @Override
    public void part(int from, int to, Scratch scratch) {
        for (int row = from; row < to; row += cut.rowStep) {
            run(row / cut.rowStep, scratch);
        }
    }

    @Override
    public List<Reach> reaches() {
        return List.of(a.reach(false), b.reach(false), Reach.written(to, of.products * of.m * of.n));
    }

    @Override
    public void close() {
        for (Product product : blocks) {
            if (product != null) {
                product.close();
            }
        }
    }
}
