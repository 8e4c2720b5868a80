package org.fascicle.core.service;

import java.util.Collection;
import java.util.logging.Logger;

import org.fascicle.api.problem.InputException;
import org.fascicle.core.archive.TechniqueRecord;
import org.fascicle.core.model.ModelSpec;
import org.fascicle.core.model.ModelText;
import org.fascicle.core.model.TrainingSpec;
import org.fascicle.core.training.TrainingRun;

/** Lets a training go on with another one, and says what is not as it was. */
final class Resumption {
    private static final Logger LOG = Logger.getLogger(Resumption.class.getName());

    private static final String EPOCHS = "/training/epochs";

    private final Snapshot snapshot;
    private final Parts parts;
    private final TrainingSpec basics;

    Resumption(Snapshot snapshot, Parts parts) {
        this.snapshot = snapshot;
        this.parts = parts;
        this.basics = parts.reader.readBasics(ModelText.of(snapshot.json(), parts.text.label()));
    }

    /**
     * Fills a run with what was saved.
     *
     * @param allowed whether it may be another training than it was
     * @param used the techniques, whose versions may be others, with other parameters and slots
     */
    void fill(TrainingRun run, boolean allowed, Collection<TechniqueRecord> used) {
        requireEpochs(run.model(), snapshot.step(),
                snapshot.isBegunElsewhere() ? run.clock().stepsPerEpoch() : snapshot.stepsPerEpoch(), "the archive");
        ResumeChanges changes = ResumeChanges.between(parts.reader.tree(ModelText.of(snapshot.json(), parts.text.label())),
                parts.reader.tree(run.text()))
                .batch(basics.batchSize(), run.batch()).with("training rows", snapshot.trainingRows(), run.rows())
                .with("weights of classes", snapshot.classWeights(), run.classWeights());
        if (snapshot.isBegunElsewhere()) {
            begunElsewhere(run, changes, allowed);
            return;
        }
        if (!allowed) {
            changes.require(parts.text.label());
        }
        if (snapshot.isUpgraded(used)) {
            Carried carried = snapshot.carried(run, !changes.isOfUpdates());
            LOG.warning("the training goes on with a change: "
                    + carried.change(snapshot.step(), snapshot.replaced(used), used));
        } else if (allowed) {
            snapshot.restoration().carriedOn(run, !changes.isOfUpdates());
        } else {
            snapshot.restoration().all(run.store(), run.best());
        }
        changes.asked().forEach(line -> LOG.warning("the training goes on with a change: " + line));
        changes.said().forEach(line -> LOG.warning("the training goes on with a change: " + line));
        run.clock().set(step(run), snapshot.history());
        run.clock().setUpdatesFrom(changes.isOfUpdates() ? step(run)
                : Math.min(step(run), Snapshot.updatesFrom(snapshot.archive())));
    }

    /**
     * Goes on with what another system began. Only now, with its data, is it known how long an epoch is: the steps that were made count as
     * epochs of these data, of which the history has no numbers.
     */
    private void begunElsewhere(TrainingRun run, ResumeChanges changes, boolean allowed) {
        if (!allowed) {
            changes.requireUpdates(parts.text.label());
        }
        if (allowed) {
            snapshot.restoration().carriedOn(run, !changes.isOfUpdates());
        } else {
            snapshot.restoration().begunElsewhere(run);
        }
        run.clock().setElsewhere(snapshot.step());
        run.clock().setUpdatesFrom(allowed && changes.isOfUpdates() ? snapshot.step() : 0);
    }

    /**
     * Refuses a number of epochs that is exceeded already.
     *
     * @param step the steps made
     * @param perEpoch the steps of an epoch then
     * @param what made them, for people
     */
    static void requireEpochs(ModelSpec wanted, long step, long perEpoch, String what) {
        long epochs = wanted.training().epochs();
        if (step > epochs * perEpoch) {
            long begun = (step + perEpoch - 1) / perEpoch;
            throw new InputException(wanted.source(EPOCHS), EPOCHS,
                    epochs + " epochs are asked for, and " + what + " is in "
                            + "epoch " + begun,
                    "Ask for at least " + begun + " to go on; without training, the archive can be opened as it is");
        }
    }

    /**
     * The step at which it goes on. With batches of another size an epoch has another number of steps: the training stands after as
     * many epochs as before, and within the one at hand after as many rows, less those that do not fill a batch.
     */
    private long step(TrainingRun run) {
        long before = snapshot.stepsPerEpoch();
        long now = run.clock().stepsPerEpoch();
        if (before == now && basics.batchSize() == run.batch()) {
            return snapshot.step();
        }
        long rows = snapshot.step() % before * basics.batchSize();
        return snapshot.step() / before * now + Math.min(now - 1, rows / run.batch());
    }
}
