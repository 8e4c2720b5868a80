package org.fascicle.backend.jit.product;

import java.nio.FloatBuffer;
import java.util.List;

import org.fascicle.backend.jit.gemm.Element;
import org.fascicle.backend.jit.gemm.GemmLibrary;
import org.fascicle.backend.jit.gemm.Matrix;
import org.fascicle.backend.jit.gemm.Product;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.CutTask;
import org.fascicle.backend.jit.task.Reach;
import org.fascicle.backend.jit.task.Room;

/** Matrix products of one shape by a library, each cut into a few {@linkplain LibraryBlocks blocks}. Results are brought to the heap. */
public final class LibraryTask implements CutTask, AutoCloseable {
    private final Multiplication of;
    private final Operand a;
    private final Operand b;
    private final Room to;
    private final FloatBuffer results;
    private final LibraryBlocks cut;
    private final Product[] blocks;

    public LibraryTask(GemmLibrary library, Operand a, Operand b, Room to, Multiplication of) {
        this.of = of;
        this.a = a;
        this.b = b;
        this.to = to;
        this.cut = new LibraryBlocks(of, a.element, b.isInPairs());
        Operand c = new Operand(Element.FLOAT32, of.elements());
        this.results = c.memory.asFloatBuffer();
        this.blocks = new Product[of.products * cut.rowBlocks * cut.columnBlocks];
        int at = 0;
        try {
            for (int product = 0; product < of.products; product++) {
                for (int row = 0; row < of.m; row += cut.rowStep) {
                    for (int column = 0; column < of.n; column += cut.columnStep) {
                        blocks[at++] = block(library, c, product, row, column);
                    }
                }
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private Product block(GemmLibrary library, Operand c, int product, int row, int column) {
        int m = of.m;
        int n = of.n;
        int k = of.k;
        Matrix left =
                Matrix.of(a.memory, product * m * k + (of.a.isTransposed ? row : row * k), of.a.isTransposed ? m : k,
                        of.a.isTransposed);
        Matrix right = b.isInPairs() ? b.matrix(column)
                : Matrix.of(b.memory, product * k * n + (of.b.isTransposed ? column * k : column), of.b.isTransposed ? k : n,
                        of.b.isTransposed);
        Matrix result = Matrix.of(c.memory, product * m * n + row * n + column, n, false);
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
        if (cut.columnBlocks == 1) {
            int row = block % cut.rowBlocks * cut.rowStep;
            bring((block / cut.rowBlocks * of.m + row) * of.n, Math.min(cut.rowStep, of.m - row) * of.n);
        }
    }

    @Override
    public void finish(Scratch scratch) {
        if (cut.columnBlocks > 1) {
            bring(0, of.products * of.m * of.n);
        }
    }

    private void bring(int at, int count) {
        results.get(at, to.floats, to.offset + at, count);
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
