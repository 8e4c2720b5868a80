package org.fascicle.app.verb;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;

import org.fascicle.api.data.Data;
import org.fascicle.api.measure.ProfileResult;
import org.fascicle.api.model.Evaluation;
import org.fascicle.api.model.Model;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.problem.StateException;
import org.fascicle.api.readiness.ModelNeed;
import org.fascicle.api.training.Checkpoints;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.TechniqueChange;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.api.training.TrainingResult;
import org.fascicle.api.training.TrainingResult.End;
import org.fascicle.app.Interruption;
import org.fascicle.app.Platform;
import org.fascicle.app.console.Console;
import org.fascicle.app.console.JsonLines;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Trains a network. */
@Command(name = "train", description = "Train a network as a model file says, or go on with one from an archive.",
        footer = {"", "Interrupted (control-C, SIGINT) or asked to end (SIGTERM), it ends after the step at hand, writes a last "
                + "checkpoint and the archive, and exits with 130 or 143. Killed, it loses what came after the last checkpoint.",
            "",
            "Exit codes: 0 trained, 1 failed, 2 bad input, 4 a technique or the backend was taken away (checkpoint and archive are written), "
                    + "130 interrupted, 143 asked to end."})
final class Train extends Verb {
    private static final Logger LOG = Logger.getLogger(Train.class.getName());
    private static final double PROFILE_SECONDS = 3;

    @Parameters(index = "0", arity = "0..1", paramLabel = "MODEL",
            description = "A model file; without it, the built-in example.")
    private @Nullable Path model;

    @Option(names = "--out", paramLabel = "ARCHIVE", description = "Write the trained network here.")
    private @Nullable Path out;

    @Option(names = "--resume", paramLabel = "ARCHIVE|FOLDER",
            description = "Go on where the training of this archive ended, or of the newest checkpoint in this folder.")
    private @Nullable Path resume;

    @Option(names = "--allow-changes",
            description = "Let --resume go on with another loss, metrics, optimizer, data or batch size "
                    + "than before: slots of another optimizer begin anew.")
    private boolean changesAllowed;

    @Mixin
    private CheckpointOptions checkpoints;

    @Option(names = "--check-every", paramLabel = "N",
            description = "Wait every N steps for the backend, to hear whether the loss was finite. The default: as often as costs little.")
    private @Nullable Integer checkEvery;

    @Option(names = "--profile",
            description = "Measure at the end where the time of a step goes, kernel by kernel; the archive stays as it is.")
    private boolean profile;

    @Mixin
    private TensorBoardOptions tensorboard;

    @Mixin
    private NetworkOptions options;

    @Mixin
    private InstallOptions install;

    @Mixin
    private UpgradeOption upgrade;

    @Mixin
    private TechniqueOptions techniques;

    @Option(names = {"-q", "--quiet"}, description = "Print how it ended, and no epoch, table or plot.")
    private boolean quiet;

    @Mixin
    private DashboardOptions dashboard;

    @Option(names = "--json", description = "Print JSON: an object per epoch (with --profile, per kernel), and a last one.")
    private boolean json;

    private MissingBundles bundles;

    Train(Platform platform, Console console) {
        super(platform, console);
        bundles = new MissingBundles(platform, console, new InstallOptions());
    }

    @Override
    public Integer call() {
        if (model != null && resume != null) {
            throw new InputException("--resume " + resume, null,
                    "an archive holds its model, so '" + model + "' cannot be given beside it",
                    "Change values of the archive's model with --set.");
        }
        if (out != null) {
            OutFile.check(out, console().resolve(out));
        }
        if (changesAllowed && resume == null) {
            throw new InputException("--allow-changes", null, "nothing is resumed that could be changed",
                    "Give it with --resume.");
        }
        if (resume == null) {
            upgrade.requireArchive("a new training", "Give it with --resume.");
        }
        checkpoints.checkpoints(console());
        tensorboard.check(console());
        dashboard.open(platform(), console(), out);
        bundles = new MissingBundles(platform(), console(), install);
        Models models = new Models(platform(), upgrade.in(options.settings(console())), bundles);
        try (Interruption.Work work = platform().interruption().begin()) {
            int code = resume == null ? trainFresh(models, work) : trainOn(models, console().resolve(resume), work);
            dashboard.stay(platform(), console(), work);
            return code;
        }
    }

    private int trainFresh(Models models, Interruption.Work work) {
        Path file = model == null ? null : console().resolve(model);
        try (Model fresh = models.fresh(file)) {
            return train(platform().fascicle().train(fresh), models.need(file), work);
        }
    }

    private int trainOn(Models models, Path named, Interruption.Work work) {
        TrainingPlan plan = models.resumed(named);
        try (Model resumed = plan.model()) {
            plan.resumedFrom().filter(archive -> !archive.equals(named))
                    .ifPresent(archive -> console().err().println("fascicle: goes on from " + archive));
            return train(plan, models.needToResume(named), work);
        }
    }

    /** What people call this training. */
    private String name() {
        Path named = resume == null ? model : resume;
        return named == null ? "the built-in example" : String.valueOf(named.getFileName());
    }

    private int train(TrainingPlan plan, ModelNeed need, Interruption.Work work) {
        TrainingView view = view();
        Watch watch = new Watch(view, work);
        Model trained = plan.model();
        Checkpoints wanted = checkpoints.checkpoints(console());
        if (wanted != null) {
            plan.checkpoints(wanted);
        }
        if (changesAllowed) {
            plan.allowChanges();
        }
        if (checkEvery != null) {
            plan.checkEvery(checkEvery);
        }
        tensorboard.in(plan, console());
        try (Training training = bundles.open(need,
                () -> dashboard.start(name(), techniques.in(plan).listener(watch)))) {
            TrainingResult result;
            try {
                result = training.join();
            } catch (InputException e) {
                throw kept(training, watch, e);
            } catch (StateException e) {
                if (out == null || watch.epochs.isEmpty()) {
                    throw e;
                }
                StateException unwritten = write(training);
                throw new StateException(e.getMessage() + ". "
                        + (unwritten == null ? "What was trained before is in " + out : unwritten.getMessage()), e);
            } finally {
                // The interrupt is cleared: it would close the archive's channel.
                work.isToEnd();
                view.ended();
            }
            StateException unwritten = out == null ? null : write(training);
            int code = concluded(trained, result, watch, unwritten == null ? out : null);
            if (unwritten != null) {
                throw unwritten;
            }
            return code;
        }
    }

    // By now nothing that the user gave is wrong: that it can be written was asked before, and since then a disk may have filled up.
    private @Nullable StateException write(Training training) {
        Path file = console().resolve(Objects.requireNonNull(out));
        try {
            training.save(file);
            return null;
        } catch (InputException | StateException e) {
            Checkpoints written = checkpoints.checkpoints(console());
            return new StateException(e.getMessage() + ". " + (Files.exists(file) ? "The file of before is intact. " : "")
                    + (written == null ? "Nothing else keeps this training: --checkpoint FOLDER saves one as it goes on"
                            : "What was trained is in the newest checkpoint: when there is room, train --resume " + written.path()
                                    + " --out " + out),
                    e);
        }
    }

    private int concluded(Model trained, TrainingResult result, Watch watch, @Nullable Path archive) {
        Evaluation test = null;
        int rows = 0;
        try {
            if (result.end() != End.STOPPED && result.reason().isEmpty()) {
                Data data = platform().fascicle().data(trained);
                test = data.test().isPresent() ? trained.evaluate(data.test().get()) : null;
                rows = test == null ? 0 : Subset.TEST.rows(data).count();
                if (profile) {
                    print(trained.backend(), platform().measurement().profile(trained, data, 0, PROFILE_SECONDS));
                }
            }
        } finally {
            // Whatever has left since: what was trained is written, and reported.
            watch.view.result(new TrainingView.Outcome(result, watch.epochs, test, rows,
                    EvaluationPrinter.classes(trained), archive));
        }
        if (result.reason().isPresent()) {
            console().err().println("fascicle: " + result.reason().get());
            Checkpoints written = checkpoints.checkpoints(console());
            Path kept = archive != null || written == null ? archive : written.path();
            console().err().println(kept == null ? "Nothing was written: --out says where the archive of a training is to be."
                    : "When it is back, go on with --resume " + kept + "; with --wait, a training waits for it.");
            String remedy = kept == null ? null
                    : bundles.remedy(ModelNeed.toTrain(MissingBundles.ID, console().resolve(kept)));
            if (remedy != null) {
                console().err().println(remedy + ".");
            }
            return MISSING;
        }
        return result.end() == End.STOPPED ? INTERRUPTED : DONE;
    }

    private void print(String backend, ProfileResult parts) {
        ProfilePrinter printer = new ProfilePrinter(console());
        if (json) {
            printer.printJson(backend, parts);
        } else {
            console().out().println();
            printer.print(parts);
        }
    }

    // The loss is not finite: the parameters are those from before that step, and worth keeping.
    private InputException kept(Training training, Watch watch, InputException e) {
        if (out == null || watch.epochs.isEmpty()) {
            return e;
        }
        StateException unwritten = write(training);
        String before = e.remedy() == null ? "" : e.remedy() + (e.remedy().endsWith(".") ? " " : ". ");
        return new InputException(e.file(), e.pointer(), e.problem(), before
                + (unwritten == null ? "The parameters from before that step are in " + out + "." : unwritten.getMessage()));
    }

    private TrainingView view() {
        if (json) {
            return new JsonView(new JsonLines(console().out()));
        }
        if (quiet) {
            return new QuietView(console());
        }
        return console().terminal()
                ? new TerminalView(console(), System::nanoTime)
                : new LineView(console());
    }

    /** Keeps the reports of the epochs, and passes a stop on. */
    private static final class Watch implements TrainingListener {
        final List<EpochReport> epochs = new ArrayList<>();
        private final TrainingView view;
        private final Interruption.Work work;
        private boolean begun;

        Watch(TrainingView view, Interruption.Work work) {
            this.view = view;
            this.work = work;
        }

        @Override
        public void started(Progress progress) {
            view.started(progress);
        }

        @Override
        public void stepped(Progress progress) {
            if (work.isToEnd()) {
                progress.stop();
            }
            if (!begun && LOG.isLoggable(Level.INFO)) {
                // The system's own record of when a process was started may be off by a second.
                LOG.info("first step " + ManagementFactory.getRuntimeMXBean().getUptime()
                        + " ms after the start of the virtual machine");
            }
            begun = true;
            view.stepped(progress);
        }

        @Override
        public void techniquesChanged(TechniqueChange change) {
            view.techniquesChanged(change);
        }

        @Override
        public void epochEnded(Progress progress) {
            EpochReport report = EpochReport.of(progress);
            epochs.add(report);
            view.epochEnded(report);
        }
    }
}
