package org.fascicle.format.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.fascicle.api.Fascicle;
import org.fascicle.api.data.Data;
import org.fascicle.api.data.MemoryRows;
import org.fascicle.api.data.Targets;
import org.fascicle.api.data.Values;
import org.fascicle.api.format.Imported;
import org.fascicle.api.model.Model;
import org.fascicle.api.model.Settings;
import org.fascicle.api.training.Training;
import org.fascicle.api.training.TrainingPlan;
import org.fascicle.format.Networks;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Keras 3.15 itself wrote and computed; fixtures.py made the files. Each is of a training of one step of two rows. */
class KerasFilesTest {
    private final Fascicle fascicle = Networks.fascicle();
    private final KerasFormat format = new KerasFormat(Networks.techniques());

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"dense", "convolution", "sequence", "recurrent", "normalization", "activation", "functional"})
    void itPredictsAndGoesOnAsInKeras(String family) throws IOException {
        Path file = folder.resolve("keras-" + family + ".keras");
        try (InputStream in = KerasFilesTest.class.getResourceAsStream(file.getFileName().toString())) {
            Files.copy(in, file);
        }
        JsonNode wanted;
        try (InputStream in = KerasFilesTest.class.getResourceAsStream("keras-" + family + ".json")) {
            wanted = new ObjectMapper().readTree(in);
        }
        float[] rows = floats(wanted.path("rows"));
        Imported read = format.read(file);
        assertEquals(List.of(), read.left());
        assertEquals(1, read.training().orElseThrow().step());
        Path archive = folder.resolve("imported.fasc");
        Data data;
        try (Model model = fascicle.create(read.definition().orElseThrow(), Settings.defaults())) {
            read.into(model);
            assertAlike(wanted.path("outputs"), model.predict(rows, 2), 1e-5);
            data = Data.of(MemoryRows.of(model.inputs().get(0).shape(), rows)
                    .targets(
                            Targets.values(Values.of(model.outputs().get(0).shape(), new float[wanted.path("outputs").size()]))));
            fascicle.save(model, read.training().orElseThrow(), archive);
        }
        TrainingPlan plan = fascicle.resume(archive, data,
                Settings.defaults().override("training", "{\"epochs\": 2, \"batch_size\": 2, \"shuffle\": false}"));
        try (Model model = plan.model(); Training training = plan.start()) {
            training.join();
            assertEquals(2, training.step());
            assertAlike(wanted.path("after_one_step"), model.predict(rows, 2), 2e-5);
        }
    }

    private static void assertAlike(JsonNode wanted, float[] found, double bound) {
        assertEquals(wanted.size(), found.length);
        for (int i = 0; i < found.length; i++) {
            assertEquals(wanted.get(i).doubleValue(), found[i], bound * Math.max(1, Math.abs(wanted.get(i).doubleValue())),
                    "number " + i);
        }
    }

    private static float[] floats(JsonNode list) {
        float[] numbers = new float[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = list.get(i).floatValue();
        }
        return numbers;
    }
}
