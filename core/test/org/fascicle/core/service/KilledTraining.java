package org.fascicle.core.service;

import java.nio.file.Files;
import java.nio.file.Path;

import org.fascicle.api.Fascicle;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.training.Checkpoints;
import org.fascicle.api.training.Progress;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingListener;
import org.fascicle.api.training.TrainingPlan;

/**
 * A process that trains until it is killed, or until its training ends: goes on with the checkpoints of the folder that its first
 * argument names, and at the end writes the archive that its second argument names, if it names one.
 */
final class KilledTraining {
    static final int EPOCHS = 100;

    private KilledTraining() {}

    public static void main(String[] arguments) {
        Path folder = Path.of(arguments[0]);
        Fascicle fascicle = Fixture.fascicle(new Fixture.TestBackend("tests"));
        TrainingPlan plan = Files.exists(folder.resolve("last.fasc")) ? fascicle.resume(folder, Settings.defaults())
                : fascicle.train(fresh(fascicle));
        plan.checkpoints(Checkpoints.in(folder).everySteps(3).keep(2))
                .listener(new Said());
        try (Model model = plan.model(); Training training = plan.start()) {
            training.join();
            if (!arguments[1].isEmpty()) {
                training.save(Path.of(arguments[1]));
            }
        }
    }

    static Model fresh(Fascicle fascicle) {
        String rest = Fixture.REST.replace("'epochs': 3", "'epochs': " + EPOCHS);
        return fascicle.create(Fixture.definition(Fixture.LAYERS, rest), Settings.defaults());
    }

    /** Says every tenth step, and each checkpoint that was not written. */
    private static final class Said implements TrainingListener {
        @Override
        public void stepped(Progress progress) {
            if (progress.step() % 10 == 0) {
                System.out.println(progress.step());
            }
        }

        @Override
        public void checkpointFailed(long step, InputException problem) {
            System.out.println(step + " failed: " + problem.getMessage());
        }
    }
}
