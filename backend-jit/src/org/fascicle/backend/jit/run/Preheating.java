package org.fascicle.backend.jit.run;

import org.fascicle.api.expr.Type;
import org.fascicle.backend.jit.kernel.Scratch;
import org.fascicle.backend.jit.movement.GatherTask;
import org.fascicle.backend.jit.product.Gemm;
import org.fascicle.backend.jit.random.Draws;
import org.fascicle.backend.jit.task.Room;

/**
 * Runs the vector loops that are not generated, on numbers of its own and a thread of its own. A virtual machine compiles what has
 * been called often: these calls are made while the caller still makes its first program, so that the first step finds products
 * and random numbers compiled. Nothing that it computes is used.
 */
final class Preheating implements Runnable {
    /** More calls than the compiler waits for. */
    private static final int CALLS = 120;
    /** With these extents products take tiles of every kind, whole and cut off. */
    private static final int ROWS = 13;
    private static final int[] COLUMNS = {3 * 16, 16 + 5, 16};
    private static final int MOST_COLUMNS = 3 * 16;
    private static final int DEPTH = 24;

    private final Gemm gemm;
    private final Draws draws;
    private final Thread thread = new Thread(this, "fascicle-jit-preheating");
    private volatile boolean ended;

    Preheating(Gemm gemm, Draws draws) {
        this.gemm = gemm;
        this.draws = draws;
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
    }

    void start() {
        thread.start();
    }

    boolean isRunning() {
        return thread.isAlive();
    }

    @Override
    public void run() {
        Scratch scratch = new Scratch();
        float[] a = new float[ROWS * DEPTH];
        float[] b = new float[DEPTH * MOST_COLUMNS + Scratch.LANES];
        float[] c = new float[ROWS * MOST_COLUMNS + Scratch.LANES];
        int[] words = new int[2 * Scratch.LANES * Draws.WORDS];
        Room rows = Room.allocate(Type.REAL, ROWS * DEPTH, "rows");
        Room picked = Room.allocate(Type.REAL, ROWS * DEPTH, "picked rows");
        GatherTask gather = new GatherTask(0, rows, Room.allocate(Type.INT32, ROWS, "indices"), picked, 1, 1, ROWS, DEPTH, ROWS)
                .onVectors();
        Draws.Key key = new Draws.Key(0, 0, 0);
        for (int call = 0; call < CALLS && !ended; call++) {
            boolean adds = call % 2 == 0;
            for (int n : COLUMNS) {
                gemm.multiply(0, ROWS, 0, n, DEPTH, a, 0, DEPTH, 1, b, 0, n, 1, c, 0, n, adds, scratch);
                gemm.multiply(0, ROWS, 0, n, DEPTH, a, 0, 1, ROWS, b, 0, 1, DEPTH, c, 0, n, adds, scratch);
            }
            gather.run(0, scratch);
            draws.fill(key, call, words, 0, words.length, scratch);
        }
    }

    /** Ends the thread, and waits until it has ended. */
    void close() {
        ended = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
