package org.fascicle.core.service;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.logging.Logger;

import org.fascicle.api.backend.Backend;
import org.fascicle.api.backend.BackendException;
import org.fascicle.api.backend.StoppedException;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.DefinitionChange;
import org.fascicle.api.training.History;
import org.fascicle.api.training.TechniqueChange;
import org.fascicle.api.training.TrainingResult;
import org.fascicle.core.archive.Archive;
import org.fascicle.core.archive.TechniqueRecord;
import org.fascicle.core.binding.Outlook;
import org.fascicle.core.model.Amendment;
import org.fascicle.core.model.GoneException;
import org.fascicle.core.registry.InstalledTechniques;
import org.fascicle.core.training.Clock;
import org.fascicle.core.training.TrainingRun;
import org.jspecify.annotations.Nullable;

/**
 * Lets a training go on that cannot, or shall not, go on as it is: on another backend after its own was stopped, with other versions of
 * techniques after its own have left, or when it follows. All of it goes on from a step boundary. Used by the thread that trains.
 */
final class Relocation {
    private static final Logger LOG = Logger.getLogger(Relocation.class.getName());
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ModelState model;
    private final Terms terms;
    private final InstalledTechniques installed;
    private final Runnable keep;
    private final BooleanSupplier givesUp;
    private Preparation preparation;
    private long seen;
    private boolean interrupted;
    private @Nullable TechniqueChange change;
    private @Nullable String missing;
    private TrainingResult.End end = TrainingResult.End.TECHNIQUE_MISSING;

    /**
     * A relocation.
     *
     * @param preparation what the training was made from
     * @param keep writes a checkpoint: nobody knows whether what is waited for comes
     * @param givesUp whether waiting is to end; asked again and again
     */
    Relocation(ModelState model, Preparation preparation, Terms terms, Runnable keep, BooleanSupplier givesUp) {
        this.model = model;
        this.preparation = preparation.begun();
        this.terms = terms;
        this.keep = keep;
        this.givesUp = givesUp;
        this.installed = model.parts().techniques.installed();
    }

    /** Something has come or gone, so that the next step is not to be made as the one before. */
    static final class ChangedException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        ChangedException() {
            super("techniques have come or gone", null, false, false);
        }
    }

    /** The rows come from a bundle that has left. */
    private static final class DataGoneException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        DataGoneException(String words) {
            super(words);
        }
    }

    /** Refuses the next step if techniques have come or gone that concern it. Cheap where nothing has. */
    void requireUnchanged() {
        long changes = installed.changes();
        if (changes != seen) {
            seen = changes;
            if (!outlook().isSettled()) {
                throw new ChangedException();
            }
        }
    }

    /** The techniques that the training is bound to now. */
    List<TechniqueRecord> techniques() {
        return preparation.used.records();
    }

    /** How techniques were replaced by the last {@link #next}, if they were. */
    Optional<TechniqueChange> change() {
        return Optional.ofNullable(change);
    }

    /** How the training ended, if it could not go on: as something is missing, or as it was asked to. */
    TrainingResult ended(History history) {
        return missing == null ? TrainingResult.of(TrainingResult.End.STOPPED, 0, history)
                : TrainingResult.of(end, 0, history).because(missing);
    }

    /** What ended a training, if it may go on, or has ended as something has left; null if neither. */
    @Nullable
    RuntimeException trouble(Throwable thrown) {
        if (thrown instanceof ChangedException || thrown instanceof GoneException) {
            return (RuntimeException) thrown;
        } else if (thrown instanceof CancellationException) {
            return null;
        } else if (thrown instanceof LinkageError || thrown instanceof IllegalStateException) {
            // What the framework throws for the classes of a bundle that has left; nobody else's are met outside a trace.
            Outlook data = Outlook.ofData(installed, preparation.used);
            return data.isGone()
                    ? new DataGoneException("The rows cannot be read any more: " + thrown + ". " + data.words(installed))
                    : null;
        }
        return thrown instanceof RuntimeException && isStopped((RuntimeException) thrown) ? (RuntimeException) thrown : null;
    }

    // A listener may be the first to notice, as it predicts: what it gets then is worded for it.
    private boolean isStopped(RuntimeException e) {
        return e instanceof StoppedException
                || e.getCause() instanceof StoppedException && !model.parts().backends.all().contains(model.parts().backend);
    }

    /**
     * Waits until the training can go on.
     *
     * @param trouble what ended it
     * @param run the run that cannot go on; its buffers can still be read
     * @param snapshot copies all that it has
     * @return the run that goes on, the same or another one; null if there is none, as something is {@link #missing()}, or as it was
     *     asked to end: {@link #ended} says so
     */
    @Nullable
    TrainingRun next(RuntimeException trouble, TrainingRun run, Supplier<Archive> snapshot) {
        Parts parts = model.parts();
        Archive kept = null;
        change = null;
        if (trouble instanceof DataGoneException) {
            missing = trouble.getMessage();
            return null;
        }
        if (isStopped(trouble)) {
            // All that training needs is kept on the heap until the backend is back, or another one may take over.
            kept = snapshot.get();
            LOG.warning(trouble.getMessage() + " in step " + run.clock().step() + " of a training; it waits for "
                    + (parts.named ? "it" : "a backend") + " to go on");
            keep.run();
            Optional<Backend> next = successor(parts);
            if (next.isEmpty()) {
                leaves(parts);
                return null;
            }
            parts = parts.on(next.get());
        } else if (trouble instanceof GoneException) {
            requireChanged(trouble);
        }
        return settled(parts, run, kept, snapshot);
    }

    private Optional<Backend> successor(Parts parts) {
        try {
            return parts.backends.await(parts.backend, parts.precision, !parts.named, terms.waits, givesUp);
        } catch (InterruptedException e) {
            interrupted = true;
            return Optional.empty();
        }
    }

    private void leaves(Parts parts) {
        if (!interrupted && !givesUp.getAsBoolean()) {
            end = TrainingResult.End.BACKEND_MISSING;
            missing = parts.backends.gone(parts.backend);
        }
    }

    // What fails although all is there, and was there, does not fail because something has left.
    private void requireChanged(RuntimeException trouble) {
        if (installed.changes() == seen && outlook().isSettled()) {
            throw trouble;
        }
    }

    private @Nullable TrainingRun settled(Parts parts, TrainingRun run, @Nullable Archive kept, Supplier<Archive> snapshot) {
        long begin = System.nanoTime();
        long refusedAt = -1;
        String refused = null;
        boolean announced = false;
        while (true) {
            seen = installed.changes();
            Outlook outlook = outlook();
            boolean patient = System.nanoTime() - begin < terms.patience;
            if (outlook.isSettled()) {
                return kept == null ? run : moved(parts, run, kept);
            } else if (!outlook.isMissing() && seen != refusedAt && !(outlook.isLower() && patient)) {
                try {
                    return replaced(parts, outlook.replaced(), kept != null ? kept : snapshot.get());
                } catch (StoppedException e) {
                    throw e;
                } catch (InputException | BackendException e) {
                    refused = String.valueOf(e.getMessage());
                    refusedAt = seen;
                    if (!outlook.isGone()) {
                        LOG.warning("the training stays with " + outlook.replaced() + ", which it cannot replace: " + refused);
                        return kept == null ? run : moved(parts, run, kept);
                    }
                }
            }
            if (!patient && !announced) {
                String words = outlook.words(installed) + (refused == null ? "" : " Another version cannot be used: " + refused);
                if (!terms.waits) {
                    missing = words;
                    return null;
                }
                announced = true;
                LOG.warning("a training waits after step " + run.clock().step() + ". " + words);
                keep.run();
            }
            if (!waited()) {
                return null;
            }
        }
    }

    private boolean waited() {
        try {
            installed.awaitChange(seen, LOOK_NANOS);
            return !givesUp.getAsBoolean();
        } catch (InterruptedException e) {
            return false;
        }
    }

    private Outlook outlook() {
        return new Outlook(installed, preparation.used, terms.follow);
    }

    private TrainingRun moved(Parts parts, TrainingRun from, Archive kept) {
        TrainingRun fresh = preparation.run(parts, from.batch());
        try {
            new Restoration(kept, parts.text.label()).all(fresh.store(), fresh.best());
            fresh.clock().set(kept.step(), History.of(kept.history()));
            fresh.clock().setUpdatesFrom(from.clock().updatesFrom());
            fresh.trainer(true);
            model.move(Held.of(fresh, model.structure(), parts), model.structure(), parts);
        } catch (RuntimeException | Error e) {
            fresh.close();
            throw e;
        }
        LOG.config("the training goes on with step " + fresh.clock().step() + " on " + parts.backend.name());
        return fresh;
    }

    private TrainingRun replaced(Parts parts, List<TechniqueRecord> others, Archive kept) {
        Parts free = parts.without(others);
        Preparation anew = preparation.anew(free);
        Parts bound = free.bound(anew.used);
        Structure structure = new Structure(anew.spec.networkSpec(), bound, model.signature().inputs());
        if (!structure.outline.outputs().equals(model.structure().outline.outputs())) {
            throw new InputException("the network's outputs would be " + structure.outline.outputs() + " instead of "
                    + model.structure().outline.outputs());
        }
        TrainingRun fresh = anew.run(bound, 0);
        Carried carried = carried(fresh, kept, path -> true, structure, bound);
        TechniqueChange made = carried.change(fresh.clock().step(), others, anew.used.records());
        preparation = anew;
        change = made;
        LOG.info(made.toString());
        return fresh;
    }

    /**
     * A training with another definition in place of one that could go on; that one is not closed.
     *
     * @param report gets what has become of its tensors
     */
    TrainingRun amended(TrainingRun run, String path, String json, Supplier<Archive> snapshot,
            Consumer<DefinitionChange> report) {
        Parts parts = model.parts();
        Preparation anew = preparation.with(parts, new Amendment(path, json).of(preparation.spec.text()));
        Clock clock = run.clock();
        Resumption.requireEpochs(anew.spec, clock.step(), clock.stepsPerEpoch(), "the training");
        Parts bound = parts.bound(anew.used);
        boolean same = anew.spec.updates().optimizer().name().equals(preparation.spec.updates().optimizer().name());
        TrainingRun fresh = anew.run(bound, run.batch());
        Carried carried = carried(fresh, snapshot.get(), slot -> run.owner(slot).equals(fresh.owner(slot)), model.structure(),
                bound);
        if (!same) {
            fresh.clock().setUpdatesFrom(clock.step());
        }
        DefinitionChange made = carried.change(clock.step(), path, json);
        preparation = anew;
        LOG.info(made.toString());
        report.accept(made);
        return fresh;
    }

    private Carried carried(TrainingRun fresh, Archive kept, Predicate<String> slots, Structure structure, Parts bound) {
        try {
            Carried carried = Carried.into(fresh, kept, new Restoration(kept, bound.text.label()), slots);
            fresh.trainer(true).requireWatched();
            model.move(Held.of(fresh, structure, bound), structure, bound);
            return carried;
        } catch (RuntimeException | Error e) {
            fresh.close();
            throw e;
        }
    }
}
