package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import org.fascicle.api.model.Definition;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.problem.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Model files that cannot be used are refused with a message that says where, what, and what was probably meant. */
public class ModelProblemTest extends PlatformTest {
    private static final int DEEP = 100_000;

    @TempDir
    Path folder;

    /** What is wrong, the text, and phrases of the message. */
    static Stream<Arguments> noJson() {
        return Stream.of(
                text("a poem", "Roses are red", "no JSON", "line 1"),
                text("empty", "", "empty"),
                text("blank", " \n\t ", "empty"),
                text("a list", "[]", "JSON object", "not []"),
                text("cut off", Models.NORMALIZED.substring(0, Models.NORMALIZED.indexOf("\"loss\"")), "line 10", "end"),
                text("a comma too many", Models.with(Models.NORMALIZED, "\"seed\": 7 }", "\"seed\": 7, }"), "no JSON"),
                text("something behind it", Models.NORMALIZED + "{}", "no JSON"),
                text("lists nested deeply", "[".repeat(DEEP), "nested deeper"),
                text("objects nested deeply", "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP), "nested deeper"),
                text("an option nested deeply", Models.with(Models.NORMALIZED, "\"units\": 24",
                        "\"units\": " + "[".repeat(DEEP) + "]".repeat(DEEP)), "nested deeper"),
                text("a key twice", Models.with(Models.NORMALIZED, "\"seed\": 7", "\"seed\": 7, \"seed\": 8"), "'seed'",
                        "twice"));
    }

    private static Arguments text(String what, String text, String... phrases) {
        return Arguments.of(what, text, phrases);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noJson")
    void whatIsNoModelFileIsRefused(String what, String text, String[] phrases) {
        assertRefused(SOURCE, () -> attempt(text, Settings.defaults()), phrases);
    }

    /** What is replaced by what, where the problem stands, and phrases of the message. */
    static Stream<Arguments> problems() {
        return Stream.of(
                problem("\"training\"", "\"trainig\"", "/trainig", "unknown key 'trainig'", "Did you mean 'training'?"),
                problem("\"epochs\": 4", "\"epoch\": 4", "/training/epoch", "unknown key 'epoch'", "Did you mean 'epochs'?"),
                problem("\"fascicle\": 1,", "", "", "'fascicle' is missing"),
                problem("\"fascicle\": 1,", "\"fascicle\": 2,", "/fascicle", "form 2", "reads form 1"),
                problem("\"loss\": \"sparse_categorical_crossentropy\",", "", "", "'loss' is missing"),
                problem("\"elu\"", "\"elo\"", "/network/3/activation/activation", "there is no activation 'elo'",
                        "Did you mean 'elu'?"),
                problem("{ \"flatten\": {} }", "{ \"flaten\": {} }", "/network/0/flaten", "there is no layer 'flaten'",
                        "Did you mean 'flatten'?"),
                problem("{ \"flatten\": {} }", "{ \"elu\": {} }", "/network/0/elu", "'elu' is an activation, not a layer"),
                problem("\"units\": 24", "\"unit\": 24", "/network/1/dense/unit", "unknown option", "Did you mean 'units'?"),
                problem("{ \"rate\": 0.2 }", "{}", "/network/4/dropout", "needs the option 'rate'"),
                problem("\"sparse_categorical_crossentropy\"", "\"accuracy\"", "/loss",
                        "'accuracy' is a metric, not a loss"),
                problem("\"units\": 24", "\"units\": \"24\"", "/network/1/dense/units", "whole number",
                        "without the quotes"),
                problem("\"units\": 24", "\"units\": 24.5", "/network/1/dense/units", "must be a whole number", "24.5"),
                problem("\"units\": 24", "\"units\": 0", "/network/1/dense/units", "must be a whole number in [1,inf)",
                        "not 0"),
                problem("\"units\": 24", "\"units\": 3000000000", "/network/1/dense/units", "32 bits"),
                problem("\"use_bias\": false", "\"use_bias\": \"no\"", "/network/1/dense/use_bias", "true or false",
                        "\"no\""),
                problem("\"rate\": 0.2", "\"rate\": 1.5", "/network/4/dropout/rate", "[0,1)", "1.5"),
                problem("\"rate\": 0.2", "\"rate\": 1e999", "/network/4/dropout/rate", "a number in [0,1)"),
                problem("\"momentum\": 0.9", "\"momentum\": \"exponential\"", "/optimizer/nesterov/momentum",
                        "needs the option 'initial'"),
                problem("\"scale\": \"unit\"", "\"scale\": \"units\"", "/data/digits/scale", "one of none, unit, standard",
                        "Did you mean 'unit'?"),
                problem("\"validation\": 100", "\"validation\": 1.5", "/data/digits/validation", "fraction in [0,1)"),
                problem("\"validation\": 100", "\"validation\": 1500", "/data/digits/validation", "1500"),
                problem("\"batch_size\": 96", "\"batch_size\": 0", "/training/batch_size", "at least 1"),
                problem("\"seed\": 7", "\"seed\": 7, \"early_stopping\": { \"monitor\": \"val_los\" }",
                        "/training/early_stopping/monitor", "'val_los'", "Did you mean 'val_loss'?"),
                problem("{ \"flatten\": {} }", "{ \"flatten\": {}, \"version\": \"one\" }", "/network/0/version",
                        "'one' is no version range", "[1.0,2)"),
                problem("{ \"flatten\": {} }", "{ \"flatten\": {}, \"version\": \"[7,8)\" }", "/network/0/version",
                        "no installed version of the layer 'flatten' is in [7,8)", "Installed: "),
                problem("{ \"flatten\": {} }", "{ \"flatten\": {}, \"dense\": { \"units\": 3 } }", "/network/0",
                        "one technique"),
                problem("{ \"rate\": 0.2 }", "{ \"rate\": 0.2, \"inputs\": \"dence\" }", "/network/4/dropout/inputs",
                        "no earlier layer is called \"dence\"", "Did you mean 'dense'?"));
    }

    private static Arguments problem(String old, String replacement, String pointer, String... phrases) {
        return Arguments.of(replacement.isEmpty() ? "without " + old : replacement,
                Models.with(Models.NORMALIZED, old, replacement),
                pointer, phrases);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("problems")
    void aProblemIsToldWithItsPlaceAndARemedy(String what, String model, String pointer, String[] phrases) {
        InputException refusal = assertRefused(SOURCE, () -> attempt(model, on("reference")), phrases);
        assertEquals(pointer, refusal.pointer() == null ? "" : refusal.pointer());
    }

    /** What is replaced by what, and phrases of the message. */
    static Stream<Arguments> shapes() {
        return Stream.of(
                problem("{ \"flatten\": {} },", "", "", "/network/4", "10 classes"),
                problem("\"units\": 10", "\"units\": 5", "", "/network/5", "5", "10 classes", "Give it 10 units"),
                problem("{ \"batch_normalization\": {} }", "{ \"batch_normalization\": { \"axis\": 3 } }", "",
                        "/network/2", "axis"),
                problem("\"sparse_categorical_crossentropy\"", "\"mean_squared_error\"", "", "/loss", "shape",
                        "[rows, 10]"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("shapes")
    void shapesThatDoNotFitAreToldWhereTheyMeet(String what, String model, String ignored, String[] phrases) {
        assertRefused(SOURCE, () -> attempt(model, on("reference")), phrases);
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aLayerThatNoMemoryHoldsIsRefusedAtOnce(String backend) {
        String model = Models.with(Models.NORMALIZED, "\"units\": 24", "\"units\": 2000000000");
        assertTimeoutPreemptively(Duration.ofSeconds(20),
                () -> assertRefused(null, () -> attempt(model, on(backend)), "dense", "more than"));
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aBatchThatNoMemoryHoldsIsNoLargerThanTheData(String backend) {
        try (Model network = create(Models.NORMALIZED, on(backend).override("training.batch_size", "2000000000"))) {
            assertEquals(1400, tensors(trainTo(network, 1)).get("training/loss/count")[0]);
        }
    }

    @Test
    void anUnknownBackendIsToldWithTheNearestName() {
        assertRefused(null, () -> attempt(Models.NORMALIZED, on("refrence")), "there is no backend 'refrence'",
                "Did you mean 'reference'?");
    }

    @ParameterizedTest
    @MethodSource("backends")
    void aPrecisionThatABackendLacksIsToldOrComputedIn(String backend) {
        Settings settings = on(backend).override("training.precision", "float64");
        if (!backend.equals("reference")) {
            assertRefused(null, () -> attempt(Models.NORMALIZED, settings),
                    "the backend '" + backend + "' does not compute in float64", "reference");
        } else {
            try (Model network = create(Models.NORMALIZED, settings)) {
                double weight = network.tensor("dense/kernel")[0];
                assertNotEquals((float) weight, weight);
            }
        }
    }

    @Test
    void anOverrideThatDoesNotFitIsBlamedAndNotTheFile() {
        assertRefused(SOURCE, () -> attempt(Models.NORMALIZED, Settings.defaults().override("training.epochs", "none")),
                "training.epochs", "whole number", "none");
        assertRefused(null, () -> attempt(Models.NORMALIZED, Settings.defaults().override("network.77.dense.units", "3")),
                "77");
    }

    @Test
    void aMissingModelFileIsToldByName() {
        Path missing = folder.resolve("nowhere.json");
        assertRefused(missing.toString(), () -> fascicle.create(Definition.file(missing), Settings.defaults()), "no such file");
        assertRefused(folder.toString(), () -> fascicle.create(Definition.file(folder), Settings.defaults()), "folder");
    }

    @Test
    void aModelFileThatIsNoTextIsRefused() throws Exception {
        Path binary = Files.write(folder.resolve("binary.json"), new byte[] {(byte) 0xFF, (byte) 0xFE, 0, 1, 2, 3});
        assertRefused(binary.toString(), () -> fascicle.create(Definition.file(binary), Settings.defaults()), "UTF-8");
        Path latin = Files.write(folder.resolve("latin.json"), "{ \"Größe\": 1 }".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(latin.toString(), () -> fascicle.create(Definition.file(latin), Settings.defaults()), "UTF-8");
    }
}
