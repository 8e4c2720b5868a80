package org.fascicle.core.service;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.logging.Logger;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.StoppedException;
import org.fascicle.api.model.Model;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.training.History;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingResult;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.archive.TechniqueRecord;
import org.fascicle.core.training.Trainer;
import org.fascicle.core.training.TrainingRun;

/** A training on a thread of its own. What others ask of it is done between two steps. */
final class LiveTraining implements Training, Trainer.Boundary {
    private static final Logger LOG = Logger.getLogger(LiveTraining.class.getName());
    /** How long a training waits for its own backend before it goes on with another one. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final LiveModel model;
    // Knows the data, whose classes are a bundle's that may want to go: forgotten at the end.
    private Function<Parts, TrainingRun> again;
    private final Collection<TechniqueRecord> techniques;
    private List<TrainingListener> listeners;
    private final Thread thread;
    private final CompletableFuture<TrainingResult> result = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ConcurrentLinkedQueue<Runnable> asked = new ConcurrentLinkedQueue<>();
    private final Runnable forget;
    private volatile TrainingRun run;
    private volatile boolean stopping;
    private volatile boolean cancelled;
    private boolean over;
    private volatile boolean closed;

    /**
     * A training.
     *
     * @param run whose tensors the model has taken, and whose trainer is made
     * @param again makes such a run anew, on another backend
     * @param techniques those that it uses
     * @param forget is run when it is closed
     */
    LiveTraining(LiveModel model, TrainingRun run, Function<Parts, TrainingRun> again, Collection<TechniqueRecord> techniques,
            List<TrainingListener> listeners, Runnable forget) {
        this.model = model;
        this.run = run;
        this.again = again;
        this.techniques = techniques;
        this.listeners = List.copyOf(listeners);
        this.forget = forget;
        this.thread = new Thread(this::train, "fascicle-training-" + COUNT.incrementAndGet());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void train() {
        TrainingResult trained = null;
        Throwable thrown = null;
        try {
            trained = trained();
        } catch (Throwable e) {
            thrown = e instanceof CancellationException ? e : problem(e);
        }
        try {
            // What has ended holds no rows and no listeners, whose classes may be a bundle's that wants to go.
            run.end();
            listeners = List.of();
        } catch (Throwable e) {
            thrown = thrown == null ? problem(e) : thrown;
        }
        again = null;
        synchronized (asked) {
            over = true;
            drain();
        }
        ended.countDown();
        if (thrown == null) {
            result.complete(trained);
        } else {
            result.completeExceptionally(thrown);
        }
    }

    private TrainingResult trained() {
        Listeners all = new Listeners(listeners);
        while (true) {
            try {
                return run.trainer(true).train(all, this);
            } catch (StoppedException e) {
                if (!moved(e)) {
                    return TrainingResult.of(TrainingResult.End.STOPPED, 0, history());
                }
            }
        }
    }

    /**
     * Goes on after the backend has been stopped: its buffers can still be read. All that training needs is kept on the heap until
     * the backend is back, or another one may take over.
     *
     * @return false if the training was asked to end before one was there
     */
    private boolean moved(StoppedException stopped) {
        Parts parts = model.parts();
        Archive kept = snapshot();
        LOG.warning(stopped.getMessage() + " in step " + step() + " of a training; it waits for "
                + (parts.named ? "it" : "a backend") + " to go on");
        Optional<Backend> next = successor(parts);
        if (next.isEmpty()) {
            return false;
        }
        Parts moved = parts.on(next.get());
        TrainingRun fresh = again.apply(moved);
        try {
            new Snapshot(kept, parts.label).restore(fresh.store(), fresh.clock(), fresh.best());
            model.move(Held.of(fresh, model, moved), moved);
        } catch (RuntimeException | Error e) {
            fresh.close();
            throw e;
        }
        run.close();
        run = fresh;
        LOG.config("the training goes on with step " + step() + " on " + next.get().name());
        return true;
    }

    private Optional<Backend> successor(Parts parts) {
        try {
            Optional<Backend> next = parts.backends.await(parts.backend, parts.precision, !parts.named, PATIENCE,
                    () -> stopping || cancelled);
            if (cancelled) {
                throw new CancellationException("the training was cancelled");
            }
            return next;
        } catch (InterruptedException e) {
            throw new StateException("the training's thread was interrupted while it waited for a backend", e);
        }
    }

    private static Throwable problem(Throwable thrown) {
        try {
            return Problems.ours(thrown);
        } catch (Error e) {
            return e;
        }
    }

    @Override
    public void exclusively(Runnable change) {
        model.gate().exclusively(change);
    }

    @Override
    public void between() {
        drain();
        if (cancelled) {
            throw new CancellationException("the training was cancelled");
        }
    }

    @Override
    public boolean isToStop() {
        return stopping;
    }

    private void drain() {
        for (Runnable next = asked.poll(); next != null; next = asked.poll()) {
            next.run();
        }
    }

    @Override
    public Model model() {
        return model;
    }

    @Override
    public CompletionStage<TrainingResult> result() {
        return result.minimalCompletionStage();
    }

    @Override
    public TrainingResult join() {
        if (isCalledBack()) {
            throw new StateException("a listener cannot wait for the end of the training that calls it");
        }
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    stop();
                } catch (ExecutionException e) {
                    throw (e.getCause() instanceof RuntimeException) ? (RuntimeException) e.getCause()
                            : new CompletionException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return ended.getCount() > 0;
    }

    @Override
    public void stop() {
        stopping = true;
    }

    @Override
    public void cancel() {
        cancelled = true;
    }

    @Override
    public History history() {
        return run.clock().history();
    }

    @Override
    public long step() {
        return run.clock().step();
    }

    @Override
    public void save(Path archive) {
        Objects.requireNonNull(archive, "archive");
        between(this::snapshot).write(archive);
    }

    private Archive snapshot() {
        return model.gate().reading(() -> Snapshot.training(model.weights(new Archive.Builder(run.json()), techniques),
                run.rows(), run.classWeights(), run.store(), run.best()).build());
    }

    /** Does something between two steps, or now if there are none to come. */
    private <T> T between(Supplier<T> action) {
        requireOpen();
        if (isCalledBack()) {
            run.trainer(true).settle();
            return action.get();
        }
        CompletableFuture<T> done = new CompletableFuture<>();
        Runnable task = () -> {
            try {
                done.complete(action.get());
            } catch (RuntimeException e) {
                done.completeExceptionally(e);
            }
        };
        synchronized (asked) {
            if (over) {
                task.run();
            } else {
                asked.add(task);
            }
        }
        try {
            return done.join();
        } catch (CompletionException e) {
            throw Problems.ours(e.getCause());
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StateException("the training is closed");
        }
    }

    @Override
    public void close() {
        if (isCalledBack()) {
            throw new StateException("a listener cannot close the training that calls it: cancel it, and close it afterwards");
        }
        cancel();
        awaitEnd();
        synchronized (this) {
            if (!closed) {
                model.detach(this, () -> run.close());
                closed = true;
                forget.run();
            }
        }
    }

    /** Ends what was never started: whoever made it keeps what it was made of. */
    synchronized void abandon() {
        closed = true;
        ended.countDown();
        forget.run();
    }

    /** Whether a listener calls, which this would wait for. */
    private boolean isCalledBack() {
        return Thread.currentThread() == thread && isRunning();
    }

    private void awaitEnd() {
        boolean interrupted = false;
        while (true) {
            try {
                ended.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
