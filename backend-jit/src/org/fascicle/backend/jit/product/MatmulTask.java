package org.fascicle.backend.jit.product;

import java.util.List;

import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.task.Blocks;
import org.fascicle.backend.jit.task.CutTask;
import org.fascicle.backend.jit.task.Reach;
import org.fascicle.backend.jit.task.Room;

/** A matrix product, or many of one shape, cut into blocks of rows and columns. */
public final class MatmulTask implements CutTask {
    /** About how many multiplications a block has. */
    private static final long BLOCK = 1 << 20;
    /** More blocks than this would read the other matrix too often. */
    private static final int MOST = 16;
    /** A product of fewer blocks that stands by itself is cut into so many smaller ones, by rows. */
    private static final int FEW = 4;
    private static final int ROWS = 8;
    /** The columns of a strip of {@link NativeGemm}. */
    private static final int COLUMNS = 48;
    /** So many of them at least are columns of one block, so that A is not read too often. */
    private static final int STRIPS = 2;
    /** A larger second matrix is not read anew for each few rows. */
    public static final int SMALL = 1 << 16;

    private final Gemm gemm;
    private final Room a;
    private final Room b;
    private final Room c;
    private final int m;
    private final int n;
    private final int k;
    private final boolean transposedA;
    private final boolean transposedB;
    private final int products;
    private final int rowBlocks;
    private final int columnBlocks;
    /**
     * Whether blocks of the same columns follow each other, so that one thread takes them and reads few columns of B, where that is
     * the larger matrix. Not of many blocks: columns are cut less evenly than rows.
     */
    private final boolean byColumns;
    private boolean isRowWise;

    public MatmulTask(Gemm gemm, Room a, Room b, Room c, int products, int m, int n, int k, boolean transposedA,
            boolean transposedB) {
        this.gemm = gemm;
        this.a = a;
        this.b = b;
        this.c = c;
        this.products = products;
        this.m = m;
        this.n = n;
        this.k = k;
        this.transposedA = transposedA;
        this.transposedB = transposedB;
        // Each block reads its columns of all of B: where these are long and A is narrow, blocks are larger.
        long block = transposedA && k > m ? 2 * BLOCK : BLOCK;
        long parts = (long) m * n * k / block;
        // Each block of rows reads all of B: it shall be the smaller by far where A is transposed.
        boolean isSmall = parts < FEW && products == 1 && !transposedB && (!transposedA || m > 2 * n);
        if (isSmall) {
            parts = Math.min(FEW, (long) m * n * k / (block / FEW));
        }
        int most = (int) Math.max(1, Math.min(MOST, parts));
        // A transposed B is packed strip by strip: all rows use what was packed.
        int columns = isSmall ? 1 : Blocks.units(n, COLUMNS) / (transposedB ? 1 : STRIPS);
        this.columnBlocks = power(Math.min(most, columns));
        this.rowBlocks = transposedB ? 1 : power(Math.min(most / columnBlocks, Blocks.units(m, 2 * ROWS)));
        this.byColumns = n > m && rowBlocks * columnBlocks <= FEW;
    }

    /** The greatest power of two that is not greater, so that any two or four threads have as many blocks; at least 1. */
    private static int power(int most) {
        return Integer.highestOneBit(Math.max(1, most));
    }

    @Override
    public int blocks() {
        return products * rowBlocks * columnBlocks;
    }

    @Override
    public void run(int block, Scratch scratch) {
        int product = block / (rowBlocks * columnBlocks);
        int part = block % (rowBlocks * columnBlocks);
        int row = byColumns ? part % rowBlocks : part / columnBlocks;
        int column = byColumns ? part / rowBlocks : part % columnBlocks;
        gemm.multiply(Blocks.begin(row, rowBlocks, m, ROWS), Blocks.begin(row + 1, rowBlocks, m, ROWS),
                Blocks.begin(column, columnBlocks, n, COLUMNS), Blocks.begin(column + 1, columnBlocks, n, COLUMNS), k,
                a.block, a.offset + product * m * k, transposedA ? 1 : k, transposedA ? m : 1,
                b.block, b.offset + product * k * n, transposedB ? 1 : n, transposedB ? k : 1,
                c.block, c.offset + product * m * n, n, false, scratch);
    }

    /** Only where the first matrix has the rows: the caller's plan knows that. */
    @Override
    public boolean isCut() {
        return isRowWise && k * n <= SMALL;
    }

    @Override
    public boolean canBeCut() {
        return isRowWise;
    }

    @Override
    public int extent() {
        return m;
    }

    @Override
    public int unit() {
        return m >= ROWS * ROWS ? 2 * ROWS : ROWS;
    }

    @Override
    public long work() {
        return (long) m * n * k / Scratch.LANES;
    }

    @Override
    public long shared() {
        return (long) k * n;
    }

    @Override
    public void part(int from, int to, Scratch scratch) {
        gemm.multiply(from, to, 0, n, k, a.block, a.offset, k, 1, b.block, b.offset, transposedB ? 1 : n, transposedB ? k : 1,
                c.block, c.offset, n, false, scratch);
    }

    /** Lets rows be computed by themselves, if the first matrix has a row for each. */
    public MatmulTask byRows() {
        isRowWise = products == 1 && !transposedA;
        return this;
    }

    @Override
    public List<Reach> reaches() {
        return List.of(Reach.read(a, products * m * k), Reach.read(b, products * k * n), Reach.written(c, products * m * n));
    }
}
