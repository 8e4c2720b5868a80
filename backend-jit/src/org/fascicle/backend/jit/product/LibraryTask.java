package org.fascicle.backend.jit.product;

import java.nio.FloatBuffer;
import java.util.List;

import org.fascicle.backend.jit.gemm.Element;
import org.fascicle.backend.jit.gemm.GemmLibrary;
import org.fascicle.backend.jit.gemm.Matrix;
import org.fascicle.backend.jit.gemm.Product;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.Reach;
import org.fascicle.backend.jit.task.Room;
import org.fascicle.backend.jit.task.Task;

/**
 * Matrix products of one shape by a library, each cut into a few blocks. A block of rows makes the library pack B once more, a block of
 * columns A, if that is turned: few blocks, of the kind that costs less. Results are brought to the heap.
 */
public final class LibraryTask implements Task, AutoCloseable {
    /** About how many multiplications a block has at least. */
    private static final long BLOCK = 1 << 20;
    private static final int MOST_BLOCKS = 4;
    private static final int ROWS = 8;
    private static final int COLUMNS = 16;

    private final Sizes sizes;
    private final Operand a;
    private final Operand b;
    private final Room to;
    private final FloatBuffer results;
    private final int rowStep;
    private final int columnStep;
    private final int columnBlocks;
    private final Product[] blocks;

    public LibraryTask(GemmLibrary library, Operand a, Operand b, Room to, Sizes sizes) {
        this.sizes = sizes;
        this.a = a;
        this.b = b;
        this.to = to;
        Operand c = new Operand(Element.FLOAT32, (long) sizes.products * sizes.m * sizes.n);
        this.results = c.memory.asFloatBuffer();
        long parts = Math.max(1, Math.min(MOST_BLOCKS, (long) sizes.m * sizes.n * sizes.k / BLOCK));
        boolean byRows = sizes.turnedA || sizes.m > 2 * sizes.n;
        this.rowStep = byRows ? step(sizes.m, parts, ROWS) : sizes.m;
        this.columnStep = byRows ? sizes.n : step(sizes.n, parts, COLUMNS);
        int rowBlocks = (sizes.m + rowStep - 1) / rowStep;
        this.columnBlocks = (sizes.n + columnStep - 1) / columnStep;
        this.blocks = new Product[sizes.products * rowBlocks * columnBlocks];
        int at = 0;
        try {
            for (int product = 0; product < sizes.products; product++) {
                for (int row = 0; row < sizes.m; row += rowStep) {
                    for (int column = 0; column < sizes.n; column += columnStep) {
                        blocks[at++] = block(library, c, product, row, column);
                    }
                }
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static int step(int length, long parts, int unit) {
        long each = (length + parts - 1) / parts;
        return (int) Math.min(length, (each + unit - 1) / unit * unit);
    }

    private Product block(GemmLibrary library, Operand c, int product, int row, int column) {
        int m = sizes.m;
        int n = sizes.n;
        int k = sizes.k;
        Matrix left = Matrix.of(a.memory, product * m * k + (sizes.turnedA ? row : row * k), sizes.turnedA ? m : k, sizes.turnedA);
        Matrix right =
                Matrix.of(b.memory, product * k * n + (sizes.turnedB ? column * k : column), sizes.turnedB ? k : n, sizes.turnedB);
        Matrix result = Matrix.of(c.memory, product * m * n + row * n + column, n, false);
        return library.product(a.element, Math.min(rowStep, m - row), Math.min(columnStep, n - column), k, left, right, result);
    }

    @Override
    public int blocks() {
        return blocks.length;
    }

    @Override
    public void run(int block, Scratch scratch) {
        blocks[block].run();
        if (columnBlocks == 1) {
            int perProduct = blocks.length / sizes.products;
            int row = block % perProduct * rowStep;
            bring((block / perProduct * sizes.m + row) * sizes.n, Math.min(rowStep, sizes.m - row) * sizes.n);
        }
    }

    @Override
    public void finish(Scratch scratch) {
        if (columnBlocks > 1) {
            bring(0, sizes.products * sizes.m * sizes.n);
        }
    }

    @Override
    public List<Reach> reaches() {
        return List.of(a.reach(false), b.reach(false), Reach.written(to, sizes.products * sizes.m * sizes.n));
    }

    private void bring(int at, int count) {
        results.get(at, to.floats, to.offset + at, count);
    }

    @Override
    public void close() {
        for (Product product : blocks) {
            if (product != null) {
                product.close();
            }
        }
    }

    /** How many products there are, of which extents, and which operands lie the other way. */
    public static final class Sizes {
        public final int products;
        public final int m;
        public final int n;
        public final int k;
        public final boolean turnedA;
        public final boolean turnedB;

        public Sizes(int products, int m, int n, int k, boolean turnedA, boolean turnedB) {
            this.products = products;
            this.m = m;
            this.n = n;
            this.k = k;
            this.turnedA = turnedA;
            this.turnedB = turnedB;
        }
    }
}
