package org.fascicle.app.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Data;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.jspecify.annotations.Nullable;

/**
 * Trains each variant of a grid once for each seed and fold, several at a time. A run is a training of its own, with the same numbers
 * whatever runs beside it. For one thread.
 */
public final class Comparison {
    private static final long LOOK_MILLIS = 100;

    private final Fascicle fascicle;
    private final Settings settings;
    private final Definition origin;
    private final Grid grid;
    private final Data data;
    private final int folds;
    private final List<Long> seeds;
    private final Map<Run, Outcome> outcomes = new HashMap<>();
    private @Nullable RunFolder folder;
    private volatile boolean stopped;

    /** Hears of each run that has ended. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A run has ended.
         *
         * @param done how many have ended
         * @param all how many there are
         */
        void ended(Run run, Variant variant, Outcome outcome, int done, int all);
    }

    /**
     * A comparison of which nothing is made yet.
     *
     * @param settings for each model, without overrides: the grid has them
     * @param origin what messages call the model, and where it lies
     * @param data rows in memory; their test rows are left alone
     * @param folds at least 2
     * @param firstSeed the others are the numbers behind it
     * @param seeds how many, at least 1
     */
    public Comparison(Fascicle fascicle, Settings settings, Definition origin, Grid grid, Data data, int folds, long firstSeed,
            int seeds) {
        this.fascicle = fascicle;
        this.settings = settings;
        this.origin = origin;
        this.grid = grid;
        this.data = data;
        this.folds = folds;
        this.seeds = LongStream.range(0, seeds).map(i -> firstSeed + i).boxed().toList();
    }

    /**
     * Keeps what comes of each run in a folder, and takes from there what an earlier one has left.
     *
     * @param name how the user named it, for messages
     * @param backend the name of what computes
     * @throws InputException if it is the folder of another comparison
     */
    public void keep(String name, Path where, String backend) {
        Map<String, Object> plan = new LinkedHashMap<>();
        plan.put("variants", grid.variants().stream().map(Variant::label).toList());
        plan.put("folds", folds);
        plan.put("seeds", seeds);
        plan.put("techniques", grid.techniques());
        plan.put("backend", backend + settings.precision().map(precision -> ", " + precision).orElse(""));
        plan.put("data", Digest.of(data.trainingRows()));
        plan.put("definitions", grid.variants().stream().map(Variant::tree).toList());
        folder = new RunFolder(name, where);
        folder.begin(plan);
        for (Run run : all()) {
            Outcome outcome = folder.outcome(run);
            if (outcome != null) {
                outcomes.put(run, outcome);
            }
        }
    }

    /** How many runs have ended. */
    public int done() {
        return outcomes.size();
    }

    /** All runs, in their order: the first fold of all variants comes first. */
    public List<Run> all() {
        List<Run> all = new ArrayList<>();
        for (long seed : seeds) {
            for (int fold = 0; fold < folds; fold++) {
                for (int variant = 0; variant < grid.variants().size(); variant++) {
                    all.add(new Run(variant, seed, fold));
                }
            }
        }
        return all;
    }

    /** The settings of each run: runs side by side share the processors. */
    private Settings each(int workers) {
        return workers == 1 ? settings : settings.threads(Math.max(1, Runtime.getRuntime().availableProcessors() / workers));
    }

    /**
     * Makes the runs that are missing.
     *
     * @param workers how many at a time
     * @param toEnd whether to stop; asked on the calling thread
     * @return whether all are made
     */
    public boolean run(int workers, Listener listener, BooleanSupplier toEnd) {
        Map<Long, Folds> divided = new HashMap<>();
        seeds.forEach(seed -> divided.put(seed, new Folds(data, folds, seed)));
        List<Run> all = all();
        List<Run> missing = all.stream().filter(run -> !outcomes.containsKey(run)).toList();
        AtomicInteger number = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(workers, work -> {
            Thread thread = new Thread(work, "fascicle-compare-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        try {
            CompletionService<Made> service = new ExecutorCompletionService<>(pool);
            Trial trial = new Trial(fascicle, each(workers), () -> stopped);
            missing.forEach(run -> service.submit(() -> made(trial, run, Objects.requireNonNull(divided.get(run.seed())))));
            for (int left = missing.size(); left > 0; left--) {
                Made made = next(service, toEnd);
                if (made == null) {
                    return false;
                }
                outcomes.put(made.run, made.outcome);
                listener.ended(made.run, grid.variants().get(made.run.variant()), made.outcome, outcomes.size(), all.size());
            }
            return true;
        } finally {
            stopped = true;
            pool.shutdown();
            awaitEnd(pool);
        }
    }

    /** What came of the runs, the best variant first. */
    public List<Standing> standings(Criterion criterion) {
        List<List<Outcome>> byVariant = new ArrayList<>();
        grid.variants().forEach(variant -> byVariant.add(new ArrayList<>()));
        for (Run run : all()) {
            byVariant.get(run.variant()).add(Objects.requireNonNull(outcomes.get(run)));
        }
        return Standing.of(grid.variants(), byVariant, criterion, Folds.ratio(folds));
    }

    /** A run with what came of it. */
    private record Made(Run run, Outcome outcome) {}

    private @Nullable Made made(Trial trial, Run run, Folds divided) {
        if (stopped) {
            return null;
        }
        long began = System.nanoTime();
        Outcome outcome;
        boolean lasting = true;
        try {
            Variant variant = grid.variants().get(run.variant());
            outcome =
                    trial.run(variant.definition(origin, run.seed()), divided.training(run.fold()), divided.judging(run.fold()));
        } catch (RuntimeException e) {
            if (stopped || e instanceof CancellationException) {
                return null;
            }
            // What the user gave is refused again; a lack of memory, or a technique that has left, may be another time.
            lasting = e instanceof InputException;
            outcome =
                    new Outcome(Map.of(), e instanceof InputException given ? given.problem() : String.valueOf(e.getMessage()), 0,
                            (System.nanoTime() - began) / 1e9, Double.NaN, Double.NaN);
        }
        if (outcome == null) {
            return null;
        }
        if (folder != null && lasting) {
            folder.write(run, outcome);
        }
        return new Made(run, outcome);
    }

    private static @Nullable Made next(CompletionService<Made> service, BooleanSupplier toEnd) {
        try {
            while (!toEnd.getAsBoolean()) {
                Future<Made> ended = service.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                if (ended != null) {
                    return ended.get();
                }
            }
            return null;
        } catch (InterruptedException e) {
            // Whoever asks whether to end has to see it.
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            } else if (e.getCause() instanceof Error cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static void awaitEnd(ExecutorService pool) {
        boolean interrupted = false;
        while (!pool.isTerminated()) {
            try {
                pool.awaitTermination(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
