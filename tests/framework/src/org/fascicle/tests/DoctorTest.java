package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.fascicle.api.doctor.Diagnosis;
import org.fascicle.api.doctor.Doctor;
import org.fascicle.api.doctor.Gain;
import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.osgi.test.common.annotation.InjectService;

/** Planted illnesses are found by their names, and what is proposed heals them. */
@ComputesAlone
class DoctorTest extends PlatformTest {
    private static final int STEPS = 100;
    /** It compiles nothing, of which there would be much. */
    private static final Settings SETTINGS = Settings.defaults().backend("reference");
    private static final String SGD = "{ \"sgd\": { \"learning_rate\": %s } }";

    @InjectService(timeout = 120_000)
    Doctor doctor;

    @TempDir
    Path folder;

    @Test
    void deepSigmoidsWithWideFirstValues() {
        assertHealed(digits("unit", layers(20, "sigmoid", "{ \"random_normal\": { \"stddev\": 1 } }", 32),
                "{ \"nesterov\": { \"learning_rate\": 0.01, \"momentum\": 0.9 } }"), "initializer does not suit");
    }

    @ParameterizedTest
    @CsvSource({"10, rate too high", "1e-5, rate too low"})
    void aRateThatIsFarOff(String rate, String name) {
        assertHealed(digits("unit", layers(2, "relu", "\"he_normal\"", 32), String.format(SGD, rate)), name);
    }

    @Test
    void seluOnRawPixels() {
        assertHealed(digits("none", layers(15, "selu", "\"lecun_normal\"", 32), String.format(SGD, "0.05")),
                "inputs not standardized");
    }

    @Test
    void aDeadLayer() {
        String dead = "{ \"dense\": { \"units\": 32, \"activation\": \"relu\", \"bias_initializer\":"
                + " { \"constant\": { \"value\": -100 } } } }";
        assertHealed(digits("unit", layers(1, "relu", "\"he_normal\"", 32) + ", " + dead, "\"adam\""), "dead units");
    }

    @Test
    void labelsThatTheInputsDoNotForetell() throws IOException {
        Random random = new Random(5);
        assertFound(table(row -> random.nextInt(3)), "labels look shuffled");
    }

    @Test
    void aClassWithoutRows() throws IOException {
        assertFound(table(row -> row < 0 ? 0 : 1), "class without rows");
    }

    @Test
    void nothingIsFoundWhereAllIsWell() {
        assertEquals(List.of(), doctor.examine(digits("unit", layers(2, "relu", "\"he_normal\"", 32), "\"adam\""),
                SETTINGS, STEPS));
    }

    @Test
    void whatCannotBeExaminedIsRefused() {
        Definition definition = Definition.text(Models.NORMALIZED, SOURCE);
        InputException e = Assertions.assertThrows(InputException.class,
                () -> doctor.examine(definition, SETTINGS, 3));
        assertTrue(e.getMessage().contains("at least 10 steps"), e.getMessage());
    }

    private void assertHealed(Definition definition, String name) {
        Diagnosis diagnosis = assertFound(definition, name);
        Gain gain = doctor.attempt(definition, diagnosis, SETTINGS, STEPS);
        assertTrue(gain.after() < 0.9 * gain.before(), diagnosis + ": " + gain.after() + " instead of " + gain.before());
    }

    private Diagnosis assertFound(Definition definition, String name) {
        List<Diagnosis> found = doctor.examine(definition, SETTINGS, STEPS);
        assertEquals(List.of(name), found.stream().map(Diagnosis::name).collect(Collectors.toList()), found.toString());
        return found.get(0);
    }

    private static String layers(int count, String activation, String initializer, int units) {
        return IntStream.range(0, count).mapToObj(i -> "{ \"dense\": { \"units\": " + units + ", \"activation\": \"" + activation
                + "\", \"kernel_initializer\": " + initializer + " } }").collect(Collectors.joining(", "));
    }

    private static Definition digits(String scale, String layers, String optimizer) {
        return Definition
                .text("{ \"fascicle\": 1, \"data\": { \"digits\": { \"validation\": 300, \"scale\": \"" + scale + "\" } },"
                        + " \"network\": [ { \"flatten\": {} }, " + layers
                        + ", { \"dense\": { \"units\": 10, \"activation\": \"softmax\" } } ],"
                        + " \"loss\": \"sparse_categorical_crossentropy\", \"optimizer\": " + optimizer + ","
                        + " \"training\": { \"epochs\": 20, \"batch_size\": 32, \"seed\": 5 } }", SOURCE);
    }

    /** A table of 900 rows of four numbers and a label, of three classes; the first number is the row's sign. */
    private Definition table(IntFunction<Integer> label) throws IOException {
        Random random = new Random(3);
        StringBuilder rows = new StringBuilder("a,b,c,d,label\n");
        for (int i = 0; i < 900; i++) {
            double sign = random.nextGaussian();
            rows.append(sign).append(',').append(random.nextGaussian()).append(',').append(random.nextGaussian()).append(',')
                    .append(random.nextGaussian()).append(',').append(label.apply(sign < 0 ? -1 : 1)).append('\n');
        }
        Files.writeString(folder.resolve("rows.csv"), rows);
        return Definition
                .text("{ \"fascicle\": 1, \"data\": { \"csv\": { \"file\": \"rows.csv\", \"label\": \"label\", \"classes\": 3,"
                        + " \"validation\": 200, \"scale\": \"standard\" } }, \"network\": [ { \"dense\": { \"units\": 32, \"activation\":"
                        + " \"relu\" } }, { \"dense\": { \"units\": 3, \"activation\": \"softmax\" } } ],"
                        + " \"loss\": \"sparse_categorical_crossentropy\", \"optimizer\": \"adam\","
                        + " \"training\": { \"epochs\": 20, \"batch_size\": 32, \"seed\": 1 } }", SOURCE)
                .in(folder);
    }
}
