package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.fascicle.api.installation.Installer;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.readiness.ModelNeed;
import org.fascicle.api.readiness.ModelReadiness;
import org.fascicle.api.readiness.Readiness;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.training.Checkpoints;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.test.common.annotation.InjectService;

/**
 * After a technique's bundle was uninstalled and refreshed, its class loader is garbage, whatever was done with the
 * technique before: one test for each kind, each on every backend. To be run with {@code -XX:SoftRefLRUPolicyMSPerMB=0}.
 */
public class LeakTest extends PlatformTest {
    private static final int COLLECTIONS = 100;
    private static final long PAUSE = 30;
    private static final String PLAIN = """
            { "fascicle": 1,
              "data": { "digits": { "validation": 300, "scale": "unit" } },
              "network": [ { "flatten": {} },
                           { "dense": { "units": 12, "activation": "elu", "kernel_initializer": "he_normal" } },
                           { "dense": { "units": 10, "activation": "softmax" } } ],
              "loss": "sparse_categorical_crossentropy",
              "metrics": [ "accuracy" ],
              "optimizer": { "sgd": { "learning_rate": 0.05 } },
              "training": { "epochs": 2, "batch_size": 300, "seed": 3 } }
            """;

    @TempDir
    Path folder;
    @InjectService(timeout = 120_000)
    Installer installer;
    @InjectService(timeout = 120_000)
    Readiness readiness;

    /** Kind, bundle, and the model that uses it. */
    static Stream<Arguments> guests() {
        return Stream.of(
                guest(Kind.LAYER, "layer.rescale", "{ \"flatten\": {} },", "{ \"flatten\": {} }, \"com.example:rescale\","),
                guest(Kind.INITIALIZER, "initializer.fixeduniform", "\"he_normal\"",
                        "{ \"com.example:fixed_uniform\": { \"limit\": 0.2 } }"),
                guest(Kind.ACTIVATION, "activation.softsign", "\"elu\"", "\"com.example:softsign\""),
                guest(Kind.OPTIMIZER, "optimizer.signum", "{ \"sgd\": { \"learning_rate\": 0.05 } }",
                        "\"com.example:signum\""),
                guest(Kind.SCHEDULE, "schedule.inversetime", "0.05",
                        "{ \"com.example:inverse_time\": { \"initial\": 0.1, \"decay\": 1 } }"),
                guest(Kind.REGULARIZER, "regularizer.quartic", "\"activation\": \"elu\"",
                        "\"activation\": \"elu\", \"kernel_regularizer\": \"com.example:quartic\""),
                guest(Kind.CONSTRAINT, "constraint.box", "\"activation\": \"elu\"",
                        "\"activation\": \"elu\", \"kernel_constraint\": \"com.example:box\""),
                guest(Kind.TRANSFORM, "transform.globalnorm", "\"optimizer\"",
                        "\"updates\": [ \"com.example:clip_by_global_norm\" ], \"optimizer\""),
                guest(Kind.LOSS, "loss.brier", "\"sparse_categorical_crossentropy\"", "\"com.example:brier\""),
                guest(Kind.METRIC, "metric.confidence", "[ \"accuracy\" ]", "[ \"accuracy\", \"com.example:confidence\" ]"),
                guest(Kind.DATA, "data.spirals", "{ \"digits\": { \"validation\": 300, \"scale\": \"unit\" } }",
                        "{ \"com.example:spirals\": { \"validation\": 20, \"scale\": \"standard\" } }"),
                guest(Kind.WATCH, "watch.negatives", "\"elu\"", "\"elu\""));
    }

    private static Arguments guest(Kind kind, String bundle, String old, String replacement) {
        return Arguments.of(kind, "com.example." + bundle, Models.with(PLAIN, old, replacement));
    }

    @Test
    void everyKindHasAGuest() {
        Set<Kind> covered = EnumSet.noneOf(Kind.class);
        guests().forEach(arguments -> covered.add((Kind) arguments.get()[0]));
        assertEquals(EnumSet.allOf(Kind.class), covered);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("guests")
    void theClassLoaderOfAnUninstalledTechniqueIsCollected(Kind kind, String bundle, String model) throws Exception {
        assertCollected(used(bundle, () -> {
            for (String backend : allBackends()) {
                useInEveryWay(model, backend);
            }
        }), bundle);
    }

    /** Its bundle goes while a network that was made with it is still open, and is closed only then. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("guests")
    void aNetworkThatIsStillOpenDoesNotHoldTheLoader(Kind kind, String bundle, String model) throws Exception {
        List<Model> open = new ArrayList<>();
        try {
            assertCollected(used(bundle, () -> {
                for (String backend : allBackends()) {
                    Model network = create(model, on(backend));
                    open.add(network);
                    trainTo(network, 1);
                    predict(network, trainingRows(network), 0, 2);
                    sample(network, trainingRows(network), 0, 2, 2, 0);
                }
            }), bundle);
        } finally {
            open.forEach(Model::close);
        }
    }

    /** A problem's message is text; the technique's own exception would hold its class. */
    @Test
    void aRefusalThatIsStillHeldDoesNotHoldTheLoader() throws Exception {
        String bundle = "com.example.activation.softsign";
        List<RuntimeException> held = new ArrayList<>();
        assertCollected(used(bundle, () -> held.add(assertRefused(SOURCE, () -> attempt(
                Models.with(PLAIN, "\"elu\"", "{ \"com.example:softsign\": { \"slope\": 2 } }"), on("reference")),
                "slope"))), bundle);
        assertEquals(1, held.size());
    }

    private interface Use {
        void run() throws Exception;
    }

    // A frame of its own, so that nothing of the bundle is left on the caller's stack.
    private static WeakReference<ClassLoader> used(String bundle, Use use) throws Exception {
        try (Guest guest = Guest.install(bundle)) {
            WeakReference<ClassLoader> loader = guest.loader();
            assertNotNull(loader.get());
            use.run();
            return loader;
        }
    }

    private void useInEveryWay(String model, String backend) {
        Path archive = folder.resolve(backend + ".fascicle");
        Path checkpoints = folder.resolve(backend + "-checkpoints");
        try (Model network = create(model, on(backend))) {
            Training training = fascicle.train(network).watch("*").watchEvery(1).follow(true).waitForTechniques(true)
                    .checkpoints(Checkpoints.in(checkpoints).everySteps(2).keep(2).best(true)).start();
            assertEquals(TrainingResult.End.COMPLETED, training.join().end());
            evaluate(network, validationRows(network));
            predict(network, trainingRows(network), 0, 2);
            sample(network, trainingRows(network), 0, 2, 3, 1);
            fascicle.train(network).summary();
            training.save(archive);
        }
        try (Model network = resume(archive, on(backend).override("training.epochs", "3")).model()) {
            network.save(archive);
        }
        try (Model network = fascicle.open(archive, on(backend))) {
            network.tensors();
        }
        try (Model network = resume(checkpoints, on(backend).override("training.epochs", "3")).model()) {
            network.tensors();
        }
        for (ModelNeed need : List.of(ModelNeed.toTrain("leaks", Definition.text(model, SOURCE)),
                ModelNeed.toTrain("leaks", archive), ModelNeed.toPredict("leaks", archive))) {
            ModelReadiness state = readiness.check(need.with(on(backend)));
            assertEquals(List.of(), state.missing());
            assertEquals(List.of(), installer.plan(state.techniques(), List.of()).missing());
        }
        techniques.all().forEach(type -> type.options());
    }

    static void assertCollected(WeakReference<ClassLoader> loader, String bundle) throws InterruptedException {
        for (int i = 0; i < COLLECTIONS && loader.get() != null; i++) {
            System.gc();
            Thread.sleep(PAUSE);
        }
        assertNull(loader.get(), "something still holds the class loader of " + bundle);
    }
}
