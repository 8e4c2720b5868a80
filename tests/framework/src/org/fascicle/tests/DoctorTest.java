package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

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
        assertHealed(Patients.digits("unit", Patients.layers(20, "sigmoid", "{ \"random_normal\": { \"stddev\": 1 } }", 32),
                "{ \"nesterov\": { \"learning_rate\": 0.01, \"momentum\": 0.9 } }"), "initializer does not suit");
    }

    @ParameterizedTest
    @CsvSource({"10, rate too high", "1e-5, rate too low"})
    void aRateThatIsFarOff(String rate, String name) {
        assertHealed(Patients.digits("unit", Patients.layers(2, "relu", "\"he_normal\"", 32), String.format(SGD, rate)), name);
    }

    @Test
    void seluOnRawPixels() {
        assertHealed(Patients.digits("none", Patients.layers(15, "selu", "\"lecun_normal\"", 32), String.format(SGD, "0.05")),
                "inputs not standardized");
    }

    @Test
    void aDeadLayer() {
        String dead = "{ \"dense\": { \"units\": 32, \"activation\": \"relu\", \"bias_initializer\":"
                + " { \"constant\": { \"value\": -100 } } } }";
        assertHealed(Patients.digits("unit", Patients.layers(1, "relu", "\"he_normal\"", 32) + ", " + dead, "\"adam\""),
                "dead units");
    }

    @Test
    void labelsThatTheInputsDoNotForetell() throws IOException {
        Random random = new Random(5);
        assertFound(Patients.table(folder, row -> random.nextInt(3)), "labels look shuffled");
    }

    @Test
    void aClassWithoutRows() throws IOException {
        assertFound(Patients.table(folder, row -> row < 0 ? 0 : 1), "class without rows");
    }

    @Test
    void deepLayersThatLetSignalsShrink() {
        Diagnosis diagnosis = assertHealed(
                Patients.digits("unit", Patients.layers(12, "silu", "\"he_normal\"", 32), String.format(SGD, "0.05")),
                "no normalization");
        assertTrue(diagnosis.evidence().contains("_normalization behind each layer"), diagnosis.toString());
    }

    @Test
    void deepReluWithoutItsInitializer() {
        assertHealed(Patients.digits("unit", Patients.layers(20, "relu", "\"glorot_uniform\"", 32), String.format(SGD, "0.05")),
                "initializer does not suit");
    }

    @Test
    void fewRowsThatAreLearnedByHeart() throws IOException {
        Random random = new Random(7);
        Definition definition = Patients.few(folder, label -> random.nextDouble() < 0.9 ? label : 1 - label);
        Diagnosis diagnosis = assertFound(definition, "overfitting");
        Gain gain = doctor.attempt(definition, diagnosis, SETTINGS, STEPS);
        assertEquals("loss of rows that are not trained on", gain.measure());
        assertTrue(gain.after() < 0.8 * gain.before(), diagnosis + ": " + gain.after() + " instead of " + gain.before());
    }

    @Test
    void aRareClassThatIsNeverPredicted() throws IOException {
        Definition definition = Patients.rare(folder);
        Diagnosis diagnosis = assertFound(definition, "class never predicted");
        Gain gain = doctor.attempt(definition, diagnosis, SETTINGS, STEPS);
        assertTrue(gain.isMoreBetter() && gain.isBetter(), gain.measure());
        assertTrue(gain.after() > gain.before() + 0.1, diagnosis + ": " + gain.after() + " instead of " + gain.before());
    }

    @Test
    void nothingIsFoundWhereAllIsWell() {
        assertEquals(List.of(),
                doctor.examine(Patients.digits("unit", Patients.layers(2, "relu", "\"he_normal\"", 32), "\"adam\""),
                        SETTINGS, STEPS));
    }

    @Test
    void whatCannotBeExaminedIsRefused() {
        Definition definition = Definition.text(Models.NORMALIZED, SOURCE);
        InputException e = Assertions.assertThrows(InputException.class,
                () -> doctor.examine(definition, SETTINGS, 3));
        assertTrue(e.getMessage().contains("at least 10 steps"), e.getMessage());
    }

    private Diagnosis assertHealed(Definition definition, String name) {
        Diagnosis diagnosis = assertFound(definition, name);
        Gain gain = doctor.attempt(definition, diagnosis, SETTINGS, STEPS);
        assertTrue(gain.after() < 0.9 * gain.before(), diagnosis + ": " + gain.after() + " instead of " + gain.before());
        return diagnosis;
    }

    private Diagnosis assertFound(Definition definition, String name) {
        List<Diagnosis> found = doctor.examine(definition, SETTINGS, STEPS);
        assertEquals(List.of(name), found.stream().map(Diagnosis::name).collect(Collectors.toList()), found.toString());
        return found.get(0);
    }
}
