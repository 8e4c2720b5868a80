package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.fascicle.api.data.Data;
import org.fascicle.api.data.DataContext;
import org.fascicle.api.data.DataSource;
import org.fascicle.api.data.MemoryRows;
import org.fascicle.api.data.Row;
import org.fascicle.api.data.RowStream;
import org.fascicle.api.data.Schema;
import org.fascicle.api.doctor.Diagnosis;
import org.fascicle.api.doctor.Doctor;
import org.fascicle.api.doctor.Examination;
import org.fascicle.api.expr.Shape;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.technique.Kind;
import org.fascicle.api.technique.TechniqueType;
import org.fascicle.api.training.Training;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.ServiceRegistration;
import org.osgi.test.common.annotation.InjectService;

/** Archives are examined as they are, streams by their first rows; and what is not looked at is said. */
@ComputesAlone
class DoctorSourcesTest extends PlatformTest {
    private static final int STEPS = 60;
    private static final Settings SETTINGS = Settings.defaults().backend("reference");
    private static final String HIDDEN = "{ \"dense\": { \"name\": \"h\", \"units\": 8, \"activation\": \"relu\" } }";
    private static final String LAYERS = Patients.layers(2, "relu", "\"he_normal\"", 32);

    @InjectService(timeout = 120_000)
    Doctor doctor;

    @TempDir
    Path folder;

    @Test
    void deadUnitsOfATrainedNetworkAreSeen() {
        Path archive = folder.resolve("dead.fasc");
        Definition definition = Patients.digits("unit", LAYERS, "\"adam\"");
        try (Model model = fascicle.create(definition, SETTINGS)) {
            try (Training training = fascicle.train(model).epochs(1).start()) {
                training.join();
            }
            double[] biases = model.tensor("dense_1/bias");
            Arrays.fill(biases, -100);
            model.tensor("dense_1/bias", biases);
            model.save(archive);
        }
        assertEquals(List.of(), names(doctor.examination(definition, SETTINGS, STEPS)), "its beginning is well");
        Examination seen = doctor.examination(archive, SETTINGS, STEPS);
        assertEquals(List.of("dead units"), names(seen));
        assertTrue(seen.findings().get(0).evidence().contains("dense_1"), seen.toString());
    }

    @Test
    void whatAnArchivesHistoryShowsIsSeen() throws Exception {
        Path archive = folder.resolve("few.fasc");
        Random random = new Random(7);
        Definition noisy = Patients.few(folder, label -> random.nextDouble() < 0.9 ? label : 1 - label);
        try (Model model = fascicle.create(noisy, SETTINGS)) {
            try (Training training = fascicle.train(model).epochs(20).start()) {
                training.join();
                training.save(archive);
            }
        }
        Examination seen = doctor.examination(archive, SETTINGS, 10);
        assertEquals(List.of("overfitting"), names(seen), seen.toString());
        assertTrue(seen.findings().get(0).evidence().contains(" in the epochs up to 2"), "20 epochs, and 2 more: " + seen);
    }

    @Test
    void aStreamIsJudgedByItsFirstRows() {
        Examination well = streamed("0.1");
        assertEquals(List.of(), names(well), well.toString());
        assertEquals(List.of("classes: only the first rows of a stream were looked at, and another class may come later.",
                "overfitting: no rows are held back to validate with."), well.unseen());
        assertEquals(List.of("rate too high"), names(streamed("1000")));
    }

    private Examination streamed(String rate) {
        return with("signs", Signs.class, () -> doctor.examination(Patients.network("{ \"com.example:signs\": {} }", "["
                + HIDDEN + ", { \"dense\": { \"units\": 2, \"activation\": \"softmax\" } } ]",
                "{ \"sgd\": { \"learning_rate\": " + rate + " } }", 1, 20), SETTINGS, STEPS));
    }

    @Test
    void severalOutputsAreWatched() {
        Definition definition = Patients.network("{ \"com.example:both\": { \"validation\": 60 } }", "[" + HIDDEN
                + ", { \"dense\": { \"name\": \"sign\", \"units\": 2, \"activation\": \"softmax\", \"inputs\": \"h\" } },"
                + " { \"dense\": { \"name\": \"size\", \"units\": 1, \"inputs\": \"h\" } } ]",
                "{ \"sgd\": { \"learning_rate\": 0.1 } }", 1, 20);
        Settings losses = SETTINGS.override("outputs", "[\"sign\", \"size\"]").override("loss",
                "{ \"sign\": \"sparse_categorical_crossentropy\", \"size\": \"mean_squared_error\" }");
        Examination well = with("both", Both.class, () -> doctor.examination(definition, losses, STEPS));
        assertEquals(List.of(), names(well), well.toString());
        assertEquals(List.of("classes, labels: the network has several inputs or outputs."), well.unseen());
        Settings fast = losses.override("optimizer.sgd.learning_rate", "1000");
        assertEquals(List.of("rate too high"),
                names(with("both", Both.class, () -> doctor.examination(definition, fast, STEPS))));
    }

    /** An examination while a source of data is offered. */
    private Examination with(String name, Class<?> source, Supplier<Examination> work) {
        TechniqueType type =
                new TechniqueType.Builder(Kind.DATA, name, () -> source).namespace("com.example").version("1.0.0").build();
        Dictionary<String, Object> none = new Hashtable<>();
        ServiceRegistration<TechniqueType> offered = context().registerService(TechniqueType.class, type, none);
        try {
            return work.get();
        } finally {
            offered.unregister();
        }
    }

    @Test
    void whatIsNotLookedAtIsSaid() {
        Definition definition = Patients.network("{ \"random\": { \"shape\": [4], \"rows\": 320, \"target\": \"features\" } }",
                "[ { \"dense\": { \"units\": 4 } } ]", "\"adadelta\"", 1, 20);
        Settings regression = SETTINGS.override("loss", "mean_squared_error").override("data.random.validation", "20");
        assertEquals(List.of("classes, labels: the network does not predict classes.",
                "overfitting: it takes 6 epochs to see, which are 60 steps."),
                doctor.examination(definition, regression, 20).unseen());
    }

    private static List<String> names(Examination seen) {
        return seen.findings().stream().map(Diagnosis::name).collect(Collectors.toList());
    }

    /** Rows of two numbers, and the sign of the first, one after the other. */
    public record Signs() implements DataSource {
        private static final int ROWS = 320;

        @Override
        public Data open(DataContext context) {
            return Data.of(RowStream.of(Schema.of(Shape.of(2)).classes(2), () -> {
                Random random = new Random(1);
                return Stream.generate(() -> {
                    double sign = random.nextGaussian();
                    return Row.of((float) sign, (float) random.nextGaussian()).label(sign < 0 ? 0 : 1);
                }).limit(ROWS);
            }));
        }
    }

    /** Rows of two numbers, with the sign of the first, and the size of the second. */
    public record Both() implements DataSource {
        @Override
        public Data open(DataContext context) {
            Random random = new Random(1);
            Schema schema = Schema.of(Shape.of(2)).classes("sign", 2).targets("size", Shape.of(1));
            return Data.of(MemoryRows.collect(schema, Stream.generate(() -> {
                float sign = (float) random.nextGaussian();
                float size = (float) random.nextGaussian();
                return Row.of(sign, size).label("sign", sign < 0 ? 0 : 1).targets("size", Math.abs(size));
            }).limit(300)));
        }
    }
}
