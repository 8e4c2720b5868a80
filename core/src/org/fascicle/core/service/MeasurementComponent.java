package org.fascicle.core.service;

import static org.fascicle.api.problem.InputException.requireGiven;

import org.fascicle.api.data.Data;
import org.fascicle.api.measure.BenchmarkResult;
import org.fascicle.api.measure.Measurement;
import org.fascicle.api.measure.ProfileResult;
import org.fascicle.api.model.Model;
import org.fascicle.api.problem.InputException;
import org.fascicle.core.training.Profiling;
import org.fascicle.core.training.StepTimes;
import org.fascicle.core.training.Trainer;
import org.fascicle.core.training.TrainingRun;
import org.osgi.service.component.annotations.Component;

/** Measures training with copies of a model's tensors. */
@Component
public final class MeasurementComponent implements Measurement {
    @Override
    public BenchmarkResult benchmark(Model model, Data data, int batch, double seconds) {
        ModelState live = FascicleComponent.live(model);
        return Problems.ours(() -> {
            try (TrainingRun run = run(live, data, batch)) {
                return measure(live, run, seconds);
            }
        });
    }

    @Override
    public ProfileResult profile(Model model, Data data, int batch, double seconds) {
        ModelState live = FascicleComponent.live(model);
        return Problems.ours(() -> {
            try (TrainingRun run = run(live, data, batch)) {
                Trainer trainer = run.trainer(false);
                Profiling.require(trainer, live.parts().backend);
                return Profiling.run(trainer, live.parts().backend, measure(live, run, seconds / 2), seconds);
            }
        });
    }

    private static TrainingRun run(ModelState model, Data data, int batch) {
        if (batch < 0) {
            throw new InputException("a batch must have at least 1 row, or 0 for what the definition says, not " + batch);
        }
        requireGiven(data, "data");
        LivePlan plan = new LivePlan(model, () -> data, null, new Trainings(0));
        TrainingRun run = plan.prepared().run(model.parts(), batch);
        try {
            plan.copy(run);
            return run;
        } catch (RuntimeException | Error e) {
            run.close();
            throw e;
        }
    }

    private static BenchmarkResult measure(ModelState model, TrainingRun run, double seconds) {
        return StepTimes.run(run.trainer(false), run.batch(), model.parts().backend.capabilities().threads(),
                model.parts().precision.toString(), seconds);
    }
}
