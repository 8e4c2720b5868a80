package org.fascicle.core.service;

import static org.fascicle.api.problem.InputException.requireGiven;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.logging.Logger;

import org.fascicle.api.model.Model;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.training.History;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingResult;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.archive.TechniqueRecord;
import org.fascicle.core.program.Store;
import org.fascicle.core.training.Boundary;
import org.fascicle.core.training.TrainingRun;
import org.jspecify.annotations.Nullable;

/** A training on a thread of its own. What others ask of it is done between two steps. */
final class LiveTraining implements Training, Boundary {
    private static final Logger LOG = Logger.getLogger(LiveTraining.class.getName());
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final ModelState model;
    // Knows the data, whose classes are a bundle's that may want to go: forgotten at the end.
    private @Nullable Relocation relocation;
    private @Nullable Amendments amendments;
    private volatile Collection<TechniqueRecord> techniques;
    private final int checkEvery;
    private TrainingListener listeners;
    private final @Nullable Checkpointer checkpointer;
    private final Thread thread;
    private final CompletableFuture<TrainingResult> result = new CompletableFuture<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Requests requests = new Requests();
    private final Runnable forget;
    private volatile TrainingRun run;
    private volatile boolean stopping;
    private volatile boolean cancelled;
    private volatile boolean closed;

    /**
     * A training.
     *
     * @param run whose tensors the model has taken, and whose trainer is made
     * @param preparation what the run was made from
     * @param terms what it does when techniques come and go
     * @param checkEvery after how many steps it is looked whether the loss of one was not finite; 0 for as many as seem good
     * @param checkpointer where and when it saves itself; null for never; closed at its end
     * @param forget is run when it is closed
     */
    LiveTraining(ModelState model, TrainingRun run, Preparation preparation, Terms terms, int checkEvery,
            List<TrainingListener> listeners,
            @Nullable Checkpointer checkpointer, Runnable forget) {
        this.model = model;
        this.run = run;
        Relocation elsewhere = new Relocation(model, preparation, terms, this::keep, () -> {
            requests.drain();
            return stopping || cancelled;
        });
        this.relocation = elsewhere;
        this.amendments = new Amendments(elsewhere);
        this.techniques = preparation.used.records();
        this.checkEvery = checkEvery;
        this.listeners = new Listeners(List.copyOf(listeners));
        this.checkpointer = checkpointer;
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
            // However it ended: what it has learned since the last one is worth keeping.
            keep();
        } catch (Throwable e) {
            thrown = thrown == null ? problem(e) : thrown;
        }
        try {
            // What has ended holds no rows and no listeners, whose classes may be a bundle's that wants to go.
            Objects.requireNonNull(amendments).settle();
            run.end();
            listeners = TrainingListener.NONE;
        } catch (Throwable e) {
            thrown = thrown == null ? problem(e) : thrown;
        }
        if (checkpointer != null) {
            checkpointer.close();
        }
        relocation = null;
        amendments = null;
        requests.end();
        ended.countDown();
        if (thrown == null) {
            result.complete(trained);
        } else {
            result.completeExceptionally(thrown);
        }
    }

    private TrainingResult trained() {
        Relocation elsewhere = Objects.requireNonNull(relocation);
        Amendments changes = Objects.requireNonNull(amendments);
        RuntimeException trouble = null;
        while (true) {
            try {
                if (trouble != null && !goesOn(elsewhere, changes, trouble)) {
                    return elsewhere.ended(history());
                }
                trouble = null;
                changes.report(listeners);
                changes.settle();
                return run.trainer(true).train(listeners, this);
            } catch (Amendments.AmendedException e) {
                changes.settle();
            } catch (RuntimeException | LinkageError e) {
                changes.settle();
                trouble = elsewhere.trouble(e);
                if (trouble == null) {
                    throw e;
                }
            }
        }
    }

    private boolean goesOn(Relocation elsewhere, Amendments changes, RuntimeException trouble) {
        TrainingRun next = changes.hindered("it waits for what has left. Change it when it goes on",
                () -> elsewhere.next(trouble, run, this::snapshot));
        if (cancelled) {
            throw new CancellationException("the training was cancelled");
        } else if (next != null && next != run) {
            run.close();
            run = next;
            techniques = elsewhere.techniques();
            elsewhere.change().ifPresent(listeners::techniquesChanged);
        }
        return next != null;
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
        if (requests.isAny()) {
            run.trainer(true).confirm();
            requests.drain();
        }
        if (checkpointer != null) {
            checkpointer.between(run.clock(), run.trainer(true), listeners, this::snapshot);
        }
        if (cancelled) {
            throw new CancellationException("the training was cancelled");
        }
        Objects.requireNonNull(amendments).requireNone();
    }

    @Override
    public void ending() {
        Amendments changes = Objects.requireNonNull(amendments);
        changes.requireNone();
        changes.hinder("it has made its last step. Save it, and resume it with another definition");
        keep();
    }

    private void keep() {
        if (checkpointer != null) {
            checkpointer.end(run.clock(), listeners, this::snapshot);
        }
    }

    @Override
    public int checkEvery() {
        return checkEvery;
    }

    @Override
    public void beforeStep() {
        Objects.requireNonNull(amendments).requireNone();
        Objects.requireNonNull(relocation).requireUnchanged();
    }

    @Override
    public boolean isToStop() {
        // What a listener or data call may have been interrupted on this thread, and left it to be noticed.
        return stopping || thread.isInterrupted();
    }

    @Override
    public Model model() {
        return model.model();
    }

    @Override
    public CompletionStage<TrainingResult> result() {
        return result.minimalCompletionStage();
    }

    @Override
    public TrainingResult join() {
        if (isCalledBack()) {
            throw new StateException("what a training calls, a listener or data, cannot wait for its end");
        }
        if (isRunning()) {
            model.gate().refuseReader("wait for the end of the model's training");
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
        requireGiven(archive, "archive");
        between("save", this::snapshot).write(archive);
    }

    @Override
    public void change(String path, String json) {
        requireGiven(path, "path");
        requireGiven(json, "json");
        between("change", () -> {
            Amendments changes = amendments;
            Relocation elsewhere = relocation;
            if (changes == null || elsewhere == null) {
                throw new StateException("the training has ended: save it, and resume it with another definition");
            }
            run = changes.make(run, path, json, this::snapshot);
            techniques = elsewhere.techniques();
            return run;
        });
    }

    private Archive snapshot() {
        return model.gate().reading(() -> Snapshot.training(model.weights(new Archive.Builder(run.text().json()), techniques),
                run.rows(), run.classWeights(), run.store(), run.best(), run.last()).build());
    }

    /** Does something between two steps, or now if there are none to come. */
    private <T> T between(String what, Supplier<T> action) {
        requireOpen();
        if (isRunning()) {
            model.gate().refuseReader(what + " the model's training");
        }
        if (isCalledBack()) {
            run.trainer(true).confirm();
            run.trainer(true).settle();
            return Problems.ours(action);
        }
        return requests.ask(action);
    }

    /** Whether a store is its own, so that it closes it. */
    boolean owns(Store store) {
        return run.store() == store;
    }

    private void requireOpen() {
        if (closed) {
            throw new StateException("the training is closed");
        }
    }

    @Override
    public void close() {
        if (isCalledBack()) {
            throw new StateException(
                    "what a training calls, a listener or data, cannot close it: cancel it, and close it afterwards");
        }
        model.gate().refuseReader("close the model's training");
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
