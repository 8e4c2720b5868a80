package org.fascicle.core.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.fascicle.api.Fascicle;
import org.fascicle.api.backend.Precision;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.MemoryRows;
import org.fascicle.api.expr.Expr;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.layer.Layer;
import org.fascicle.api.loss.Loss;
import org.fascicle.api.loss.Prediction;
import org.fascicle.api.metric.Metric;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.fascicle.api.scope.Scope;
import org.fascicle.api.technique.Technique;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.training.Training;
import org.fascicle.core.registry.FixedTechniques;
import org.fascicle.core.registry.InstalledTechniques;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** States that are read and never set: a loss's or a layer's is what it is at first; a metric that has one is refused. */
class IdleStatesTest {
    private static final double FIRST = 3;

    private final Fixture.TestBackend backend = new Fixture.TestBackend("tests");
    private final Fascicle fascicle = Fixture.fascicle(backend, techniques());

    private static InstalledTechniques techniques() {
        List<TechniqueType> all = new ArrayList<>(Judges.techniques().all());
        for (Class<?> each : List.of(Idle.class, Unkept.class, Biased.class, Shift.class)) {
            all.add(TechniqueType.of(each));
        }
        return new FixedTechniques(all.toArray(TechniqueType[]::new));
    }

    @AfterEach
    void allMemoryIsGivenBack() {
        assertEquals(0, backend.open());
    }

    @Test
    void aMetricSetsEachState() {
        String problem = "metric 'idle' (idle): its update never sets the state 'most'. "
                + "Say there by State.set what it becomes, in each case";
        refused("/metrics/0", problem, "idle");
    }

    @Test
    void aMetricKeepsWhatItsResultReads() {
        refused("/metrics/0", "metric 'unkept' (unkept): its result reads the state 'most', which its update does not keep. "
                + "Declare it in update as well, by scope.state(\"most\", …), and say by State.set what it becomes", "unkept");
    }

    private void refused(String pointer, String problem, String metric) {
        try (Model model = create("{'linear': {'units': 2}}", "'distances'", "'" + metric + "'")) {
            for (InputException thrown : List.of(assertThrows(InputException.class, () -> model.evaluate(rows())),
                    assertThrows(InputException.class, () -> fascicle.train(model, Data.of(rows())).start().join()))) {
                assertEquals(problem, thrown.problem());
                assertEquals(pointer, thrown.pointer());
            }
        }
    }

    @Test
    void aLossReadsWhatItsStateIsAtFirstBeforeAndAfterTraining() {
        try (Model model = create("{'linear': {'units': 2}}", "'biased'", "")) {
            assertEquals(FIRST, model.evaluate(rows()).metrics().get("loss"));
            try (Training training = fascicle.train(model, Data.of(rows())).start()) {
                training.join();
            }
            assertEquals(FIRST, model.evaluate(rows()).metrics().get("loss"));
        }
    }

    @Test
    void aLayerReadsWhatItsStateIsAtFirstBeforeAndAfterTraining() {
        try (Model model = create("{'shift': {}}", "'distances'", "")) {
            float[] row = {1, 2};
            assertEquals("[4.0, 5.0]", Arrays.toString(model.predict(row, 1)));
            try (Training training = fascicle.train(model, Data.of(rows())).start()) {
                training.join();
            }
            assertEquals("[4.0, 5.0]", Arrays.toString(model.predict(row, 1)));
        }
    }

    private static MemoryRows rows() {
        return MemoryRows.of(new float[][] {{0, 1}, {1, 0}}).targets(new float[][] {{0, 0}, {0, 0}});
    }

    private Model create(String network, String loss, String metrics) {
        return fascicle.create(Fixture.undescribed("'input': [2]", network, "'loss': " + loss + ", 'metrics': [" + metrics
                + "], 'optimizer': 'descent', 'training': {'epochs': 1, 'batch_size': 2, 'seed': 3}"),
                Settings.defaults().precision(Precision.FLOAT64));
    }

    /** It declares the greatest number, and forgets it. */
    @Technique("idle")
    public record Idle() implements Metric {
        @Override
        public void update(Prediction prediction, Expr target, Scope scope) {
            scope.state("most", Shape.scalar(), 0);
        }

        @Override
        public Expr result(Scope scope) {
            return scope.state("most", Shape.scalar(), 0).value();
        }
    }

    /** It has forgotten to keep anything. */
    @Technique("unkept")
    public record Unkept() implements Metric {
        @Override
        public void update(Prediction prediction, Expr target, Scope scope) {}

        @Override
        public Expr result(Scope scope) {
            return scope.state("most", Shape.scalar(), 0).value();
        }
    }

    /** What its state is, which it does not set. */
    @Technique("biased")
    public record Biased() implements Loss {
        @Override
        public Target target() {
            return Target.VALUES;
        }

        @Override
        public Expr loss(Prediction prediction, Expr target, Scope scope) {
            return new Judges.Distances().loss(prediction, target, scope).mul(0)
                    .add(scope.state("bias", Shape.scalar(), FIRST).value());
        }
    }

    /** The input and what its state is, which it does not set. */
    @Technique("shift")
    public record Shift() implements Layer {
        @Override
        public Expr apply(Expr x, Scope scope) {
            return x.add(scope.state("by", Shape.of(x.shape().extent(-1)), FIRST).value());
        }
    }
}
