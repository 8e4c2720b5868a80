package org.fascicle.tests;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.training.Training;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Archives of every form that was ever written are read, predict what they predicted, and go on as they went on. They lie in the
 * folder {@code archives}, whose README says how they were made; none is ever changed or removed.
 */
public class ArchiveFormsTest extends PlatformTest {
    private static final int ROWS = 3;
    // Exponentials and their like may differ in their last bits from one Java to another, and a training adds that up.
    private static final float NEAR = 1e-4f;

    // Techniques have had other versions since, of which these networks use nothing new.
    private static final Settings SETTINGS = on("reference").upgrade(true);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"form-1-dense", "form-1-conv", "form-1-sequence", "form-2-dense", "form-2-conv", "form-2-sequence"})
    void isReadForEver(String name) throws IOException {
        List<String> recorded = new String(resource(name + ".txt"), StandardCharsets.UTF_8).lines().toList();
        Path archive = Files.write(folder.resolve(name + ".fasc"), resource(name + ".fasc"));
        try (Model model = fascicle.open(archive, SETTINGS)) {
            assertArrayEquals(numbers(recorded.get(0)), predicted(model), NEAR);
        }
        Training resumed = resume(archive, SETTINGS);
        try (Model model = resumed.model()) {
            assertArrayEquals(numbers(recorded.get(1)), predicted(model), NEAR);
            float[] losses = numbers(recorded.get(2));
            assertEquals(losses.length, resumed.history().epochs());
            for (int epoch = 0; epoch < losses.length; epoch++) {
                assertEquals(losses[epoch], resumed.history().value("loss", epoch), NEAR);
            }
        }
    }

    private static float[] predicted(Model model) {
        float[] features = new float[ROWS * model.inputs().get(0).size()];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) Math.sin(i);
        }
        return model.predict(features, ROWS);
    }

    private static float[] numbers(String line) {
        double[] wide = Stream.of(line.split(" ")).mapToDouble(Double::parseDouble).toArray();
        float[] numbers = new float[wide.length];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) wide[i];
        }
        return numbers;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = ArchiveFormsTest.class.getResourceAsStream("archives/" + name)) {
            assertNotNull(in, name);
            return in.readAllBytes();
        }
    }
}
