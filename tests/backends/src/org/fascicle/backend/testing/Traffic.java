package org.fascicle.backend.testing;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.Bindings;
import org.fascicle.api.backend.Buffer;
import org.fascicle.api.backend.ClosedException;
import org.fascicle.api.backend.CompileSettings;
import org.fascicle.api.backend.Executable;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.backend.RunArguments;
import org.fascicle.api.backend.StoppedException;
import org.fascicle.api.backend.Workspace;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Expressions;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.expr.Type;

/**
 * Threads that train, predict, open, allocate, read and write on one store of one backend, until something ends for them: each ends with
 * the exception that says so, or the test fails.
 */
final class Traffic {
    private static final int ROWS = 8;
    private static final int WIDTH = 48;
    private static final int PREDICTORS = 2;
    private static final long MINUTES = 3;
    private static final CompileSettings SETTINGS = CompileSettings.of(Precision.FLOAT32, ROWS);

    private final Backend backend;
    private final Random random;
    private final Executable training;
    private final Executable prediction;
    private final Workspace step;
    private final List<Workspace> predictors = new ArrayList<>();
    private final Map<String, Buffer> variables;
    private final List<Buffer> inputs = new ArrayList<>();
    private final Buffer aside;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicReference<Throwable> problem = new AtomicReference<>();
    private volatile boolean ended;
    private volatile long steps;

    /** What a thread does again and again. */
    private interface Turn {
        void take(int turn);
    }

    Traffic(Backend backend, long seed) {
        this.backend = backend;
        this.random = new Random(seed);
        Workbench bench = new Workbench(backend);
        Expr x = bench.input("x", Shape.of(Shape.ROWS, WIDTH), ROWS);
        Expr w = bench.variable("w", Shape.of(WIDTH, WIDTH), random.doubles(WIDTH * WIDTH, -0.1, 0.1).toArray());
        Expr count = bench.variable("count", Shape.scalar(), 0);
        Expr y = Expressions.tanh(Expressions.matmul(x, w));
        Expr loss = Expressions.sum(y.mul(y));
        bench.builder.guard(bench.node(loss.lt(Double.POSITIVE_INFINITY)));
        bench.commit(w, w.sub(Expressions.matmul(x, y, true, false).mul(1e-3)), true);
        bench.commit(count, count.add(1), false);
        bench.builder.output("loss", bench.node(loss));
        variables = bench.variables();
        Buffer first = bench.inputs().get("x");
        inputs.add(first);
        training = backend.compile(bench.builder.build(), SETTINGS);
        step = training.open(Bindings.of(variables, Map.of("x", first)));
        Workbench other = new Workbench(backend);
        other.builder.output("y", other.node(y));
        prediction = backend.compile(other.builder.build(), SETTINGS);
        for (int i = 0; i < PREDICTORS; i++) {
            inputs.add(input());
            predictors.add(prediction.open(bindings(inputs.get(i + 1))));
        }
        inputs.add(input());
        aside = backend.allocate(Type.REAL, Precision.FLOAT32, WIDTH * WIDTH);
    }

    private Buffer input() {
        Buffer input = backend.allocate(Type.REAL, Precision.FLOAT32, ROWS * WIDTH);
        input.write(0, random.doubles(ROWS * WIDTH).toArray(), 0, ROWS * WIDTH);
        return input;
    }

    private Bindings bindings(Buffer input) {
        return Bindings.of(Map.of("w", variables.get("w")), Map.of("x", input));
    }

    /** What closes all that there is, each by itself. */
    List<Runnable> closings() {
        List<Runnable> closings = new ArrayList<>();
        closings.add(step::close);
        closings.add(training::close);
        predictors.forEach(workspace -> closings.add(workspace::close));
        closings.add(prediction::close);
        variables.values().forEach(buffer -> closings.add(buffer::close));
        inputs.forEach(buffer -> closings.add(buffer::close));
        closings.add(aside::close);
        return closings;
    }

    /**
     * Lets all threads run, and ends them.
     *
     * @param turns how often each has had its turn, at least, when the ends begin
     * @param ends what ends the threads, each on a thread of its own
     */
    void meet(int turns, List<Runnable> ends) throws InterruptedException {
        List<Turn> turnsOfAll = turnsOfAll();
        CountDownLatch begun = new CountDownLatch(turnsOfAll.size());
        turnsOfAll.forEach(turn -> start(() -> repeat(turn, turns, begun)));
        List<Thread> enders = new ArrayList<>();
        for (Runnable end : ends) {
            enders.add(start(() -> {
                begun.await();
                end.run();
            }));
        }
        for (Thread ender : enders) {
            join(ender);
        }
        ended = true;
        for (Thread thread : threads) {
            join(thread);
        }
        if (problem.get() != null) {
            throw new AssertionError(backend.name() + ": " + problem.get(), problem.get());
        }
    }

    private List<Turn> turnsOfAll() {
        List<Turn> all = new ArrayList<>();
        float[] loss = new float[1];
        all.add(turn -> {
            step.run(new RunArguments(0).rows(1 + turn % ROWS));
            steps = steps + 1;
            step.output("loss").read(0, loss, 0, 1);
            step.rejected();
        });
        for (int i = 0; i < PREDICTORS; i++) {
            Buffer input = inputs.get(i + 1);
            Workspace workspace = predictors.get(i);
            float[] x = new float[ROWS * WIDTH];
            float[] y = new float[ROWS * WIDTH];
            all.add(turn -> {
                input.write(0, x, 0, x.length);
                workspace.run(new RunArguments(0).rows(ROWS));
                workspace.output("y").read(0, y, 0, y.length);
            });
        }
        Buffer last = inputs.get(PREDICTORS + 1);
        all.add(turn -> {
            Workspace workspace = prediction.open(bindings(last));
            workspace.run(new RunArguments(0).rows(ROWS));
            workspace.close();
        });
        double[] values = new double[WIDTH * WIDTH];
        Buffer w = variables.get("w");
        all.add(turn -> {
            w.read(0, values, 0, values.length);
            aside.copy(0, w, 0, values.length);
            w.copy(0, aside, 0, 1);
            aside.write(0, values, 0, values.length);
        });
        all.add(turn -> {
            Buffer buffer = backend.allocate(Type.INT32, Precision.FLOAT32, 1000);
            try {
                buffer.write(0, new int[] {turn}, 0, 1);
            } finally {
                buffer.close();
            }
            if (ended) {
                throw new ClosedException("all is closed");
            }
        });
        return all;
    }

    private void repeat(Turn turn, int turns, CountDownLatch begun) {
        boolean counted = false;
        try {
            for (int at = 0;; at++) {
                if (at >= turns && !counted) {
                    counted = true;
                    begun.countDown();
                }
                turn.take(at);
            }
        } catch (ClosedException | StoppedException e) {
            // So shall it end.
        } finally {
            if (!counted) {
                begun.countDown();
            }
        }
    }

    private interface Work {
        void run() throws InterruptedException;
    }

    private Thread start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (Throwable e) {
                problem.compareAndSet(null, e);
            }
        });
        threads.add(thread);
        thread.start();
        return thread;
    }

    private void join(Thread thread) throws InterruptedException {
        thread.join(TimeUnit.MINUTES.toMillis(MINUTES));
        if (thread.isAlive()) {
            StringBuilder all = new StringBuilder();
            threads.stream().filter(Thread::isAlive)
                    .forEach(waiting -> all.append('\n').append(List.of(waiting.getStackTrace())));
            fail("threads of " + backend.name() + " wait for ever:" + all);
        }
    }

    /** How many runs of the training returned. */
    long steps() {
        return steps;
    }

    /** How many runs the store counted. */
    long counted() {
        double[] count = new double[1];
        variables.get("count").read(0, count, 0, 1);
        return (long) count[0];
    }
}
